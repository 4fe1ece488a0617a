"""Signing in and staying signed in: server-side sessions, throttled guesses, rotated on sign-in."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import Actor, append, recorded
from bot.clock import now
from bot.errors import Refusal
from bot.people import passwords
from bot.people.grants import academies, actor, profile_at
from bot.people.models import Invitation, Person, SignedIn, SignInAttempt
from bot.secrets import fingerprint, new_token

IDLE = timedelta(minutes=60)  # for somebody who works at no academy
NOTICED = timedelta(minutes=1)  # how finely being here is written down
LONGEST = timedelta(hours=12)
TRIES = 8
WINDOW = timedelta(minutes=15)

STRANGER = Actor(None, "Somebody not signed in")
WRONG = ("The email or the password is not right.", "Try again, or ask an administrator for a new invitation.")


def sign_in(session: Session, email: str, password: str) -> str:
    """The new session's token. Raises Refusal, in the same words and the same time whoever was asked for."""
    email = email.strip().lower()
    key = fingerprint("sign-in " + email)
    since = now() - WINDOW
    # The attempt is written and committed before the password is looked at: a burst of guesses cannot outrun the count.
    session.add(SignInAttempt(key=key))
    session.execute(sa.delete(SignInAttempt).where(col(SignInAttempt.at) < since))
    session.commit()
    tries = session.scalar(select(sa.func.count()).select_from(SignInAttempt).where(SignInAttempt.key == key, col(SignInAttempt.at) >= since)) or 0
    someone = session.exec(select(Person).where(Person.email == email)).first()
    stored = someone.password_hash if someone else None
    session.rollback()  # argon2 takes a while; nobody waits for the database meanwhile
    if tries > TRIES:
        return _turned_away(
            session,
            someone,
            Refusal(
                "There were too many tries for this email.",
                rule="throttled",
                next_step=f"Wait {int(WINDOW.total_seconds() // 60)} minutes, then try again.",
            ),
        )
    right = passwords.matches(stored, password)
    if someone is None or not right or (someone.left_at is not None and someone.left_at <= now()):
        return _turned_away(session, someone, Refusal(WRONG[0], rule="sign-in", next_step=WRONG[1]))
    token = new_token()
    with recorded(session, actor(someone), Act.SIGN_IN, f"person:{someone.id}"):
        session.add(SignedIn(token_hash=fingerprint(token), person_id=someone.id or 0))
        session.execute(sa.delete(SignInAttempt).where(col(SignInAttempt.key) == key))
        if someone.password_hash and passwords.outdated(someone.password_hash):
            someone.password_hash = passwords.hashed(password)
            session.add(someone)
    return token


def who(session: Session, token: str | None) -> Person | None:
    """The person a token stands for, while the session lives. Keeps it alive, at most once a minute."""
    if not token:
        return None
    row = session.get(SignedIn, fingerprint(token))
    if row is None:
        return None
    moment, someone = now(), session.get(Person, row.person_id)
    if someone is None or (someone.left_at is not None and someone.left_at <= moment):
        return None
    if moment - row.began > LONGEST or (moment - row.seen > NOTICED and moment - row.seen > _idle(session, someone)):
        session.delete(row)
        session.commit()
        return None
    if moment - row.seen > NOTICED:
        row.seen = moment
        session.commit()
    return someone


def _idle(session: Session, someone: Person) -> timedelta:
    """The strictest of the academies they work for."""
    minutes = [profile_at(session, home.id or 0).session_idle_minutes.value for home in academies(session, someone)]
    return timedelta(minutes=min(minutes)) if minutes else IDLE


def sign_out(session: Session, token: str, *, everywhere: bool = False) -> None:
    row = session.get(SignedIn, fingerprint(token))
    someone = session.get(Person, row.person_id) if row else None
    if row is None or someone is None:
        return
    with recorded(session, actor(someone), Act.SIGN_OUT, f"person:{someone.id}", everywhere=everywhere):
        if everywhere:
            session.execute(sa.delete(SignedIn).where(col(SignedIn.person_id) == someone.id))
        else:
            session.delete(row)


def invited(session: Session, token: str) -> Person | None:
    """Who an unused, unexpired invitation is for."""
    row = session.get(Invitation, fingerprint(token))
    if row is None or row.used_at is not None or row.expires <= now():
        return None
    guest = session.get(Person, row.person_id)
    return guest if guest is None or guest.left_at is None else None


def accept_invitation(session: Session, token: str, password: str, again: str) -> Person:
    """Choose a password. Uses the invitation up and ends every older session of this person."""
    guest = invited(session, token)
    if guest is None:
        raise Refusal("This invitation was used already or has run out.", rule="invitation", next_step="Ask an administrator for a new one.")
    passwords.check_choice(password, again, guest.name, guest.email, guest.email.partition("@")[0])
    hashed = passwords.hashed(password)
    with recorded(session, actor(guest), Act.PASSWORD_SET, f"person:{guest.id}"):
        used = sa.update(Invitation).where(col(Invitation.token_hash) == fingerprint(token), col(Invitation.used_at).is_(None))
        if session.execute(used.values(used_at=now()).returning(col(Invitation.person_id))).first() is None:  # somebody was quicker
            raise Refusal("This invitation was used already.", rule="invitation", next_step="Ask an administrator for a new one.")
        guest.password_hash = hashed
        session.execute(sa.delete(SignedIn).where(col(SignedIn.person_id) == guest.id))
    return guest


def _turned_away(session: Session, someone: Person | None, refusal: Refusal) -> str:
    append(
        session,
        actor(someone) if someone else STRANGER,
        Act.SIGN_IN,
        f"person:{someone.id}" if someone else "",
        outcome=Outcome.REFUSED,
        rule=refusal.rule,
    )
    session.commit()
    raise refusal

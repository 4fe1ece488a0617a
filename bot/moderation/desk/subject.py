"""The subject of a comment never decides it (I12, S15.4): who it is about, and who decides instead."""

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk.models import About
from bot.moderation.desk.names import names, names_office
from bot.moderation.models import Reply, Review
from bot.notify.models import Notice, Urgency
from bot.notify.send import tell_roles
from bot.people import directory
from bot.people.found import person
from bot.people.grants import Place, actor, may, profile_at, require, roles, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.policy.parameter import RoutedRole

LEADERS = (RoutedRole.HEAD, RoutedRole.SLT)


def leaders(session: Session, academy_id: int) -> list[Person]:
    """Who may come to decide comments here: the Headteacher first."""
    ids = {role: directory.signed_in_holders(session, academy_id, role) for role in LEADERS}
    rows = session.exec(select(Person).where(col(Person.id).in_(set.union(*ids.values()))).order_by(col(Person.id))).all()
    return sorted(rows, key=lambda one: one.id not in ids[RoutedRole.HEAD])


def is_about(session: Session, one: Person, reply: Reply, account: Account) -> bool:
    """What a person said counts; otherwise the names in its words, and for the Headteacher the office."""
    for mark in session.exec(select(About).where(About.reply_id == reply.id).order_by(col(About.id).desc())):
        if mark.person_id == one.id or same_human(person(session, mark.person_id), one):
            return mark.is_about
    if names(reply.text, one.name):
        return True
    office = profile_at(session, account.academy_id).word_for_head.value
    return names_office(reply.text, office) and Role.HEAD in roles(session, one, account.academy_id)


def subjects(session: Session, reply: Reply, account: Account) -> list[Person]:
    """The leaders a comment is about."""
    return [one for one in leaders(session, account.academy_id) if is_about(session, one, reply, account)]


def instead(session: Session, me: Person, reply: Reply, account: Account) -> str:
    """Who decides a comment about this person, as a sentence."""
    place = Place(account.academy_id, account.id)
    others = [p for p in leaders(session, account.academy_id) if not same_human(p, me) and not is_about(session, p, reply, account)]
    heads = [p for p in others if Role.HEAD in roles(session, p, account.academy_id)]
    if heads:
        able = any(may(session, p, Verb.MODERATE, place) for p in heads)
        first = "" if able else " First an administrator proposes the permission to decide comments on this account, under People."
        return f"The Headteacher decides it: {_listed(heads)}.{first}"
    able_others = [p for p in others if may(session, p, Verb.MODERATE, place)]
    if able_others:
        return f"Another member of senior leadership decides it: {_listed(able_others)}."
    named = directory.outsiders(session, account.academy_id, RoutedRole.EXEC_LEAD)
    who = f" ({', '.join(c.name for c in named)})" if named else ""
    return f"Nobody else here may decide it yet. Tell the executive lead of the trust{who}, who has somebody named for it under People."


def require_other(session: Session, me: Person, reply: Reply, account: Account) -> None:
    """Raises the Refusal that the subject of a comment reads."""
    if is_about(session, me, reply, account):
        raise Refusal(
            "This comment is about you, so somebody else decides it.",
            rule="subject",
            next_step=f"{instead(session, me, reply, account)} You lose nothing: it waits for them, and they have been told.",
        )


def pass_up(session: Session, me: Person, reply: Reply, account: Account) -> None:
    """Tell those who decide instead, once. Commits."""
    subject = f"about:{reply.id}"
    if session.exec(select(Notice.id).where(Notice.subject == subject, col(Notice.read_at).is_(None))).first() is None:
        head = Role.HEAD in roles(session, me, account.academy_id)
        text = f"A comment on @{account.handle} is about the person who would decide it, so it waits for you."
        to = [Role.SLT] if head else [Role.HEAD]
        tell_roles(session, account.academy_id, to, text, f"/comments/{reply.id}", subject=subject, urgency=Urgency.SOON)
    session.commit()


def say_about(session: Session, me: Person, reply_id: int, who: str, answer: str) -> Reply:
    """A person says that a comment is about a leader, or that it is not. Nobody says of themselves that it is not."""
    reply = session.get(Reply, reply_id, with_for_update=True, populate_existing=True)
    account = register.account(session, reply.account_id) if reply else None
    if reply is None or account is None or reply.review is Review.SAFEGUARDING:
        raise NotFound("There is no such comment, or it is not yours to see.")
    place = Place(account.academy_id)
    with recorded(session, actor(me), Act.REPLY_ABOUT, f"reply:{reply_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.READ_COMMENTS, place)
        about = next((p for p in leaders(session, account.academy_id) if str(p.id) == who), None)
        if about is None:
            raise BadInput({"who": "Choose whom it is about."})
        if answer not in ("yes", "no"):
            raise BadInput({"answer": "Say whether it is about them."})
        if answer == "no" and same_human(me, about):
            raise Refusal(
                "Nobody says of themselves that a comment is not about them.", rule="subject", next_step=instead(session, me, reply, account)
            )
        note.detail |= {"person": about.id, "is_about": answer == "yes"}
        session.add(About(reply_id=reply_id, person_id=about.id or 0, is_about=answer == "yes", set_by=me.id or 0))
    if answer == "yes":
        pass_up(session, about, reply, account)
    return reply


def _listed(people: list[Person]) -> str:
    return ", ".join(p.name for p in people)

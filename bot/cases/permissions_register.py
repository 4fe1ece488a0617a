"""The register of permissions: asked for with a purpose, given or refused by whom the policy names, from and until (control C25)."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import readers
from bot.cases.declarations_models import PermissionKind, PermissionState, StaffPermission
from bot.cases.permissions_kinds import KINDS, alumni_clause, alumni_problem
from bot.clock import LONDON, now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.directory import WORDS as ROLES
from bot.people.grants import Place, academies, actor, may, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.policy.parameter import RoutedRole

K, S = PermissionKind, PermissionState
LONGEST, SHORTEST = 500, 10
FURTHEST = timedelta(days=366)
WORDS = {
    S.ASKED: ("Waiting for a decision", "yellow"),
    S.GRANTED: ("Given, not begun", "blue"),
    S.LIVE: ("In force", "green"),
    S.REFUSED: ("Refused", "red"),
    S.EXPIRED: ("Ran out", "grey"),
    S.REVOKED: ("Taken back", "grey"),
}
MOVES: dict[PermissionState, tuple[PermissionState, ...]] = {
    S.ASKED: (S.GRANTED, S.LIVE, S.REFUSED, S.EXPIRED),
    S.GRANTED: (S.LIVE, S.REVOKED),
    S.LIVE: (S.EXPIRED, S.REVOKED),
}


def ask(
    session: Session,
    me: Person,
    academy_id: int,
    *,
    kind: str,
    purpose: str,
    scope: str,
    starts: date | None,
    ends: date | None,
    adult: str = "",
    still_pupil: str = "",
    channel: str = "",
    contact: str = "",
) -> StaffPermission:
    """A former pupil is never named, and what may never be permitted is refused here and now, with the attempt on record."""
    with recorded(session, actor(me), Act.PERMISSION_ASKED, academy_id=academy_id, kind=kind[:40]) as note:
        require(session, me, Verb.ASK_PERMISSION, Place(academy_id))
        wrong = _wrong(kind, purpose, scope, starts, ends)
        if kind == K.ALUMNI:
            wrong |= _unanswered(adult=adult, still_pupil=still_pupil, channel=channel, contact=contact)
        if wrong or starts is None or ends is None:
            raise BadInput(wrong)
        profile = profile_at(session, academy_id)
        if kind == K.ALUMNI and (problem := alumni_problem(profile, adult=adult, still_pupil=still_pupil, channel=channel, contact=contact)):
            raise Refusal(
                problem,
                rule="former-pupils",
                clause=alumni_clause(profile),
                next_step="Use the academy's official account or email and their work contact, once they are an adult.",
            )
        _, clause = KINDS[K(kind)].given_by(profile)
        row = StaffPermission(
            academy_id=academy_id,
            kind=K(kind),
            asked_by=me.id or 0,
            purpose=purpose.strip(),
            scope=scope.strip(),
            channel=channel if kind == K.ALUMNI else "",
            starts=_start(starts),
            ends=_start(ends + timedelta(days=1)),
            not_before=_start(ends + timedelta(days=1)),  # unanswered until then, it runs out
            clause=clause,
        )
        session.add(row)
        session.flush()
        note.subject = f"permission:{row.id}"
        text = f"{me.name} asks for a permission: {KINDS[row.kind].label.lower()}."
        tell_roles(session, academy_id, deciders(session, row), text, f"/permissions/{row.id}", subject=note.subject, urgency=Urgency.SOON)
    return row


def deciders(session: Session, row: StaffPermission) -> list[RoutedRole]:
    """Whom the policy names; where nobody but the asker holds one of these roles, the Headteacher, and after them the executive lead."""
    named, _ = KINDS[row.kind].given_by(profile_at(session, row.academy_id))
    asker = session.get_one(Person, row.asked_by)
    for group in (named, (RoutedRole.HEAD,), (RoutedRole.EXEC_LEAD,)):
        found = [role for role in group if readers.others(session, row.academy_id, role, asker)]
        if found:
            return found
    return list(named)


def decide(session: Session, me: Person, permission_id: int, decision: str, reason: str = "") -> StaffPermission:
    """Give or refuse. Another role than the policy names is refused, with the clause."""
    row = found(session, me, permission_id)
    with recorded(session, actor(me), Act.PERMISSION_DECIDED, f"permission:{row.id}", academy_id=row.academy_id, decision=decision[:20]) as note:
        if row.state is not S.ASKED:
            raise Refusal("This has been decided already.", rule="already-decided")
        _require_grantor(session, me, row)
        if decision not in ("grant", "refuse"):
            raise BadInput({"decision": "Choose whether you give it."})
        if decision == "refuse" and not reason.strip():
            raise BadInput({"reason": "Say why, so that the person knows what would be possible."})
        if len(reason) > LONGEST:
            raise BadInput({"reason": f"Keep it under {LONGEST} characters."})
        if decision == "grant" and row.ends <= now():
            raise Refusal("The days it was asked for are over.", rule="window", next_step="They can ask again.")
        row.state = S.REFUSED if decision == "refuse" else S.LIVE if row.starts <= now() else S.GRANTED
        row.not_before = row.starts if row.state is S.GRANTED else row.ends
        row.decided_by, row.decided_at, row.reason = me.id, now(), reason.strip()
        note.detail["state"] = row.state.value
        session.add(row)
        settled(session, f"permission:{row.id}")
        said = "refused" if decision == "refuse" else "given"
        tell_person(session, row.academy_id, row.asked_by, f"The permission you asked for was {said}.", f"/permissions/{row.id}")
    return row


def revoke(session: Session, me: Person, permission_id: int, reason: str) -> StaffPermission:
    """Taken back by whoever may give it; and the person who has it may hand it back."""
    row = found(session, me, permission_id)
    with recorded(session, actor(me), Act.PERMISSION_REVOKED, f"permission:{row.id}", academy_id=row.academy_id) as note:
        if S.REVOKED not in MOVES.get(row.state, ()):
            raise Refusal("It is not in force.", rule="move")
        if me.id != row.asked_by:
            _require_grantor(session, me, row)
        if not reason.strip():
            raise BadInput({"reason": "Say why, in a few words: it goes on the record."})
        if len(reason) > LONGEST:
            raise BadInput({"reason": f"Keep it under {LONGEST} characters."})
        row.state, row.revoked_by, row.revoked_at = S.REVOKED, me.id, now()
        note.detail["reason"] = row.reason = reason.strip()
        session.add(row)
        if me.id != row.asked_by:
            tell_person(session, row.academy_id, row.asked_by, "A permission of yours was taken back.", f"/permissions/{row.id}")
    return row


def due(session: Session) -> list[int]:
    waiting = select(StaffPermission.id).where(col(StaffPermission.state).in_(list(MOVES)), StaffPermission.not_before <= now())
    return [key for key in session.exec(waiting) if key is not None]


def turn(session: Session, permission_id: int) -> str:
    """Its first day has come, or its last has passed."""
    row = session.get(StaffPermission, permission_id, with_for_update=True, populate_existing=True)
    if row is None or row.state not in MOVES or row.not_before > now():
        session.rollback()
        return "not due"
    begins = row.state is S.GRANTED and row.ends > now()
    row.state = S.LIVE if begins else S.EXPIRED
    row.not_before = row.ends
    session.add(row)
    settled(session, f"permission:{row.id}")
    text = f"A permission of yours {'begins today' if begins else 'has run out'}: {KINDS[row.kind].label.lower()}."
    tell_person(session, row.academy_id, row.asked_by, text, f"/permissions/{row.id}")
    append(session, GATEPOST, Act.PERMISSION_TURNED, f"permission:{row.id}", academy_id=row.academy_id, state=row.state.value)
    session.commit()
    return row.state.value


def visible(session: Session, me: Person) -> list[StaffPermission]:
    """Mine, those I decide, and for those who keep the register all of the academy: what waits first, newest first."""
    rows = session.exec(select(StaffPermission).order_by(col(StaffPermission.id).desc())).all()
    order = list(S)
    return sorted((row for row in rows if _sees(session, me, row)), key=lambda row: order.index(row.state))


def found(session: Session, me: Person, permission_id: int) -> StaffPermission:
    """Held until the transaction ends. Raises NotFound for what is not mine to see."""
    row = session.get(StaffPermission, permission_id, with_for_update=True, populate_existing=True)
    if row is None or not _sees(session, me, row):
        raise NotFound("There is no such permission, or it is not yours to see.")
    return row


def may_decide(session: Session, me: Person, row: StaffPermission) -> bool:
    asker = session.get_one(Person, row.asked_by)
    return not same_human(me, asker) and readers.holds(session, me, row.academy_id, deciders(session, row))


def _sees(session: Session, me: Person, row: StaffPermission) -> bool:
    mine = row.asked_by == me.id or (
        row.academy_id in {home.id for home in academies(session, me)} and may(session, me, Verb.READ_PERMISSIONS, Place(row.academy_id))
    )
    return mine or may_decide(session, me, row)


def _require_grantor(session: Session, me: Person, row: StaffPermission) -> None:
    if same_human(me, session.get_one(Person, row.asked_by)):
        raise Refusal("You asked for this, so somebody else decides.", rule="self-approval", next_step="Wait until they do.")
    if not may_decide(session, me, row):
        _, clause = KINDS[row.kind].given_by(profile_at(session, row.academy_id))
        who = " or ".join(ROLES[role] for role in deciders(session, row))
        raise Refusal("Your role does not let you give or take this.", rule="grantor", clause=clause, next_step=f"The policy gives this to: {who}.")


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _unanswered(**given: str) -> dict[str, str]:
    asked = {
        "adult": ("Say whether they are 18 or over.", ("yes", "no")),
        "still_pupil": ("Say whether they still count as a pupil.", ("yes", "no")),
        "channel": ("Say from where you would write.", ("official", "personal")),
        "contact": ("Say which contact of theirs you would use.", ("work", "personal")),
    }
    return {name: sentence for name, (sentence, allowed) in asked.items() if given[name] not in allowed}


def _wrong(kind: str, purpose: str, scope: str, starts: date | None, ends: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in list(K):
        wrong["kind"] = "Choose what you ask permission for."
    for name, text, asked in (
        ("purpose", purpose, "Say what it is for, in a sentence."),
        ("scope", scope, "Say how far it goes: with whom, where, what."),
    ):
        if len(text.strip()) < SHORTEST:
            wrong[name] = asked
        elif len(text) > LONGEST:
            wrong[name] = f"Keep it under {LONGEST} characters."
    if starts is None:
        wrong["starts"] = "Enter the first day."
    elif starts < today() or starts > today() + FURTHEST:
        wrong["starts"] = "Enter a first day that is today or later, within a year."
    if ends is None:
        wrong["ends"] = "Enter the last day: every permission ends, so that somebody looks at it again."
    elif starts is not None and ends < starts:
        wrong["ends"] = "Enter a last day that is not before the first."
    elif starts is not None and kind in list(K) and ends - starts > timedelta(days=KINDS[K(kind)].longest_days):
        wrong["ends"] = f"It lasts {KINDS[K(kind)].longest_days} days at most. Choose an earlier last day."
    return wrong

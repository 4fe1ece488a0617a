"""Declarations: made by staff, read by whom the policy names and by nobody else, talked over, closed (control C25)."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import readers
from bot.cases.declarations_kinds import KINDS, routed
from bot.cases.declarations_models import Declaration, DeclarationKind, DeclarationState
from bot.clock import now, spoken
from bot.consent.events_sheet import vault_of
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.calendar import hours_at
from bot.people.directory import outsiders
from bot.people.grants import Place, actor, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.policy.parameter import RoutedRole

R, S = RoutedRole, DeclarationState
LONGEST = 500
OLDEST = timedelta(days=366 * 5)
WORKING_DAY = timedelta(hours=9)
CHASES = (1, 3)  # working days after which nobody had read it
PLATFORMS = ("Instagram", "Snapchat", "TikTok", "WhatsApp", "Facebook", "X", "YouTube", "Discord", "A game", "Email or text", "Another")
MOVES: dict[DeclarationState, tuple[DeclarationState, ...]] = {
    S.MADE: (S.SEEN, S.DISCUSSED, S.CLOSED),  # reading it makes it seen
    S.SEEN: (S.DISCUSSED, S.CLOSED),
    S.DISCUSSED: (S.CLOSED,),
    S.CLOSED: (),
}
WORDS = {S.MADE: ("Not read yet", "yellow"), S.SEEN: ("Read", "blue"), S.DISCUSSED: ("Talked over", "turquoise"), S.CLOSED: ("Closed", "green")}
NOT_HERE = "There is no such page, or it is not yours to see."


def make(
    session: Session,
    me: Person,
    academy_id: int,
    *,
    kind: str,
    happened_at: datetime | None,
    platform: str = "",
    pupil: bool = False,
    text: str = "",
) -> Declaration:
    """It goes at once to whom the profile names. The record holds who, when and what kind, and none of the words."""
    with recorded(session, actor(me), Act.DECLARED, academy_id=academy_id, kind=kind[:40]) as note:
        require(session, me, Verb.DECLARE, Place(academy_id))
        if wrong := _wrong(kind, happened_at, platform, text):
            raise BadInput(wrong)
        found, profile = DeclarationKind(kind), profile_at(session, academy_id)
        pupil = pupil or KINDS[found].pupil
        named, clause = routed(found, profile, pupil=pupil)
        to = _readable(session, academy_id, named, me, pupil=pupil)
        row = Declaration(
            academy_id=academy_id,
            kind=found,
            declared_by=me.id or 0,
            happened_at=happened_at or now(),
            platform=platform,
            pupil=pupil,
            text_locked=vault_of(session).lock({"text": text.strip()}),
            recipients=[role.value for role in to],
            clause=clause,
            not_before=hours_at(session, academy_id).after(now(), WORKING_DAY * CHASES[0]),
        )
        if not KINDS[found].discussed:
            row.state, row.closed_at = S.CLOSED, now()
        session.add(row)
        session.flush()
        note.subject = f"declaration:{row.id}"
        if row.state is S.MADE:
            _tell(session, row, _notice(row))
    return row


def _tell(session: Session, row: Declaration, text: str) -> None:
    """Only roles that somebody holds: what nobody holds would go to somebody higher up, who could not open it."""
    to = [R(role) for role in row.recipients]
    held = [role for role in to if readers.who(session, row.academy_id, role) or outsiders(session, row.academy_id, role)]
    tell_roles(session, row.academy_id, held or to, text, f"/declarations/{row.id}", subject=f"declaration:{row.id}", urgency=Urgency.SOON)


def _readable(session: Session, academy_id: int, named: tuple[RoutedRole, ...], me: Person, *, pupil: bool) -> tuple[RoutedRole, ...]:
    """The named roles, and where nobody but the declarer could read it under any of them, the next who can."""
    if any(readers.others(session, academy_id, role, me) for role in named):
        return named
    further = (R.DSL, R.HEAD, R.EXEC_LEAD) if pupil else (R.HEAD, R.EXEC_LEAD, R.SLT)
    return (*named, *[role for role in further if readers.others(session, academy_id, role, me)][:1])


def opened(session: Session, me: Person, declaration_id: int) -> tuple[Declaration, str, str]:
    """The row, the words and the outcome. Each reading by somebody else is on record, and the first makes it seen."""
    row = _mine(session, me, declaration_id)
    if row.declared_by != me.id:
        with recorded(session, actor(me), Act.DECLARATION_OPENED, f"declaration:{row.id}", academy_id=row.academy_id, outcome=Outcome.READ):
            if row.state is S.MADE:
                row.state, row.seen_by, row.seen_at = S.SEEN, me.id, now()
                session.add(row)
                settled(session, f"declaration:{row.id}")
    vault = vault_of(session)
    return row, vault.unlock(row.text_locked)["text"], vault.unlock(row.outcome_locked)["text"] if row.outcome_locked else ""


def discuss(session: Session, me: Person, declaration_id: int) -> Declaration:
    """The two of them talked."""
    row = _mine(session, me, declaration_id)
    with recorded(session, actor(me), Act.DECLARATION_DISCUSSED, f"declaration:{row.id}", academy_id=row.academy_id):
        _require_move(session, me, row, S.DISCUSSED)
        row.state, row.discussed_by, row.discussed_at = S.DISCUSSED, me.id, now()
        session.add(row)
        settled(session, f"declaration:{row.id}")
    return row


def close(session: Session, me: Person, declaration_id: int, outcome: str) -> Declaration:
    """With what came of it, which the declarer reads."""
    row = _mine(session, me, declaration_id)
    with recorded(session, actor(me), Act.DECLARATION_CLOSED, f"declaration:{row.id}", academy_id=row.academy_id):
        _require_move(session, me, row, S.CLOSED)
        if not outcome.strip():
            raise BadInput({"outcome": "Say in a sentence what came of it. The declarer reads this."})
        if len(outcome) > LONGEST:
            raise BadInput({"outcome": f"Keep it under {LONGEST} characters."})
        row.state, row.closed_by, row.closed_at = S.CLOSED, me.id, now()
        row.outcome_locked = vault_of(session).lock({"text": outcome.strip()})
        session.add(row)
        settled(session, f"declaration:{row.id}")
    return row


def visible(session: Session, me: Person) -> list[Declaration]:
    """Mine, and those that came to me: open ones first, newest first."""
    rows = session.exec(select(Declaration).order_by(col(Declaration.id).desc())).all()
    return sorted((row for row in rows if may_read(session, me, row)), key=lambda row: row.state is S.CLOSED)


def may_read(session: Session, me: Person, row: Declaration) -> bool:
    return row.declared_by == me.id or may_work(session, me, row)


def may_work(session: Session, me: Person, row: Declaration) -> bool:
    """Whoever holds one of its roles, and is not the declarer under another sign-in."""
    to = [R(role) for role in row.recipients]
    return not same_human(me, session.get_one(Person, row.declared_by)) and readers.holds(session, me, row.academy_id, to)


def due(session: Session) -> list[int]:
    waiting = select(Declaration.id).where(Declaration.state == S.MADE, Declaration.chased < len(CHASES), Declaration.not_before <= now())
    return [key for key in session.exec(waiting) if key is not None]


def chase(session: Session, declaration_id: int) -> str:
    """Unread after one working day, and again after three, then with the Headteacher told that it waits, and not what it is."""
    row = session.get(Declaration, declaration_id, with_for_update=True, populate_existing=True)
    if row is None or row.state is not S.MADE or row.chased >= len(CHASES) or row.not_before > now():
        session.rollback()
        return "not due"
    days, last = CHASES[row.chased], row.chased + 1 == len(CHASES)
    settled(session, f"declaration:{row.id}")
    _tell(session, row, f"Not read for {days} working {'day' if days == 1 else 'days'}. {_notice(row)}")
    if last and R.HEAD.value not in row.recipients:
        text = f"A declaration has waited {days} working days to be read. Remind whoever reads declarations; you cannot open it yourself."
        tell_roles(session, row.academy_id, [R.HEAD], text, "/", subject=f"declaration:{row.id}", urgency=Urgency.SOON)
    row.chased += 1
    row.not_before = hours_at(session, row.academy_id).after(row.declared_at, WORKING_DAY * CHASES[min(row.chased, len(CHASES) - 1)])
    session.add(row)
    append(session, GATEPOST, Act.DECLARATION_CHASED, f"declaration:{row.id}", academy_id=row.academy_id, days=days)
    session.commit()
    return "told"


def _notice(row: Declaration) -> str:
    return f"A declaration for you to read, made {spoken(row.declared_at)}."


def _mine(session: Session, me: Person, declaration_id: int) -> Declaration:
    """What is not mine is not there: a refusal would tell that there is one. The try is on record (S25.1)."""
    row = session.get(Declaration, declaration_id, with_for_update=True, populate_existing=True)
    if row is None or not may_read(session, me, row):
        session.rollback()
        append(session, actor(me), Act.DECLARATION_OPENED, f"declaration:{declaration_id}", outcome=Outcome.REFUSED, rule="role")
        session.commit()
        raise NotFound(NOT_HERE)
    return row


def _require_move(session: Session, me: Person, row: Declaration, to: DeclarationState) -> None:
    if not may_work(session, me, row):
        raise Refusal("You made this declaration, so somebody else works on it.", rule="self", next_step="Wait until they talk to you.")
    if to not in MOVES[row.state]:
        raise Refusal(f"This declaration is at “{WORDS[row.state][0]}”, so that cannot be done now.", rule="move", next_step="Reload the page.")


def _wrong(kind: str, happened_at: datetime | None, platform: str, text: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in list(DeclarationKind):
        wrong["kind"] = "Choose what you want to declare."
    if happened_at is None:
        wrong["happened_at"] = "Enter the date and time, as nearly as you know."
    elif happened_at > now() or happened_at < now() - OLDEST:
        wrong["happened_at"] = "Enter a date and time that has passed, within the last five years."
    if platform and platform not in PLATFORMS:
        wrong["platform"] = "Choose one of the list."
    elif kind in (DeclarationKind.FRIEND_REQUEST, DeclarationKind.ODD_REQUESTS) and not platform:
        wrong["platform"] = "Choose where it happened."
    if len(text) > LONGEST:
        wrong["text"] = f"Keep it under {LONGEST} characters: you will talk it over. It is {len(text)} long."
    elif not text.strip() and kind in (DeclarationKind.FAMILY, DeclarationKind.RECENT_PUPIL, DeclarationKind.CONFLICT, DeclarationKind.ODD_REQUESTS):
        wrong["text"] = "Say in a sentence what it is about, without a pupil's name."
    return wrong

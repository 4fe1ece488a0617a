"""Appeals: a complaint that a comment was hidden, removed or cut off is written down, decided by a second person in time, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import append, recorded
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import decide, for_good
from bot.moderation.desk.appeals_models import Appeal, AppealState, Channel
from bot.moderation.desk.models import Decided
from bot.moderation.desk.subject import is_about, leaders, require_other
from bot.moderation.desk.wording import WORKING_DAYS
from bot.moderation.models import Reply, Review, Visibility
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.calendar import hours_at
from bot.people.found import person
from bot.people.grants import Place, academies, actor, may, require, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb

LONGEST = 2_000
SHOWN = 200
CHANNELS: dict[Channel, str] = {
    Channel.EMAIL: "By email",
    Channel.LETTER: "By letter",
    Channel.TELEPHONE: "By telephone",
    Channel.IN_PERSON: "In person",
    Channel.PUBLIC: "In another comment",
}
OUTCOMES = (AppealState.RESTORED, AppealState.STANDS)  # what is chosen; `UPHELD` is the first of them where nothing brings it back
OFF = (Visibility.HIDDEN, Visibility.HIDING, *for_good.BEGUN, *for_good.ENDED)


@dataclass(frozen=True)
class Counts:
    made: int
    open: int
    restored: int
    stands: int
    upheld: int
    late: int


def due_from(session: Session, academy_id: int, moment: datetime) -> datetime:
    """Five working days of the academy's own calendar."""
    hours = hours_at(session, academy_id)
    day = datetime.combine(today(), hours.closes) - datetime.combine(today(), hours.opens)
    return hours.after(moment, WORKING_DAYS * day)


def outcomes(meant: Sequence[Reply]) -> dict[AppealState, str]:
    """What can be chosen, in words that promise nothing which cannot be done any more."""
    gone = {reply.state in for_good.ENDED for reply in meant}
    right = {
        frozenset({True}): "It was wrong. Nothing brings it back; it is counted as our mistake",
        frozenset({True, False}): "It was wrong: show it again, where that can still be done",
    }.get(frozenset(gone), "Show it again")
    return dict(zip(OUTCOMES, (right, "It stays as it is"), strict=True))


def record(
    session: Session,
    me: Person,
    *,
    account_id: int,
    channel: str,
    words: str,
    complained_on: date | None,
    handle: str = "",
    reply_id: int | None = None,
) -> Appeal:
    """Written down by whoever hears of it. Which comment is meant may be left to the leader who decides."""
    account = register.account(session, account_id)
    place: dict[str, int | None] = {"academy_id": account.academy_id, "account_id": account.id}
    with recorded(session, actor(me), Act.APPEAL_RECORDED, **place) as note:  # type: ignore[arg-type]
        require(session, me, Verb.RECORD_APPEAL, Place(account.academy_id))
        handle, words = handle.strip().lstrip("@"), words.strip()
        wrong = _wrong(channel, words, complained_on, handle, reply_id)
        if reply_id is not None:
            meant = session.get(Reply, reply_id)
            if meant is None or meant.account_id != account.id or meant.review is Review.SAFEGUARDING:
                wrong["reply_id"] = "There is no such comment on this account."
        if wrong or complained_on is None:
            raise BadInput(wrong)
        row = Appeal(
            academy_id=account.academy_id,
            account_id=account.id or 0,
            reply_id=reply_id if reply_id is not None else _only(session, account, handle),
            handle=handle,
            channel=Channel(channel),
            words=words,
            complained_on=complained_on,
            recorded_by=me.id or 0,
            due_at=due_from(session, account.academy_id, now()),
        )
        session.add(row)
        session.flush()
        note.subject = f"appeal:{row.id}"
        note.detail |= {"reply": row.reply_id, "channel": channel}
        text = f"Somebody asks why their comment on @{account.handle} was hidden, removed or cut off. Decide within {WORKING_DAYS} working days."
        tell_roles(session, account.academy_id, [Role.SLT, Role.HEAD], text, f"/appeals/{row.id}", subject=note.subject, urgency=Urgency.ROUTINE)
    return row


def settle(session: Session, me: Person, appeal_id: int, outcome: str, reason: str, reply_id: int | None = None) -> Appeal:
    """A second person decides: it was wrong, so it is shown again where it can be, or it stands. The writer may be told the reason."""
    row = opened(session, me, appeal_id)
    account = register.account(session, row.account_id)
    place: dict[str, int | None] = {"academy_id": account.academy_id, "account_id": account.id}
    with recorded(session, actor(me), Act.APPEAL_DECIDED, f"appeal:{appeal_id}", **place, outcome_is=outcome) as note:  # type: ignore[arg-type]
        require(session, me, Verb.MODERATE, Place(account.academy_id, account.id))
        row = session.get_one(Appeal, appeal_id, with_for_update=True, populate_existing=True)
        if row.state is not AppealState.OPEN:
            raise Refusal("This appeal has been decided already.", rule="already-decided", next_step="Read below what was decided, and by whom.")
        meant = row.reply_id or reply_id
        wrong = {} if outcome in OUTCOMES else {"outcome": "Choose what is decided."}
        if not reason.strip() or len(reason) > LONGEST:
            wrong["reason"] = f"Say why, in up to {LONGEST:,} characters: the writer may be told."
        if meant not in {reply.id for reply in candidates(session, row)}:
            wrong["reply_id"] = "Choose which comment is meant."
        if wrong or meant is None:
            raise BadInput(wrong)
        reply = session.get_one(Reply, meant, with_for_update=True, populate_existing=True)
        require_second(session, me, reply, account)
        note.detail["reply"] = meant
        state = AppealState(outcome)
        if state is AppealState.RESTORED and reply.state in for_good.ENDED:
            state = AppealState.UPHELD
            note.detail["outcome_is"] = state
        elif state is AppealState.RESTORED and reply.state in OFF:
            _restore(session, me, reply, account, place)
        row.reply_id, row.state, row.outcome = meant, state, reason.strip()
        row.decided_by, row.decided_at, row.late = me.id, now(), now() > row.due_at
        note.detail["late"] = row.late
        session.add(row)
        settled(session, f"appeal:{appeal_id}")
    return row


def require_second(session: Session, me: Person, reply: Reply, account: Account) -> None:
    """Neither who hid, removed or cut off the comment nor whom it is about decides the appeal."""
    require_other(session, me, reply, account)
    if any(same_human(me, person(session, key)) for key in _hid(session, reply)):
        raise Refusal(
            "You decided against this comment, so somebody else decides the appeal.",
            rule="second-person",
            next_step=f"Ask another member of senior leadership: {_others(session, reply, account) or 'an administrator names one under People'}.",
        )


def candidates(session: Session, row: Appeal) -> list[Reply]:
    """The comments that may be meant: the one named, or those out of sight on the account, the writer's own first."""
    if row.reply_id is not None:
        return [session.get_one(Reply, row.reply_id)]
    query = select(Reply).where(Reply.account_id == row.account_id, col(Reply.state).in_(OFF), Reply.review != Review.SAFEGUARDING)
    rows = session.exec(query.order_by(col(Reply.id).desc()).limit(SHOWN)).all()
    theirs = [reply for reply in rows if row.handle and reply.author_handle.lstrip("@").casefold() == row.handle.casefold()]
    return theirs or list(rows)


def opened(session: Session, me: Person, appeal_id: int) -> Appeal:
    row = session.get(Appeal, appeal_id)
    if row is None or not may(session, me, Verb.READ_COMMENTS, Place(row.academy_id)):
        raise NotFound("There is no such appeal, or it is not yours to see.")
    return row


def listed(session: Session, me: Person) -> list[Appeal]:
    """Those where this person reads comments, and what they wrote down themselves: open ones first, by their clock."""
    mine = [a.id for a in academies(session, me) if may(session, me, Verb.READ_COMMENTS, Place(a.id or 0))]
    query = select(Appeal).where(col(Appeal.academy_id).in_(mine) | (col(Appeal.recorded_by) == me.id))
    order = (col(Appeal.state) != AppealState.OPEN, col(Appeal.due_at), col(Appeal.id))
    return list(session.exec(query.order_by(*order).limit(SHOWN)))


def about_reply(session: Session, reply_id: int) -> list[Appeal]:
    return list(session.exec(select(Appeal).where(Appeal.reply_id == reply_id).order_by(col(Appeal.id))))


def for_me(session: Session, me: Person) -> list[Appeal]:
    """Open ones that this person may decide."""
    found = []
    for row in listed(session, me):
        account = register.account(session, row.account_id)
        if row.state is not AppealState.OPEN or not may(session, me, Verb.MODERATE, Place(row.academy_id, row.account_id)):
            continue
        reply = session.get(Reply, row.reply_id) if row.reply_id else None
        if reply is None or not (is_about(session, me, reply, account) or me.id in _hid(session, reply)):
            found.append(row)
    return found


def counts(session: Session, academy_id: int, since: datetime) -> Counts:
    """For the report: made, decided each way, and late."""
    rows = session.exec(select(Appeal).where(Appeal.academy_id == academy_id, col(Appeal.recorded_at) >= since)).all()
    by = {state: sum(row.state is state for row in rows) for state in AppealState}
    late = sum(row.late or (row.state is AppealState.OPEN and row.due_at < now()) for row in rows)
    return Counts(len(rows), by[AppealState.OPEN], by[AppealState.RESTORED], by[AppealState.STANDS], by[AppealState.UPHELD], late)


def _restore(session: Session, me: Person, reply: Reply, account: Account, place: dict[str, int | None]) -> None:
    shown = "restore" if "restore" in decide.choices(reply, account) else "leave"  # what is not cut off yet was never hidden
    detail: dict[str, object] = {"decision": shown, "reason_code": "not_abuse", "appeal": True}
    decide.save(session, me, reply, account, shown, "not_abuse", detail, by_appeal=True)
    append(session, actor(me), Act.REPLY_DECIDED, f"reply:{reply.id}", **place, **detail)  # type: ignore[arg-type]


def _hid(session: Session, reply: Reply) -> set[int]:
    """Everybody who ever decided that it is hidden, removed or cut off, decisions that were taken back left out."""
    rows = session.exec(select(Decided).where(Decided.reply_id == reply.id, col(Decided.undone_at).is_(None)))
    found = {row.person_id for row in rows if row.decision in decide.HAS_HIDDEN}
    return found | ({reply.decided_by} if reply.decided_by and reply.decision in decide.HAS_HIDDEN else set())


def _others(session: Session, reply: Reply, account: Account) -> str:
    hid, place = _hid(session, reply), Place(account.academy_id, account.id)
    able = [p for p in leaders(session, account.academy_id) if p.id not in hid and may(session, p, Verb.MODERATE, place)]
    return ", ".join(p.name for p in able if not is_about(session, p, reply, account))


def _only(session: Session, account: Account, handle: str) -> int | None:
    """The one comment of this writer out of sight on the account, where there is just one."""
    query = select(Reply).where(Reply.account_id == account.id, col(Reply.state).in_(OFF), Reply.review != Review.SAFEGUARDING)
    theirs = [reply.id for reply in session.exec(query) if handle and reply.author_handle.lstrip("@").casefold() == handle.casefold()]
    return theirs[0] if len(theirs) == 1 else None


def _wrong(channel: str, words: str, complained_on: date | None, handle: str, reply_id: int | None) -> dict[str, str]:
    wrong = {} if channel in set(Channel) else {"channel": "Choose how the complaint came."}
    if not words or len(words) > LONGEST:
        wrong["words"] = f"Write down what they say, in up to {LONGEST:,} characters."
    if complained_on is None or complained_on > today():
        wrong["complained_on"] = "Enter the day on which they complained, today or earlier."
    if reply_id is None and not handle:
        wrong["handle"] = "Write the name they use on the network, so that the comment can be found."
    return wrong

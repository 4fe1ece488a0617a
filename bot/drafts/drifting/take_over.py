"""Two incidents on one account within an hour: the steps against a take-over, gone through by named people (control C14)."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.drafts.break_glass_models import BreakGlass
from bot.drafts.drifting.incidents import ALARMED, tell_safeguarding
from bot.drafts.drifting.models import FaceDrift, FaceState, TakeOver, TakeOverStep
from bot.drafts.drifting.take_over_steps import STEPS
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

TOGETHER = timedelta(hours=1)
ENOUGH = 2
ACCOUNTED_FOR = (FaceState.EXPECTED, FaceState.RIGHT)


def consider(session: Session, account: Account) -> TakeOver | None:
    """After each reading: raise it when there are enough incidents that nobody has accounted for. Commits nothing."""
    last = session.exec(select(TakeOver).where(TakeOver.account_id == account.id).order_by(col(TakeOver.id).desc()).limit(1)).first()
    if last is not None and last.closed_at is None:
        return None
    since = now() - TOGETHER
    found = _incidents(session, account, max(since, last.closed_at) if last is not None and last.closed_at else since)
    if len(found) < ENOUGH:
        return None
    row = TakeOver(account_id=account.id or 0, incidents=found)
    session.add(row)
    session.flush()
    append(session, GATEPOST, Act.TAKE_OVER_RAISED, subject(row), academy_id=account.academy_id, account_id=account.id, incidents=found)
    text = f"@{account.handle} may have been taken over: {len(found)} incidents within an hour. Go through the steps now, the stop switch first."
    tell_roles(session, account.academy_id, ALARMED, text, link(row), subject=subject(row), urgency=Urgency.NOW)
    tell_safeguarding(session, account, text, subject(row), Urgency.NOW)
    return row


def done(session: Session, me: Person, take_over_id: int, step: str, note: str = "") -> TakeOverStep:
    """One step, in the name of whoever did it."""
    row, account = found(session, take_over_id, lock=True)
    with recorded(
        session, actor(me), Act.TAKE_OVER_STEP, subject(row), academy_id=account.academy_id, account_id=account.id, step=step, note=note.strip()
    ):
        require(session, me, Verb.WORK_TAKE_OVER, Place(account.academy_id))
        _still_open(row)
        if step not in STEPS:
            raise BadInput({"step": "Choose one of the steps on the page."})
        if step in ticked(session, take_over_id):
            raise Refusal("This step is ticked already.", rule="already-decided", next_step="Reload the page.")
        made = TakeOverStep(take_over_id=take_over_id, step=step, done_by=me.id or 0, note=note.strip())
        session.add(made)
    return made


def close(session: Session, me: Person, take_over_id: int, finding: str) -> TakeOver:
    """A leader says what it was, once every step is done."""
    row, account = found(session, take_over_id, lock=True)
    with recorded(
        session, actor(me), Act.TAKE_OVER_CLOSED, subject(row), academy_id=account.academy_id, account_id=account.id, finding=finding.strip()
    ):
        require(session, me, Verb.DECIDE_STRAYS, Place(account.academy_id))
        _still_open(row)
        missing = [step.title for key, step in STEPS.items() if key not in ticked(session, take_over_id)]
        if missing:
            raise Refusal(f"Not every step is done: {'; '.join(missing)}.", rule="steps-open", next_step="Do them and tick each, in order.")
        if not finding.strip():
            raise BadInput({"finding": "Say what it was, in a sentence: it is what a governor will read."})
        row.closed_at, row.closed_by, row.finding = now(), me.id, finding.strip()
        session.add(row)
        settled(session, subject(row))
    return row


def found(session: Session, take_over_id: int, *, lock: bool = False) -> tuple[TakeOver, Account]:
    row = session.get(TakeOver, take_over_id, with_for_update=lock or None, populate_existing=True)
    if row is None:
        raise NotFound("That is not here.")
    return row, register.account(session, row.account_id)


def ticked(session: Session, take_over_id: int) -> dict[str, TakeOverStep]:
    return {row.step: row for row in session.exec(select(TakeOverStep).where(TakeOverStep.take_over_id == take_over_id))}


def standing(session: Session, account_ids: list[int]) -> list[TakeOver]:
    query = select(TakeOver).where(col(TakeOver.account_id).in_(account_ids), col(TakeOver.closed_at).is_(None))
    return list(session.exec(query.order_by(col(TakeOver.id))))


def subject(row: TakeOver) -> str:
    return f"takeover:{row.id}"


def link(row: TakeOver) -> str:
    return f"/strays/take-overs/{row.id}"


def _incidents(session: Session, account: Account, since: datetime) -> list[str]:
    """Strays and changed faces found since then, without those that a leader declared, adopted, left or announced."""
    declared = select(BreakGlass.stray_id).where(BreakGlass.account_id == account.id, col(BreakGlass.stray_id).is_not(None))
    strays = select(Stray.id).where(
        Stray.account_id == account.id,
        col(Stray.seen_at) > since,
        Stray.kind != StrayKind.BACKLOG,
        col(Stray.state).not_in((StrayState.ADOPTED, StrayState.LEFT)),
        col(Stray.id).not_in(declared),
    )
    faces = select(FaceDrift.id).where(FaceDrift.account_id == account.id, col(FaceDrift.seen_at) > since, col(FaceDrift.state).not_in(ACCOUNTED_FOR))
    return [*(f"stray:{key}" for key in session.exec(strays.order_by(col(Stray.id)))), *(f"face:{key}" for key in session.exec(faces))]


def _still_open(row: TakeOver) -> None:
    if row.closed_at is not None:
        raise Refusal("This was closed already.", rule="already-decided", next_step="Reload the page.")

"""What people look at themselves after somebody left. Nothing here closes on an assumption: each is answered, with a name to it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.keeping import account as account_of
from bot.accounts.models import Account, AccountState, Custodian
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, history, recorded
from bot.clock import london, now
from bot.drafts.leaving.moves import leaver as leaver_of
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.calendar import hours_at
from bot.people.grants import Place, actor, require, same_human
from bot.people.leaving_models import CheckKind, CheckState, Leaving, LeavingCheck
from bot.people.models import Grant, Person, Standing
from bot.people.permissions import Role, Verb
from bot.platforms.capabilities import CAPABILITIES

WITHIN = timedelta(hours=8)  # of working time
AGAIN = timedelta(days=1)
LONGEST_NOTE = 500
RUNS = (AccountState.CONNECTED, AccountState.SUSPENDED, AccountState.APPROVED)
TOLD = (Role.ADMIN, Role.HEAD)
STEPS: dict[CheckKind, tuple[str, ...]] = {
    CheckKind.ADMINISTRATOR: (
        "Sign in to the network as the account and open its list of people, roles or signed-in devices.",
        "If they are in it, remove them there and sign out their devices.",
        "Look at the list once more, then answer here.",
    ),
    CheckKind.KEYS: (
        "On the network, take back the key or app password that Gatepost uses now, and make a new one.",
        "Connect the account again under Accounts with the new one.",
        "Then answer here: the record must show the new connection.",
    ),
    CheckKind.HELD: ("Get it back, or change its password and its second factor.", "Then answer here."),
}


def write_down(session: Session, row: Leaving, leaver: Person) -> None:
    """While their permissions still stand, so that it is known what they could touch. Commits nothing."""
    touched = _touched(session, leaver)
    for account in touched:
        network = CAPABILITIES[account.platform].label if account.platform in CAPABILITIES else account.platform
        question = f"Is {leaver.name} still an administrator of @{account.handle} on {network}? Remove them there."
        session.add(_check(row, account.academy_id, CheckKind.ADMINISTRATOR, question, _due(session, row, account.academy_id), account.id))
        if account.id in _connected(session, leaver, [account]):
            question = f"{leaver.name} connected @{account.handle}. Make new keys on {network} and connect it again."
            session.add(_check(row, account.academy_id, CheckKind.KEYS, question, _due(session, row, account.academy_id), account.id))
    home = next(iter(row.academy_ids), None) or next((account.academy_id for account in touched), None)
    for item in row.held_items.splitlines() if home else ():
        session.add(_check(row, home or 0, CheckKind.HELD, f"{leaver.name} held: {item}. Is it back, or changed?", _due(session, row, home)))


def _due(session: Session, row: Leaving, academy_id: int | None) -> datetime:
    hours = hours_at(session, academy_id)
    return hours.after(hours.next_staffed(row.leaves_at), WITHIN)


def _check(row: Leaving, academy_id: int, kind: CheckKind, question: str, due: datetime, account_id: int | None = None) -> LeavingCheck:
    return LeavingCheck(
        leaving_id=row.id or 0, academy_id=academy_id, account_id=account_id, kind=kind, question=question, due_at=due, not_before=due
    )


def _touched(session: Session, leaver: Person) -> list[Account]:
    """Those they kept, had a permission for at any time, or connected. A permission that ran out long ago may live on over there."""
    kept = select(Custodian.account_id).where(Custodian.person_id == leaver.id)
    granted = select(Grant.account_id).where(Grant.person_id == leaver.id, Grant.standing != Standing.PROPOSED)
    query = select(Account).where(col(Account.state).in_(RUNS)).order_by(col(Account.id))
    theirs = sa.or_(col(Account.id).in_(kept), col(Account.id).in_(granted))
    direct = session.exec(query.where(theirs)).all()
    others = session.exec(query.where(~theirs)).all()
    return [*direct, *(account for account in others if account.id in _connected(session, leaver, [account]))]


def _connected(session: Session, leaver: Person, accounts: list[Account]) -> set[int | None]:
    """Those whose present credential, or an earlier one, this person put in: the record remembers who."""
    return {
        account.id
        for account in accounts
        if account.connected_by == leaver.id
        or any(
            e.act == Act.ACCOUNT_CONNECTED and e.outcome is Outcome.DONE and e.actor_id == leaver.id
            for e in history(session, f"account:{account.id}")
        )
    }


def of(session: Session, leaving_id: int) -> list[LeavingCheck]:
    return list(session.exec(select(LeavingCheck).where(LeavingCheck.leaving_id == leaving_id).order_by(col(LeavingCheck.id))))


def leaving_of(session: Session, check_id: int) -> int:
    """The leaving it belongs to. Raises NotFound."""
    check = session.get(LeavingCheck, check_id)
    if check is None:
        raise NotFound("That check is not here.")
    return check.leaving_id


def unanswered(session: Session, leaving_id: int) -> int:
    return sum(check.state is not CheckState.GONE for check in of(session, leaving_id))


def answer(session: Session, me: Person, check_id: int, said: str, note: str) -> LeavingCheck:
    """`gone` or `still_there`. What is still there is an incident: the administrator and the Headteacher hear at once (S28.2)."""
    check = session.get(LeavingCheck, check_id, with_for_update=True, populate_existing=True)
    if check is None:
        raise NotFound("That check is not here.")
    leaving = session.get_one(Leaving, check.leaving_id)
    gone = leaver_of(session, leaving)
    with recorded(
        session,
        actor(me),
        Act.LEAVING_CHECKED,
        f"person:{gone.id}",
        academy_id=check.academy_id,
        account_id=check.account_id,
        leaving=leaving.id,
        check=check_id,
        answer=said[:20],
    ) as entry:
        require(session, me, Verb.REVOKE, Place(check.academy_id))
        if same_human(me, gone):
            raise Refusal("You cannot check on yourself.", rule="self", next_step="Ask another administrator or a leader.")
        if check.state is CheckState.GONE:
            raise Refusal("This has been answered already.", rule="already-decided")
        _require_answer(said, note)
        if said == CheckState.GONE and check.kind is CheckKind.KEYS:
            _require_new_keys(session, check, leaving, gone)
        entry.detail["note"] = check.note = note.strip()
        check.state, check.answered_by, check.answered_at = CheckState(said), me.id, now()
        settled(session, f"leaving-check:{check_id}")
        if check.state is CheckState.STILL_THERE:
            _incident(session, check, me)
        session.add(check)
    return check


def _require_answer(said: str, note: str) -> None:
    wrong = {}
    if said not in (CheckState.GONE, CheckState.STILL_THERE):
        wrong["answer"] = "Say what you found. Look first: nobody may guess this."
    if not note.strip():
        wrong["note"] = "Say in a few words where you looked and what you saw."
    elif len(note) > LONGEST_NOTE:
        wrong["note"] = f"Keep it under {LONGEST_NOTE} characters."
    if wrong:
        raise BadInput(wrong)


def _require_new_keys(session: Session, check: LeavingCheck, leaving: Leaving, gone: Person) -> None:
    since = [
        entry
        for entry in history(session, f"account:{check.account_id}")
        if entry.act == Act.ACCOUNT_CONNECTED and entry.outcome is Outcome.DONE and entry.at >= leaving.leaves_at and entry.actor_id != gone.id
    ]
    if not since:
        account = account_of(session, check.account_id or 0)
        raise Refusal(
            f"The record shows no new connection of @{account.handle} since they left, so the old keys still count.",
            rule="new-keys",
            next_step="Make new keys on the network, connect the account again under Accounts, then answer here.",
        )


def _incident(session: Session, check: LeavingCheck, me: Person) -> None:
    check.found_there += 1
    hours = hours_at(session, check.academy_id)
    check.due_at = check.not_before = hours.after(hours.next_staffed(now()), WITHIN)
    text = f"Incident: a leaver can still get in. {check.question} {me.name} looked on {london(now()):%d.%m.%Y} and found it so."
    link = f"/leavers/{check.leaving_id}"
    tell_roles(session, check.academy_id, TOLD, text, link, subject=f"leaving-check:{check.id}", urgency=Urgency.SOON)


def due(session: Session) -> list[int]:
    """Checks whose time passed without the answer that they are gone."""
    waiting = col(LeavingCheck.state) != CheckState.GONE
    return [key for key in session.exec(select(LeavingCheck.id).where(waiting, col(LeavingCheck.not_before) <= now())) if key is not None]


def chase(session: Session, check_id: int) -> str:
    """Every day, until somebody has looked."""
    check = session.get(LeavingCheck, check_id, with_for_update=True, populate_existing=True)
    if check is None or check.state is CheckState.GONE or check.not_before > now():
        session.rollback()
        return "not due"
    settled(session, f"leaving-check:{check_id}")
    tell_roles(
        session,
        check.academy_id,
        TOLD,
        f"Overdue: {check.question}",
        f"/leavers/{check.leaving_id}",
        subject=f"leaving-check:{check_id}",
        urgency=Urgency.SOON,
    )
    check.not_before = hours_at(session, check.academy_id).next_staffed(now() + AGAIN)
    session.add(check)
    append(session, GATEPOST, Act.LEAVING_CHECKED, f"leaving:{check.leaving_id}", academy_id=check.academy_id, check=check_id, overdue=True)
    session.commit()
    return "told"

"""Taking down a published post with one press, reading back that it is gone, and asking a person where the network will not."""

from sqlmodel import Session, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import ConsentAct
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import tasks
from bot.clock import now
from bot.drafts import deletion
from bot.drafts.deletion import Fate, Result
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release, Stray, StrayKind, StrayState
from bot.drafts.removal_models import Removal, RemovalState
from bot.errors import NotFound, Refusal
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

R = RemovalState
SENDING = (ReleaseState.PUBLISHING, ReleaseState.UNKNOWN, ReleaseState.QUEUED)


def begin(session: Session, me: Person, removal_id: int) -> Removal:
    """One press: the worker takes it from here."""
    row = session.get(Removal, removal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("That post is not on the list.")
    with recorded(session, actor(me), ConsentAct.REMOVAL_BEGUN, f"removal:{removal_id}", academy_id=row.academy_id, release=row.release_id):
        require(session, me, Verb.REMOVE_PICTURES, Place(row.academy_id))
        if row.state is not R.OPEN:
            raise Refusal("This is being removed, or is gone already.", rule="already-decided", next_step="Reload the page.")
        row.state, row.begun_by, row.begun_at, row.not_before = R.REMOVING, me.id, now(), now()
        session.add(row)
    return row


def due(session: Session) -> list[tuple[int, int]]:
    """(removal, account)."""
    rows = session.exec(select(Removal).where(ready(Removal, (R.REMOVING, R.CANNOT_REMOVE)))).all()
    return [(row.id or 0, session.get_one(Release, row.release_id).account_id) for row in rows]


def run(session: Session, key: int, means: Means) -> None:
    """Delete it and read back. Deleting twice is harmless, so a worker that died is simply followed by the next."""
    attempt = claim(session, Removal, key, (R.REMOVING, R.CANNOT_REMOVE))
    if attempt is None:
        session.rollback()
        return
    row = session.get_one(Removal, key)
    release = session.get_one(Release, row.release_id)
    account, remote_id, failures, by_hand = (
        register.account(session, release.account_id),
        release.remote_id,
        row.failures,
        row.state is R.CANNOT_REMOVE,
    )
    if remote_id is None:
        _not_there_yet(session, key, attempt, release)
        return
    session.commit()
    result = deletion.delete(session, account, remote_id, means, failures=failures, only_look=by_hand)
    if result.fate is Fate.GONE:
        _gone(session, account, key, attempt)
    elif result.fate is Fate.BY_HAND:
        _ask(session, account, key, attempt, result)
    else:
        _later(session, key, attempt, failures=failures + 1, last_error=result.said, not_before=result.at)


def _not_there_yet(session: Session, key: int, attempt: int, release: Release) -> None:
    """It was being sent when the consent was withdrawn: wait for its fate."""
    if release.state in SENDING:
        _later(session, key, attempt, not_before=now() + backoff(0))
    else:
        _later(session, key, attempt, state=R.NOT_OUT, gone_at=now())


def _gone(session: Session, account: Account, key: int, attempt: int) -> None:
    """The watch over the account must not report as missing what was taken down on purpose."""
    row = session.get_one(Removal, key)
    release = session.get_one(Release, row.release_id)
    known = select(Stray).where(Stray.account_id == account.id, Stray.remote_id == release.remote_id, Stray.kind == StrayKind.GONE)
    if session.exec(known).first() is None:
        session.add(
            Stray(
                account_id=account.id or 0,
                remote_id=release.remote_id or "",
                kind=StrayKind.GONE,
                state=StrayState.LEFT,
                release_id=release.id,
                url=release.url,
                decided_by=row.begun_by,
                decided_at=now(),
                decision_reason=f"Removed through Gatepost. {row.why}",
            )
        )
    release.state, release.reason = ReleaseState.DIFFERS, f"Taken down. {row.why}"
    session.add(release)
    tasks.not_needed(session, f"removal:{key}", [_title(account)])
    append(
        session,
        GATEPOST,
        ConsentAct.REMOVAL_DONE,
        f"removal:{key}",
        academy_id=row.academy_id,
        account_id=account.id,
        minutes=int((now() - row.since).total_seconds() // 60),
    )
    _later(session, key, attempt, state=R.REMOVED, gone_at=now())


def _ask(session: Session, account: Account, key: int, attempt: int, result: Result) -> None:
    """Exact steps and a time; the account is read again until it is gone (invariant I8)."""
    row = session.get_one(Removal, key)
    release = session.get_one(Release, row.release_id)
    if row.state is not R.CANNOT_REMOVE:
        append(session, GATEPOST, ConsentAct.REMOVAL_BY_HAND, f"removal:{key}", academy_id=row.academy_id, account_id=account.id, reason=result.said)
    steps = deletion.steps(account, release.url)
    tasks.ask(session, account, f"removal:{key}", _title(account), steps, role=Role.SLT, link=release.url)
    _later(session, key, attempt, state=R.CANNOT_REMOVE, last_error=result.said, not_before=result.at)


def _title(account: Account) -> str:
    return f"Remove a post with a picture from @{account.handle} by hand"


def _later(session: Session, key: int, attempt: int, **values: object) -> None:
    if settle(session, Removal, key, attempt, **values):
        session.commit()
    else:
        session.rollback()

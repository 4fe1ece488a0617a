"""Doing what nothing brings back (I6): only what a person decided, only once its evidence is sealed, and read back that it is done."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import tasks
from bot.clock import now
from bot.moderation.act import BY_HAND
from bot.moderation.desk import for_good
from bot.moderation.desk.for_good import ForGood
from bot.moderation.desk.models import last
from bot.moderation.models import Reply, Review, Visibility
from bot.platforms.base import AccessLost, Busy, Platform, Refused, Trouble, Unsupported, Unsure
from bot.platforms.offers import DeletesReplies, DetachesQuotes
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
V = Visibility
LEASE = timedelta(minutes=3)  # deleting and reading back ask the network up to six times, 20 s each
TRIES = 3  # that the network neither does it nor says why, before a person is asked


def due(session: Session) -> list[tuple[int, int]]:
    """(reply, account), once nobody can take the decision back any more: the gravest first."""
    rows = session.exec(select(Reply).where(ready(Reply, tuple(for_good.BEGUN))).order_by(col(Reply.severity), col(Reply.id)))
    return [(r.id or 0, r.account_id) for r in rows]


def run(session: Session, key: int, means: Means) -> str:
    """Doing it twice is harmless, so a lost answer is simply read back."""
    attempt = claim(session, Reply, key, tuple(for_good.BEGUN), lease=LEASE)
    if attempt is None:
        session.rollback()
        return "not due"
    reply = session.get_one(Reply, key)
    account = register.account(session, reply.account_id)
    kind, why = for_good.BEGUN[reply.state], _unready(reply, for_good.BEGUN[reply.state])
    remote_id, quoted_id, failures = reply.remote_id, reply.quoted_id or "", reply.failures
    session.commit()
    if why:
        return _cannot(session, account, key, attempt, kind, why)
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        _cut_off(platform, remote_id, quoted_id) if kind is for_good.CUT_OFF else _remove(platform, remote_id)
    except (Refused, Unsupported) as no:
        return _cannot(session, account, key, attempt, kind, str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the reply may still be there and must be tried again
        return _again(session, account, key, attempt, kind, trouble, failures)
    return _done(session, account, key, attempt, kind)


def _remove(platform: Platform, remote_id: str) -> None:
    if not isinstance(platform, DeletesReplies):
        raise Unsupported("This network does not let a program remove what others write.")
    with suppress(Unsure):
        platform.delete_reply(remote_id)
    if platform.reply_stands(remote_id):
        raise Trouble("Read back: it is still there.")


def _cut_off(platform: Platform, remote_id: str, quoted_id: str) -> None:
    if not isinstance(platform, DetachesQuotes):
        raise Unsupported("This network does not let a program cut off a quote.")
    with suppress(Unsure):
        platform.detach_quote(remote_id, quoted_id)
    if not platform.is_detached(remote_id, quoted_id):
        raise Trouble("Read back: it still shows the academy's post.")


def _unready(reply: Reply, kind: ForGood) -> str:
    """Why it is not done after all; empty where a person decided it and a sealed copy is kept."""
    if reply.decision != kind.decision or reply.decided_by is None or reply.review is not Review.DECIDED:
        return "No decision of a person stands behind it."
    return "" if reply.evidence_id is not None else "There is no sealed copy of it."


def _done(session: Session, account: Account, key: int, attempt: int, kind: ForGood) -> str:
    reply = session.get_one(Reply, key)
    subject = f"reply:{key}"
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    told: dict[str, Any] = {"now": kind.ended, "evidence": reply.evidence_id, "decided_by": reply.decided_by}
    append(session, GATEPOST, Act.REPLY_REMOVED if kind is for_good.REMOVE else Act.REPLY_HIDDEN, subject, **place, **told)
    tasks.not_needed(session, subject, (kind.task, *BY_HAND))
    return _settle(session, key, attempt, state=kind.ended, failures=0, last_error=None, read_back=True)


def _again(session: Session, account: Account, key: int, attempt: int, kind: ForGood, trouble: Exception, failures: int) -> str:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    if not isinstance(trouble, Trouble):
        log.error("removing raised", reply=key, kind=type(trouble).__name__)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    if failures + 1 == TRIES:  # it goes on being tried, and meanwhile a person does it by hand
        for_good.ask(session, account, session.get_one(Reply, key), kind, f"Gatepost could not do it yet: {text}")
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
    return _settle(session, key, attempt, failures=failures + 1, not_before=wait, last_error=text)


def _cannot(session: Session, account: Account, key: int, attempt: int, kind: ForGood, why: str) -> str:
    """Others see it as before the decision, and a person has a timed task (invariant I8)."""
    reply, decided = session.get_one(Reply, key), last(session, key)
    append(session, GATEPOST, Act.REPLY_KEPT, f"reply:{key}", academy_id=account.academy_id, account_id=account.id, why=why)
    for_good.ask(session, account, reply, kind, f"Gatepost could not do it: {why}")
    before = decided.was_state if decided is not None else V.VISIBLE
    return _settle(session, key, attempt, state=before, failures=0, last_error=why, not_before=now())


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, Reply, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"

"""Removing a reply for good (I6): only what a person decided, only once its evidence is sealed, and read back that it is gone."""

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
from bot.moderation.desk.decide import REMOVE_BY_HAND, ask_to_remove, last
from bot.moderation.models import Reply, Review, Visibility
from bot.platforms.base import AccessLost, Busy, Platform, Refused, Trouble, Unsupported, Unsure
from bot.platforms.offers import DeletesReplies
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
V = Visibility
LEASE = timedelta(minutes=3)  # deleting and reading back ask the network up to six times, 20 s each
TRIES = 3  # that the network neither does it nor says why, before a person is asked


def due(session: Session) -> list[tuple[int, int]]:
    """(reply, account), once nobody can take the decision back any more: the gravest first."""
    rows = session.exec(select(Reply).where(ready(Reply, (V.REMOVING,))).order_by(col(Reply.severity), col(Reply.id)))
    return [(r.id or 0, r.account_id) for r in rows]


def run(session: Session, key: int, means: Means) -> str:
    """Removing what is gone already is harmless, so a lost answer is simply read back."""
    attempt = claim(session, Reply, key, (V.REMOVING,), lease=LEASE)
    if attempt is None:
        session.rollback()
        return "not due"
    reply = session.get_one(Reply, key)
    account = register.account(session, reply.account_id)
    remote_id, failures, why = reply.remote_id, reply.failures, _unready(reply)
    session.commit()
    if why:
        return _cannot(session, account, key, attempt, why)
    try:
        _remove(register.open_platform(account, means.doors, means.vault), remote_id)
    except (Refused, Unsupported) as no:
        return _cannot(session, account, key, attempt, str(no))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the reply may still be there and must be tried again
        return _again(session, account, key, attempt, trouble, failures)
    return _done(session, account, key, attempt)


def _remove(platform: Platform, remote_id: str) -> None:
    if not isinstance(platform, DeletesReplies):
        raise Unsupported("This network does not let a program remove what others write.")
    with suppress(Unsure):
        platform.delete_reply(remote_id)
    if platform.reply_stands(remote_id):
        raise Trouble("Read back: it is still there.")


def _unready(reply: Reply) -> str:
    """Why it is not removed after all; empty where a person decided it and a sealed copy is kept."""
    if reply.decision != "remove" or reply.decided_by is None or reply.review is not Review.DECIDED:
        return "No decision of a person stands behind it."
    return "" if reply.evidence_id is not None else "There is no sealed copy of it."


def _done(session: Session, account: Account, key: int, attempt: int) -> str:
    reply = session.get_one(Reply, key)
    subject = f"reply:{key}"
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    append(session, GATEPOST, Act.REPLY_REMOVED, subject, **place, evidence=reply.evidence_id, decided_by=reply.decided_by)
    tasks.not_needed(session, subject, (REMOVE_BY_HAND, *BY_HAND))
    return _settle(session, key, attempt, state=V.REMOVED, failures=0, last_error=None, read_back=True)


def _again(session: Session, account: Account, key: int, attempt: int, trouble: Exception, failures: int) -> str:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    if not isinstance(trouble, Trouble):
        log.error("removing raised", reply=key, kind=type(trouble).__name__)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    if failures + 1 == TRIES:  # it goes on being tried, and meanwhile a person does it by hand
        ask_to_remove(session, account, session.get_one(Reply, key), f"Gatepost could not remove it yet: {text}")
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
    return _settle(session, key, attempt, failures=failures + 1, not_before=wait, last_error=text)


def _cannot(session: Session, account: Account, key: int, attempt: int, why: str) -> str:
    """Others see it as before the decision, and a person has a timed task (invariant I8)."""
    reply, decided = session.get_one(Reply, key), last(session, key)
    append(session, GATEPOST, Act.REPLY_KEPT, f"reply:{key}", academy_id=account.academy_id, account_id=account.id, why=why)
    ask_to_remove(session, account, reply, f"Gatepost could not remove it: {why}")
    before = decided.was_state if decided is not None else V.VISIBLE
    return _settle(session, key, attempt, state=before, failures=0, last_error=why, not_before=now())


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, Reply, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"

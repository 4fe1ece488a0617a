"""Where a person did by hand what nothing brings back: their word stands on the comment at once, and is compared with the network
once, where the network lets that be read.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import tasks
from bot.cases.models import Task
from bot.clock import now, spoken
from bot.moderation.act import BY_HAND
from bot.moderation.desk import for_good
from bot.moderation.desk.for_good import ForGood
from bot.moderation.desk.models import last
from bot.moderation.models import Reply, Visibility
from bot.people.models import Person
from bot.platforms.base import AccessLost, Busy, Platform, Trouble
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import DetachesQuotes, TellsReplies
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

SETTLES = timedelta(minutes=2)  # after which a network's own copies agree
V = Visibility


def finish(session: Session, me: Person, task_id: int) -> Task:
    """A person says they did a task. Where it ends a comment, the comment says so from now on, in the same transaction."""
    return tasks.done(session, me, task_id, _ends)


def _ends(session: Session, task: Task) -> dict[str, Any]:
    kind, reply = for_good.BY_TASK.get(task.title), _reply(session, task)
    if kind is None or reply is None or reply.decision != kind.decision:
        return {}
    reply.attempts += 1  # a worker that still tries it loses its turn
    reply.state, reply.read_back, reply.not_before = kind.ended, None, now() + SETTLES
    reply.lease_until, reply.failures, reply.last_error = None, 0, None
    session.add(reply)
    tasks.not_needed(session, task.subject, BY_HAND)
    return {"reply": kind.ended.value}


def _reply(session: Session, task: Task) -> Reply | None:
    kind, _, key = task.subject.partition(":")
    return session.get(Reply, int(key), with_for_update=True, populate_existing=True) if kind == "reply" and key.isdigit() else None


def words(session: Session, reply: Reply) -> str:
    """Who did it and when, as the page says it; empty where the worker did."""
    kind = for_good.ENDED.get(reply.state)
    task = tasks.last_done(session, f"reply:{reply.id}", kind.task) if kind else None
    if kind is None or task is None or task.done_at is None:
        return ""
    known = "The network was read since, and agrees." if reply.read_back else "That is their word; it has not been read back from the network."
    return f"{kind.by_hand} by {tasks.doer(session, task)}, {spoken(task.done_at)}. {known}"


def due(session: Session) -> list[tuple[int, int]]:
    """(reply, account): what people said they did, and nobody has read back, where the network tells."""
    telling = [name for name, can in CAPABILITIES.items() if can.tells_reply or can.detach_quote]
    query = select(Reply).join(Account, col(Account.id) == Reply.account_id)
    unread = (ready(Reply, tuple(for_good.ENDED)), col(Reply.read_back).is_(None), col(Account.platform).in_(telling))
    return [(reply.id or 0, reply.account_id) for reply in session.exec(query.where(*unread))]


def run(session: Session, key: int, means: Means) -> str:
    """Read it back. Still there: it was not done, whoever said so, and a person is asked again."""
    attempt = claim(session, Reply, key, tuple(for_good.ENDED))
    if attempt is None:
        session.rollback()
        return "not due"
    reply = session.get_one(Reply, key)
    account = register.account(session, reply.account_id)
    kind, remote_id, quoted_id, failures = for_good.ENDED[reply.state], reply.remote_id, reply.quoted_id or "", reply.failures
    session.commit()
    try:
        there = _there(register.open_platform(account, means.doors, means.vault), kind, remote_id, quoted_id)
    except Exception as trouble:  # noqa: BLE001 -- nothing is known yet, and their word stands
        if isinstance(trouble, AccessLost):
            register.access_lost(session, account.id or 0)
        later = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
        why = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
        return _settle(session, key, attempt, failures=failures + 1, not_before=later, last_error=why)
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    if not there:
        append(session, GATEPOST, Act.REPLY_REMOVED if kind is for_good.REMOVE else Act.REPLY_HIDDEN, f"reply:{key}", **place, by_hand=True)
        return _settle(session, key, attempt, failures=0, last_error=None, read_back=True)
    why = _not_done(session, account, key, kind)
    append(session, GATEPOST, Act.REPLY_KEPT, f"reply:{key}", **place, why=why, by_hand=True)
    for_good.ask(session, account, session.get_one(Reply, key), kind, why)
    decided = last(session, key)
    before = decided.was_state if decided is not None else V.VISIBLE
    return _settle(session, key, attempt, state=before, failures=0, last_error=why, not_before=now())


def _there(platform: Platform, kind: ForGood, remote_id: str, quoted_id: str) -> bool:
    if kind is for_good.CUT_OFF and isinstance(platform, DetachesQuotes):
        return not platform.is_detached(remote_id, quoted_id)
    if kind is for_good.REMOVE and isinstance(platform, TellsReplies):
        return platform.reply_stands(remote_id)
    raise Trouble("This network does not tell whether a reply still stands.")


def _not_done(session: Session, account: Account, key: int, kind: ForGood) -> str:
    task = tasks.last_done(session, f"reply:{key}", kind.task)
    when = f" on {spoken(task.done_at)}" if task is not None and task.done_at is not None else ""
    return f"Somebody pressed Done{when}, and {CAPABILITIES[account.platform].label} still shows it as before. Please look again."


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, Reply, key, attempt, **values):
        session.commit()
        return str(values.get("state", "read back" if values.get("read_back") else "again"))
    session.rollback()
    return "lost"

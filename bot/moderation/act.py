"""Hiding and showing: evidence is sealed already; make the call, then read back by another call before saying it is hidden."""

from datetime import timedelta

import structlog
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import tasks
from bot.cases.models import Task
from bot.clock import now
from bot.moderation.models import Reply, Review, Visibility
from bot.people.permissions import Role
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import DeletesReplies
from bot.platforms.registry import Means
from bot.work import backoff, claim, ready, settle

log = structlog.get_logger()
V = Visibility

STEPS = {
    "hide": ("Sign in as the academy.", "Hide or report the reply."),
    "show": ("Sign in as the academy.", "Show the reply again."),
}
TITLES = {  # (act, for the safeguarding lead)
    ("hide", False): "Hide a reply by hand",
    ("hide", True): "Safeguarding: hide a reply by hand",
    ("show", False): "Show a reply by hand",
    ("show", True): "Safeguarding: show a reply by hand",
}
TO_HIDE, TO_SHOW = (tuple(title for (act, _), title in TITLES.items() if act == wanted) for wanted in STEPS)
BY_HAND = TO_HIDE + TO_SHOW
TRIES = 3  # that the network neither does it nor says why, before a person is asked


def due(session: Session) -> list[tuple[int, int]]:
    """(reply, account): the gravest first."""
    rows = session.exec(select(Reply).where(ready(Reply, (V.HIDING, V.SHOWING))).order_by(col(Reply.severity), col(Reply.id)))
    return [(r.id or 0, r.account_id) for r in rows]


def run(session: Session, key: int, means: Means) -> str:
    """Bring what others see into line with what was decided. Hiding twice is harmless, so a lost answer is simply read back."""
    attempt = claim(session, Reply, key, (V.HIDING, V.SHOWING))
    if attempt is None:
        session.rollback()
        return "not due"
    reply = session.get_one(Reply, key)
    account = register.account(session, reply.account_id)
    remote_id, root_id, hide, failures = reply.remote_id, reply.root_id, reply.state is V.HIDING, reply.failures
    session.commit()
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        try:
            answered: bool | None = platform.set_hidden(remote_id, root_id, hide)
        except Unsure:
            answered = None
        seen = platform.is_hidden(remote_id, root_id)
    except (Refused, Unsupported) as no:
        return _refused(session, account, key, attempt, str(no), hide=hide, stands=_stands(account, remote_id, root_id, means))
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the reply is still visible and must be tried again
        return _again(session, account, key, attempt, trouble, failures)
    if seen is hide or (seen is None and answered is hide):
        return _done(session, account, key, attempt, hide=hide, read_back=seen)
    if failures + 1 >= TRIES:
        return _cannot(session, account, key, attempt, "The network answered, but the reply did not change.")
    settle(session, Reply, key, attempt, failures=failures + 1, not_before=now() + backoff(failures), last_error="Read back: not changed yet.")
    session.commit()
    return "again"


def back_in_sight(session: Session, reply: Reply) -> Visibility:
    """Where a reply goes that nobody wants hidden any more: what was never hidden, by a person neither, needs nothing on the network."""
    return V.VISIBLE if reply.state is V.CANNOT_HIDE and not _hid_by_hand(session, reply.id or 0) else V.SHOWING


def _hid_by_hand(session: Session, key: int) -> bool:
    """Whether the last that a person said they did is that they hid it."""
    done = select(Task.title).where(Task.subject == f"reply:{key}", col(Task.title).in_(BY_HAND), col(Task.done_by).is_not(None))
    return session.exec(done.order_by(col(Task.done_at).desc(), col(Task.id).desc()).limit(1)).first() in TO_HIDE


def _stands(account: Account, remote_id: str, root_id: str | None, means: Means) -> Visibility | None:
    """After a no: what others see now. It may have been removed, by whoever may. None: nothing is known, and the no stands."""
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        if isinstance(platform, DeletesReplies) and not platform.reply_stands(remote_id):
            return V.REMOVED
        hidden = platform.is_hidden(remote_id, root_id)
    except Exception:  # noqa: BLE001 -- it is only looked at
        return None
    return None if hidden is None else V.HIDDEN if hidden else V.VISIBLE


def _done(session: Session, account: Account, key: int, attempt: int, *, hide: bool, read_back: bool | None) -> str:
    values = {"hidden_at": now(), "state": V.HIDDEN} if hide else {"state": V.VISIBLE}
    append(
        session,
        GATEPOST,
        Act.REPLY_HIDDEN if hide else Act.REPLY_SHOWN,
        f"reply:{key}",
        academy_id=account.academy_id,
        account_id=account.id,
        read_back=read_back is not None,
    )
    tasks.not_needed(session, f"reply:{key}", BY_HAND)
    return _settle(session, key, attempt, failures=0, last_error=None, read_back=None if read_back is None else True, **values)


def _again(session: Session, account: Account, key: int, attempt: int, trouble: Exception, failures: int) -> str:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    if not isinstance(trouble, Trouble):
        log.error("hiding raised", reply=key, kind=type(trouble).__name__)
    if failures + 1 == TRIES:  # it goes on being tried, and meanwhile a person does it by hand
        _ask_person(session, account, session.get_one(Reply, key), str(trouble) if isinstance(trouble, Trouble) else "The network could not be read.")
    wait = trouble.until if isinstance(trouble, Busy) and trouble.until else now() + backoff(failures)
    text = str(trouble) if isinstance(trouble, Trouble) else "The network's answer could not be understood."
    _settle(session, key, attempt, failures=failures + 1, not_before=wait, last_error=text)
    return "again"


def _refused(session: Session, account: Account, key: int, attempt: int, why: str, *, hide: bool, stands: Visibility | None) -> str:
    if stands is (V.HIDDEN if hide else V.VISIBLE):
        return _done(session, account, key, attempt, hide=hide, read_back=hide)
    if stands is not V.REMOVED:
        return _cannot(session, account, key, attempt, why)
    append(session, GATEPOST, Act.REPLY_GONE, f"reply:{key}", academy_id=account.academy_id, account_id=account.id, said=why)
    tasks.not_needed(session, f"reply:{key}", BY_HAND)
    return _settle(session, key, attempt, state=V.REMOVED, failures=0, last_error=None, read_back=True)


def _cannot(session: Session, account: Account, key: int, attempt: int, why: str) -> str:
    """Honest wording: what others see has not changed, and a person has a timed task (invariant I8)."""
    reply, hides = session.get_one(Reply, key), CAPABILITIES[account.platform].hide
    if reply.state is V.SHOWING and not hides and not _hid_by_hand(session, key):
        tasks.not_needed(session, f"reply:{key}", BY_HAND)  # neither the network nor a person ever hid it
        return _settle(session, key, attempt, state=V.VISIBLE, failures=0, last_error=None, read_back=None)
    append(session, GATEPOST, Act.REPLY_STUCK, f"reply:{key}", academy_id=account.academy_id, account_id=account.id, why=why)
    _ask_person(session, account, reply, why)
    now_seen = V.CANNOT_HIDE if reply.state is V.HIDING else V.HIDDEN if hides else V.VISIBLE
    return _settle(session, key, attempt, state=now_seen, last_error=why, not_before=now() + timedelta(days=1))


def _ask_person(session: Session, account: Account, reply: Reply, why: str) -> None:
    act = "show" if reply.state is V.SHOWING else "hide"
    steps = CAPABILITIES[account.platform].steps.get(act, STEPS[act])
    private = reply.review is Review.SAFEGUARDING
    tasks.ask(
        session,
        account,
        f"reply:{reply.id}",
        TITLES[act, private],
        (f"Gatepost could not {act} it: {why}", f"Open {reply.url}", *steps, "Come back here and press Done."),
        role=Role.DSL if private else Role.SLT,
        link=reply.url,
    )


def _settle(session: Session, key: int, attempt: int, **values: object) -> str:
    if settle(session, Reply, key, attempt, **values):
        session.commit()
        return str(values.get("state", "again"))
    session.rollback()
    return "lost"

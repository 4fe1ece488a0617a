"""What nothing brings back: a comment removed, and a quote cut off where the network cannot put it back. Only a person decides it (I6)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from bot.accounts.models import Account
from bot.cases import tasks
from bot.clock import now
from bot.errors import Refusal
from bot.moderation.models import Reply, Visibility
from bot.platforms.capabilities import CAPABILITIES

WAITS = timedelta(minutes=2)  # until then it can be taken back; afterwards never


@dataclass(frozen=True)
class ForGood:
    """One such decision. `begun` while it waits and is tried, `ended` once it is done, by the worker or by a person."""

    decision: str
    begun: Visibility
    ended: Visibility
    task: str  # what a person is asked where the network does not let a program do it
    steps: tuple[str, ...]  # where the network's row has none
    over: str  # why nothing else can be decided any more
    by_hand: str  # how the page begins to say that a person did it
    stopped_late: bool = True  # can be stopped between two tries, because hiding or showing reads what the first one did


REMOVE = ForGood(
    decision="remove",
    begun=Visibility.REMOVING,
    ended=Visibility.REMOVED,
    task="Remove a reply by hand",
    steps=("Sign in as the academy.", "Remove the reply. This cannot be undone."),
    over="It has been removed for good, and that cannot be taken back.",
    by_hand="Removed by hand",
)
CUT_OFF = ForGood(
    decision="cut_off",
    begun=Visibility.CUTTING_OFF,
    ended=Visibility.CUT_OFF,
    task="Cut off a quote by hand",
    steps=("Sign in as the academy.", "Open the quote and take the academy's post out of it. This cannot be undone."),
    over="It has been cut off for good, and that cannot be taken back.",
    by_hand="Cut off by hand",
    stopped_late=False,
)
ALL = (REMOVE, CUT_OFF)
BY_DECISION = {each.decision: each for each in ALL}
BY_TASK = {each.task: each for each in ALL}
BEGUN = {each.begun: each for each in ALL}
ENDED = {each.ended: each for each in ALL}


def offered(reply: Reply, account: Account) -> dict[str, bool]:
    """Which of them can be decided about this comment, and whether the network then does it for a program."""
    can = CAPABILITIES[account.platform]
    if reply.state in BEGUN or reply.state in ENDED:
        return {}
    found = {REMOVE.decision: can.delete_reply} if can.delete_reply or REMOVE.decision in can.steps else {}
    return found | ({CUT_OFF.decision: True} if reply.quoted_id and can.cut_off_means else {})


def begin(session: Session, account: Account, reply: Reply, kind: ForGood) -> None:
    """The worker does it once the time to take it back is over, or a person by hand. Commits nothing."""
    if not offered(reply, account)[kind.decision]:
        ask(session, account, reply, kind)
        return
    reply.attempts += 1  # whoever is at the network with it loses their turn
    reply.state, reply.not_before, reply.failures, reply.last_error = kind.begun, now() + WAITS, 0, None


def ask(session: Session, account: Account, reply: Reply, kind: ForGood, *before: str) -> None:
    """The task of somebody signed in as the academy. `before`: what they read first. Commits nothing."""
    steps = CAPABILITIES[account.platform].steps.get(kind.decision, kind.steps)
    said = (*before, f"Open {reply.url}", *steps, "Come back here and press Done.")
    tasks.ask(session, account, f"reply:{reply.id}", kind.task, said, link=reply.url)


def require_there(reply: Reply) -> None:
    """Raises Refusal where it is over, or is being done at this moment: from then on nothing brings it back."""
    if reply.state in ENDED:
        raise Refusal(ENDED[reply.state].over, rule="removed", next_step="Tell the writer if it was wrong.")
    kind = BEGUN.get(reply.state)
    if kind is not None and (reply.not_before <= now() or (reply.failures and not kind.stopped_late)):
        raise Refusal(
            "Gatepost is doing it now, so it is too late to decide otherwise.",
            rule="removed",
            next_step="Reload the page to see what became of it.",
        )

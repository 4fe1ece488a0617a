"""The table of all jobs. A job is `due`, one indexed query, and `run`, a plain function over one row."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from bot.cases import safeguarding, tasks
from bot.drafts import drift, integrity, publish, strays
from bot.following import guard, watch
from bot.moderation import act, decide, poll
from bot.platforms.registry import Means

Run = Callable[[Session, int, Means], object]


@dataclass(frozen=True)
class Job:
    """`due` gives (row, account): jobs of one account never run at the same time."""

    name: str
    does: str
    due: Callable[[Session], list[tuple[int, int]]]
    run: Run
    reads: bool = False  # a reading of the network, which `--account` may force


def _lone(rows: Callable[[Session], list[int]]) -> Callable[[Session], list[tuple[int, int]]]:
    """Rows that belong to no account in particular."""
    return lambda session: [(key, 0) for key in rows(session)]


def _plain(step: Callable[[Session, int], object]) -> Run:
    """A job that calls no network."""
    return lambda session, key, _means: step(session, key)


# In order of what may wait least: a child at risk, what others can see, what goes out, what came in, the rest.
JOBS: tuple[Job, ...] = (
    Job("safeguarding", "page again while nobody has acknowledged", _lone(safeguarding.due), _plain(safeguarding.escalate)),
    Job("hide", "hide or show a reply and read it back", act.due, act.run),
    Job("replies", "read and judge replies", poll.due, poll.run, reads=True),
    Job("publish", "send a post once, and read it back", publish.due, publish.run),
    Job("timeline", "compare the live account with what was approved", drift.due, drift.run, reads=True),
    Job("remove", "remove a stray post and read back that it is gone", strays.due_removals, strays.remove),
    Job("following", "compare who is followed with the allow-list", watch.due, watch.run, reads=True),
    Job("unfollow", "undo a follow that is not on the list", watch.due_undoing, watch.undo),
    Job("follow", "follow an organisation on the list", guard.due, guard.carry_out),
    Job("late", "tell the Headteacher of comments that waited too long", _lone(decide.due_late), _plain(decide.late)),
    Job("tasks", "mark tasks that are overdue", _lone(tasks.due), _plain(tasks.overdue)),
    Job("expiry", "close drafts that nobody decided", _lone(integrity.due_expiry), _plain(integrity.expire)),
    Job("integrity", "find rows that say more than was signed", _lone(integrity.due_suspects), integrity.check),
)

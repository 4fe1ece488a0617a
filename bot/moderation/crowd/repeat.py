"""The same writer again: how many of their comments people have hidden here lately, and proposing that a person blocks them.

A count over the comments of one account and nothing more: there is no list of writers (invariant I7), the count ends with the
retention of the comments, and nobody is blocked by a machine (invariant I6).
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import register
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases import tasks
from bot.cases.models import Task, TaskState
from bot.errors import NotFound, Refusal
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Severity, Word
from bot.people.grants import Place, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.capabilities import CAPABILITIES

MANY = 3  # comments hidden by decision of a person; the next abusive one says so
WITHIN = timedelta(days=30)
UPHELD = ("hide", "keep_hidden", "remove", "cut_off")  # a person hid it, or said that the machine was right to
ABUSIVE = Severity.S2  # criticism and spam are no harassment
BLOCK = "Decide whether to block a repeat writer, and do it by hand"
STEPS = ("Sign in as the academy.", "Open the writer's page from the comment. Press the three dots, then Block.")


def hidden_before(session: Session, account_id: int, author_id: str, before: datetime) -> int:
    """Comments of this writer on this account, seen in the 30 days before, that a person hid or kept hidden."""
    query = select(sa.func.count()).where(
        Reply.account_id == account_id,
        Reply.author_id == author_id,
        col(Reply.seen_at) > before - WITHIN,
        col(Reply.seen_at) <= before,
        Reply.review == Review.DECIDED,
        col(Reply.decision).in_(UPHELD),
        col(Reply.restored).is_(False),
    )
    return int(session.exec(query).one()) if author_id else 0


def is_repeat(reply: Reply) -> bool:
    """Whether it is one more abusive comment of a writer of whom people hid several."""
    return reply.repeats >= MANY and reply.word in (Word.ASK, Word.HIDE) and reply.severity <= ABUSIVE


def words(reply: Reply) -> str:
    """For the page and the notice; empty for everybody else."""
    return f"People have hidden {reply.repeats} comments of this writer here in the last {WITHIN.days} days." if is_repeat(reply) else ""


def proposed(session: Session, reply: Reply) -> Task | None:
    """The task that is open already, about this comment or another one of the same writer."""
    theirs = select(Reply.id).where(Reply.account_id == reply.account_id, Reply.author_id == reply.author_id)
    subjects = [f"reply:{key}" for key in session.exec(theirs)]
    query = select(Task).where(col(Task.subject).in_(subjects), Task.title == BLOCK, Task.state != TaskState.DONE)
    return session.exec(query).first()


def propose_block(session: Session, me: Person, reply_id: int) -> Task:
    """A moderator proposes, the Headteacher decides and does it by hand: nothing is sent to the network."""
    reply, academy_id = may_propose(session, me, reply_id)
    account = register.account(session, reply.account_id)
    subject = f"reply:{reply_id}"
    with recorded(session, actor(me), Act.BLOCK_PROPOSED, subject, academy_id=academy_id, account_id=account.id, repeats=reply.repeats):
        require(session, me, Verb.MODERATE, Place(academy_id, account.id))
        if not is_repeat(reply):
            raise Refusal(
                f"A block is proposed when people have hidden {MANY} comments of one writer in {WITHIN.days} days.",
                rule="not-a-repeat",
                next_step="Decide about this comment alone.",
            )
        if proposed(session, reply) is not None:
            raise Refusal("A block of this writer is proposed already.", rule="already-decided", next_step="Ask the Headteacher about the task.")
        return tasks.ask(session, account, subject, BLOCK, steps(reply, account.platform), role=Role.HEAD, link=f"/comments/{reply_id}")


def may_propose(session: Session, me: Person, reply_id: int) -> tuple[Reply, int]:
    """The comment and its academy; NotFound for whoever does not read comments there, and for a safeguarding comment."""
    reply = session.get(Reply, reply_id)
    account = register.account(session, reply.account_id) if reply else None
    hidden_from_me = account is None or not may(session, me, Verb.READ_COMMENTS, Place(account.academy_id))
    if reply is None or account is None or hidden_from_me or reply.review is Review.SAFEGUARDING:
        raise NotFound("There is no such comment, or it is not yours to see.")
    return reply, account.academy_id


def steps(reply: Reply, platform: str) -> tuple[str, ...]:
    """What the Headteacher weighs and does."""
    return (
        f"{words(reply)} Read them first: criticism is no reason to block anybody.",
        *filter(None, (CAPABILITIES[platform].after_block,)),
        f"Open {reply.url}",
        *CAPABILITIES[platform].steps.get("block", STEPS),
        "If you decide against it, press Done all the same: whoever proposed it can see that it was decided.",
        "A block can be undone on the same page at any time. Come back here and press Done.",
    )

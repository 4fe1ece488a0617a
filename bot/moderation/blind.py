"""When an account cannot be read: a person looks by hand, again and again, until the machine sees again (control C33)."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account, AccountState, Stream, StreamKind
from bot.accounts.streams import BLIND_FOR
from bot.cases import tasks
from bot.cases.models import Task, TaskState
from bot.clock import now, spoken
from bot.platforms.capabilities import CAPABILITIES

LOOK_AGAIN = timedelta(hours=4)  # after somebody looked, while it is still blind
# What a person looks for. Who is followed can wait: nothing of it reaches anybody.
TITLES: dict[StreamKind, str] = {
    StreamKind.REPLIES: "Look through the comments by hand: Gatepost cannot read them",
    StreamKind.TIMELINE: "Look at the account's own posts by hand: Gatepost cannot read them",
    StreamKind.MESSAGES: "Look through the private messages by hand: Gatepost cannot read them",
}
STEPS: dict[StreamKind, str] = {
    StreamKind.REPLIES: "Read the comments under the latest posts. Hide threats and abuse there; for a child at risk ring the safeguarding lead now.",
    StreamKind.TIMELINE: "Look whether every post is one that was approved here. If one is not, tell the Headteacher.",
    StreamKind.MESSAGES: "Look through the private messages. Answer none. For a child at risk ring the safeguarding lead now.",
}


def due(session: Session) -> list[tuple[int, int]]:
    """(stream, account): blind and nobody is asked at the moment, or seeing again while somebody still is."""
    found = []
    for stream, account in session.exec(
        select(Stream, Account)
        .join(Account, col(Account.id) == col(Stream.account_id))
        .where(col(Stream.kind).in_(list(TITLES)), col(Account.state).in_((AccountState.CONNECTED, AccountState.SUSPENDED)))
    ):
        if _to_ask(session, stream) or (stream.blind_since is None and _task(session, stream) is not None):
            found.append((stream.id or 0, account.id or 0))
    return found


def run(session: Session, key: int) -> str:
    """Ask a person, or take the question back. In one transaction, under the stream's lock."""
    stream = session.get_one(Stream, key, with_for_update=True, populate_existing=True)
    account = register.account(session, stream.account_id)
    if stream.blind_since is None:
        tasks.not_needed(session, subject(stream), tuple(TITLES.values()))
        session.commit()
        return "seeing"
    if not _to_ask(session, stream):
        session.rollback()
        return "not due"
    network, error = CAPABILITIES[account.platform].label, stream.last_error or ""
    tasks.ask(
        session,
        account,
        subject(stream),
        TITLES[stream.kind],
        (
            f"Gatepost has not been able to read @{account.handle} on {network} since {spoken(stream.blind_since)}. {error}".strip(),
            f"Sign in to {network} as the academy.",
            STEPS[stream.kind],
            "Come back here and press Done. You are asked again after four hours if it still cannot be read.",
        ),
        link=f"/accounts/{account.id}",
    )
    session.commit()
    return "asked"


def subject(stream: Stream) -> str:
    return f"stream:{stream.id}"


def _to_ask(session: Session, stream: Stream) -> bool:
    if stream.blind_since is None or now() - stream.blind_since < BLIND_FOR:
        return False
    last = session.exec(select(Task).where(Task.subject == subject(stream)).order_by(col(Task.id).desc())).first()
    if last is None or last.set_at < stream.blind_since:
        return True
    return last.state is TaskState.DONE and last.done_at is not None and now() - last.done_at >= LOOK_AGAIN


def _task(session: Session, stream: Stream) -> Task | None:
    return session.exec(select(Task).where(Task.subject == subject(stream), Task.state != TaskState.DONE)).first()

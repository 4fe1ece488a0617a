"""Deciding about a private message: nobody answers one. It is closed, pointed elsewhere in public, passed on, or its sender blocked."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import concern
from bot.cases.concern import Seen
from bot.cases.models import Evidence
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.messages import blocks
from bot.moderation.messages.models import Category, MessageState, PrivateMessage
from bot.moderation.messages.reading import WITHIN
from bot.moderation.messages.screen import KEEPS_WORDS
from bot.notify.send import settled
from bot.people.grants import Place, academies, actor, may, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import Post

S = MessageState
CLOSE, SIGNPOST, SAFEGUARDING, BLOCK = "close", "signpost", "safeguarding", "block"
DECISIONS: Mapping[str, str] = {
    CLOSE: "Close it without a reply",
    SIGNPOST: "Close it, and point everybody to the right place in public",
    SAFEGUARDING: "Pass it to the safeguarding lead",
    BLOCK: "Propose that the sender is blocked",
}
NOT_HERE = "There is no such page, or it is not yours to see."
SHOWN = 100


def queue(session: Session, me: Person, *, decided: bool = False) -> list[PrivateMessage]:
    """What waits, those with a clock first; or the latest decided. What is with the safeguarding lead is in neither."""
    homes = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.READ_MESSAGES, Place(a.id))]
    wanted = (S.CLOSED, S.SIGNPOSTED, S.BLOCK_PROPOSED) if decided else (S.WAITING,)
    query = select(PrivateMessage).where(col(PrivateMessage.academy_id).in_(homes), col(PrivateMessage.state).in_(wanted))
    rows = list(session.exec(query.order_by(col(PrivateMessage.id).desc()).limit(SHOWN)))
    return rows if decided else sorted(rows, key=lambda row: (row.decide_by is None, row.decide_by or row.seen_at))


def mine(session: Session, me: Person, key: int) -> PrivateMessage:
    """To look at one that is with the safeguarding lead is as to look at nothing."""
    row = session.get(PrivateMessage, key)
    if row is None or row.state is S.SAFEGUARDING or not may(session, me, Verb.READ_MESSAGES, Place(row.academy_id)):
        raise NotFound(NOT_HERE)
    return row


def opened(session: Session, me: Person, key: int) -> tuple[PrivateMessage, str]:
    """One message, and its words where they are kept. The reading of words is recorded."""
    row = mine(session, me, key)
    said = kept_words(session, row)
    if said:
        with recorded(session, actor(me), Act.MESSAGE_OPENED, f"message:{key}", academy_id=row.academy_id, outcome=Outcome.READ):
            pass
    return row, said


def kept_words(session: Session, row: PrivateMessage) -> str:
    """Out of sealed evidence; empty where none were kept, and at the end of its time."""
    captured = session.get(Evidence, row.evidence_id) if row.evidence_id and row.category in KEEPS_WORDS else None
    return str(captured.content.get("text") or "") if captured and not captured.restricted else ""


def decide(session: Session, me: Person, key: int, decision: str, *, reason: str = "", words: str = "") -> PrivateMessage:
    """`reason`: why the sender should be blocked. `words`: what the safeguarding lead needs to know."""
    row = mine(session, me, key)
    with recorded(session, actor(me), Act.MESSAGE_DECIDED, f"message:{key}", academy_id=row.academy_id, account_id=row.account_id) as note:
        require(session, me, Verb.READ_MESSAGES, Place(row.academy_id))
        row = session.get_one(PrivateMessage, key, with_for_update=True, populate_existing=True)
        if decision not in DECISIONS:
            raise BadInput({"decision": "Choose what should happen."})
        note.detail["decision"] = decision
        if row.state is not S.WAITING and decision != SAFEGUARDING:  # a worry is never too late
            raise Refusal("Somebody has decided about this message.", rule="already-decided", next_step="Reload the page to see what.")
        STEPS[decision](session, me, row, words if decision == SAFEGUARDING else reason)
        row.decided_by, row.decided_at = me.id, now()
        if row.state in (S.CLOSED, S.SIGNPOSTED):
            row.forget_at = forgotten_at(row)
        session.add(row)
        settled(session, f"message:{key}")
    return row


def close_ordinary(session: Session, me: Person, academy_id: int, up_to: int) -> int:
    """All ordinary ones at one press, up to the newest that whoever presses could see. Returns how many."""
    with recorded(session, actor(me), Act.MESSAGE_DECIDED, academy_id=academy_id, decision="close all ordinary") as note:
        require(session, me, Verb.READ_MESSAGES, Place(academy_id))
        query = select(PrivateMessage).where(
            PrivateMessage.academy_id == academy_id,
            PrivateMessage.state == S.WAITING,
            PrivateMessage.category == Category.ORDINARY,
            col(PrivateMessage.id) <= up_to,
        )
        rows = list(session.exec(query.with_for_update()))
        for row in rows:
            row.state, row.decided_by, row.decided_at = S.CLOSED, me.id, now()
            row.forget_at = forgotten_at(row)
            session.add(row)
        note.detail["messages"] = [row.id for row in rows]
    return len(rows)


def forgotten_at(row: PrivateMessage) -> datetime:
    """Once nobody counts it any more, who wrote it is of no use."""
    return max(row.seen_at + WITHIN, now())


def due_forgetting(session: Session) -> list[int]:
    rows = session.exec(select(PrivateMessage.id).where(col(PrivateMessage.forget_at) <= now()).limit(200))
    return [key for key in rows if key is not None]


def forget(session: Session, key: int) -> None:
    row = session.get_one(PrivateMessage, key, with_for_update=True, populate_existing=True)
    if row.forget_at is None or row.forget_at > now():
        session.rollback()
        return
    row.sender_id, row.sender_handle, row.url, row.forget_at = "", "", "", None
    session.add(row)
    append(session, GATEPOST, Act.SENDER_FORGOTTEN, f"message:{key}", academy_id=row.academy_id, account_id=row.account_id)
    session.commit()


def _close(_session: Session, _me: Person, row: PrivateMessage, _words: str) -> None:
    row.state = S.CLOSED


def _signpost(session: Session, _me: Person, row: PrivateMessage, _words: str) -> None:
    rule = profile_at(session, row.academy_id).signpost_reply
    if not rule.value:
        raise Refusal(
            "This policy has no public words that point elsewhere.",
            rule="signpost",
            clause=rule.clause if rule.stated else None,
            next_step="Close it without a reply.",
        )
    row.state = S.SIGNPOSTED


def _pass_on(session: Session, me: Person, row: PrivateMessage, words: str) -> None:
    """It becomes a case, with whatever words are kept and what the person adds."""
    account, said = register.account(session, row.account_id), kept_words(session, row)
    post = Post(row.remote_id, said, row.sender_id, row.sender_handle, row.at, row.url)
    if not said and not words.strip():
        raise BadInput({"words": "Gatepost did not keep what it says. Write what worries you, in a few words."})
    captured = session.get(Evidence, row.evidence_id) if row.evidence_id else None
    if captured is not None:
        captured.restricted = True
        session.add(captured)
    seen = Seen(f"message:{row.id}", said, account.id, post, row.evidence_id)
    concern.take(session, me, row.academy_id, words=words, about="nobody", person=None, imagery_seen=False, seen=seen)
    row.state, row.category, row.decide_by, row.forget_at = S.SAFEGUARDING, Category.SAFEGUARDING, None, None


def _block(session: Session, me: Person, row: PrivateMessage, reason: str) -> None:
    blocks.propose(session, me, row, reason)


STEPS: Mapping[str, Callable[[Session, Person, PrivateMessage, str], None]] = {
    CLOSE: _close,
    SIGNPOST: _signpost,
    SAFEGUARDING: _pass_on,
    BLOCK: _block,
}

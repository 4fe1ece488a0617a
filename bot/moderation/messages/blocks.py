"""Blocking somebody who keeps writing: proposed with a reason, confirmed by a leader, looked at again after 12 months (S18.3).

Nobody is blocked by a machine alone (invariant I6), and never somebody whose message is with the safeguarding lead.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import tasks
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.messages.blocking import TITLES
from bot.moderation.messages.models import BlockState, MessageState, PrivateMessage, SenderBlock
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, academies, actor, may, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb

B, S = BlockState, MessageState
MANY = 3  # messages within 30 days, from which a policy that blocks unwanted messages asks for it
REVIEW = timedelta(days=365)
LONGEST, SHORTEST = 1_000, 10
IN_FORCE = (B.ACTING, B.BLOCKED, B.BY_HAND)
CONFIRM, REFUSE, KEEP, LIFT = "confirm", "refuse", "keep", "lift"


def propose_where_the_policy_asks(session: Session, account: Account, message: PrivateMessage) -> None:
    """Where the policy says that unwanted messages are blocked (CORE), the third one is put before a leader. Commits nothing."""
    rule = profile_at(session, account.academy_id).private_messages
    if rule.value != "none_block_unwanted" or message.repeats + 1 < MANY or protected(session, message) or standing(session, message):
        return
    reason = f"{message.repeats + 1} private messages in 30 days. The policy says that unwanted messages are blocked ({rule.clause})."
    row = _put(session, message, reason, None)
    append(session, GATEPOST, Act.SENDER_BLOCK_PROPOSED, _subject(row), academy_id=account.academy_id, account_id=account.id)


def propose(session: Session, me: Person, message: PrivateMessage, reason: str) -> SenderBlock:
    """By somebody at the desk, inside their decision about a message. Commits nothing."""
    if not message.sender_id:
        raise Refusal(
            "Nobody knows any more who wrote this, so nobody can be blocked for it.", rule="sender-unknown", next_step="Close it without a reply."
        )
    if standing(session, message):
        raise Refusal("A block of this sender is proposed or in force already.", rule="already-decided", next_step="Close this one without a reply.")
    said = reason.strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise BadInput({"reason": f"Write why, in {SHORTEST} to {LONGEST:,} characters: whoever decides, and whoever reviews it, reads this."})
    row = _put(session, message, said, me)
    append(session, actor(me), Act.SENDER_BLOCK_PROPOSED, _subject(row), academy_id=row.academy_id, account_id=row.account_id)
    if protected(session, message):
        text = "A block is proposed of somebody whose private message is with you. Tell senior leadership whether they should stay reachable."
        tell_roles(session, row.academy_id, [Role.DSL], text, "/messages", subject=_subject(row), urgency=Urgency.SOON)
    return row


def _put(session: Session, message: PrivateMessage, reason: str, by: Person | None) -> SenderBlock:
    row = SenderBlock(
        academy_id=message.academy_id,
        account_id=message.account_id,
        message_id=message.id or 0,
        sender_id=message.sender_id,
        sender_handle=message.sender_handle,
        url=message.url,
        reason=reason,
        proposed_by=by.id if by else None,
    )
    session.add(row)
    message.state = S.BLOCK_PROPOSED
    session.add(message)
    session.flush()
    text = "A block of somebody who writes private messages is proposed. Confirm or refuse it."
    tell_roles(session, row.academy_id, [Role.SLT], text, f"/messages/blocks/{row.id}", subject=_subject(row), urgency=Urgency.SOON)
    return row


def decide(session: Session, me: Person, key: int, decision: str, words: str = "") -> SenderBlock:
    """Confirm or refuse what is proposed; keep or lift what is in force. The worker, or a person with steps, carries it out."""
    row = mine(session, me, key)
    with recorded(session, actor(me), Act.SENDER_BLOCK_DECIDED, _subject(row), academy_id=row.academy_id, account_id=row.account_id) as note:
        require(session, me, Verb.BLOCK_SENDERS, Place(row.academy_id))
        row = session.get_one(SenderBlock, key, with_for_update=True, populate_existing=True)
        choices = possible(row)
        if not choices:
            raise Refusal("This block has been decided already.", rule="already-decided", next_step="Reload the page to see how it stands.")
        if decision not in choices:
            raise BadInput({"decision": "Choose what should happen."})
        note.detail["decision"] = decision
        if row.proposed_by is not None and row.state is B.PROPOSED and same_human(me, session.get_one(Person, row.proposed_by)):
            raise Refusal("You proposed this block, so another leader decides.", rule="self-approval", next_step="Ask another leader.")
        said = words.strip()
        if (decision in (REFUSE, LIFT) and len(said) < SHORTEST) or len(said) > LONGEST:
            raise BadInput({"words": f"Write why, in {SHORTEST} to {LONGEST:,} characters."})
        message = session.get_one(PrivateMessage, row.message_id)
        if decision == CONFIRM and protected(session, message):
            raise Refusal(
                "This sender has to stay reachable for now.", rule="safeguarding-first", next_step="Ask the safeguarding lead before anything else."
            )
        row.decided_by, row.decided_at, row.decision = me.id, now(), said
        _carry(row, decision)
        if decision == LIFT:
            tasks.not_needed(session, _subject(row), TITLES.values())
        if decision in (CONFIRM, REFUSE):
            message.state = S.CLOSED if decision == CONFIRM else S.WAITING
            message.decided_by, message.decided_at = (me.id, now()) if decision == CONFIRM else (None, None)
            session.add(message)
        session.add(row)
        settled(session, _subject(row))
    return row


def _carry(row: SenderBlock, decision: str) -> None:
    if decision == REFUSE:
        row.state = B.REFUSED
        return
    if decision == KEEP:
        row.review_on = today() + REVIEW
        return
    row.wanted, row.review_on = decision == CONFIRM, today() + REVIEW if decision == CONFIRM else None
    row.state, row.not_before, row.failures, row.done_at = B.ACTING, now(), 0, None
    row.attempts += 1  # whoever is at it now loses their turn


def possible(row: SenderBlock) -> dict[str, str]:
    """What may be decided now, in words."""
    if row.state is B.PROPOSED:
        return {CONFIRM: "Block this sender", REFUSE: "Do not block"}
    if row.state in IN_FORCE and row.wanted:
        return {KEEP: "Keep the block for another 12 months", LIFT: "Lift the block"}
    return {}


def protected(session: Session, message: PrivateMessage) -> bool:
    """Whether a message of the same sender is with the safeguarding lead: a child must not be silenced who asked for help."""
    query = select(PrivateMessage.id).where(
        PrivateMessage.account_id == message.account_id,
        PrivateMessage.sender_id == message.sender_id,
        PrivateMessage.state == S.SAFEGUARDING,
    )
    return bool(message.sender_id) and session.exec(query).first() is not None


def standing(session: Session, message: PrivateMessage) -> SenderBlock | None:
    """The block of this sender that is proposed or in force."""
    query = select(SenderBlock).where(
        SenderBlock.account_id == message.account_id, SenderBlock.sender_id == message.sender_id, col(SenderBlock.state).in_((B.PROPOSED, *IN_FORCE))
    )
    return session.exec(query.order_by(col(SenderBlock.id).desc())).first()


def visible(session: Session, me: Person) -> list[SenderBlock]:
    """Proposed ones, and those in force whose day has come; never a list of all who are blocked (invariant I7)."""
    homes = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.READ_MESSAGES, Place(a.id))]
    query = select(SenderBlock).where(col(SenderBlock.academy_id).in_(homes), col(SenderBlock.state).in_((B.PROPOSED, *IN_FORCE)))
    rows = session.exec(query.order_by(col(SenderBlock.id)))
    return [row for row in rows if row.state is B.PROPOSED or (row.wanted and row.review_on is not None and row.review_on <= today())]


def mine(session: Session, me: Person, key: int) -> SenderBlock:
    row = session.get(SenderBlock, key)
    if row is None or not may(session, me, Verb.READ_MESSAGES, Place(row.academy_id)):
        raise NotFound("There is no such page, or it is not yours to see.")
    return row


def _subject(row: SenderBlock) -> str:
    return f"sender-block:{row.id}"

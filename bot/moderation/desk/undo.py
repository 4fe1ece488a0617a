"""Taking back one's own last decision within ten minutes: everything stands as before, and the worker brings the network back into line."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases import tasks
from bot.clock import now
from bot.errors import Refusal
from bot.moderation import act
from bot.moderation.desk import for_good
from bot.moderation.desk.decide import mine
from bot.moderation.desk.models import Decided, last
from bot.moderation.models import Reply, Visibility
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb

WITHIN = timedelta(minutes=10)
V = Visibility
# What others should see again, by what they saw before. What could not be hidden is tried again: the task to do so was closed.
AGAIN: dict[Visibility, Visibility] = {V.VISIBLE: V.SHOWING, V.SHOWING: V.SHOWING, V.HIDDEN: V.HIDING, V.HIDING: V.HIDING, V.CANNOT_HIDE: V.HIDING}
DONE = {V.SHOWING: V.VISIBLE, V.HIDING: V.HIDDEN}  # where it stands so already


def undoable(session: Session, me: Person) -> Decided | None:
    """The last thing this person decided, while it can be taken back."""
    query = select(Decided).where(Decided.person_id == me.id, col(Decided.undone_at).is_(None), col(Decided.at) > now() - WITHIN)
    row = session.exec(query.order_by(col(Decided.id).desc()).limit(1)).first()
    if row is None or row.by_appeal or row.was_state in for_good.BEGUN or last(session, row.reply_id) != row:
        return None
    return row if until(session.get_one(Reply, row.reply_id), row) > now() else None


def until(reply: Reply, row: Decided) -> datetime:
    """How long it can be taken back: what is for good only until it begins."""
    if reply.state in for_good.ENDED:
        return row.at
    return min(row.at + WITHIN, reply.not_before) if reply.state in for_good.BEGUN else row.at + WITHIN


def undo(session: Session, me: Person, reply_id: int) -> Reply:
    """Take back the decision about this comment. Raises Refusal where it is not theirs, not the last, or too long ago."""
    reply, account = mine(session, me, reply_id)
    place = Place(account.academy_id, account.id)
    with recorded(session, actor(me), Act.REPLY_UNDONE, f"reply:{reply_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.MODERATE, place)
        reply = session.get_one(Reply, reply_id, with_for_update=True, populate_existing=True)
        for_good.require_there(reply)
        row = _takeable(session, me, reply_id)
        note.detail["decision"] = row.decision
        if decided := for_good.BY_DECISION.get(row.decision):
            tasks.not_needed(session, f"reply:{reply_id}", (decided.task,))
        _back(session, reply, row)
        tasks.not_needed(session, f"reply:{reply_id}", act.TO_SHOW if reply.state in (V.HIDING, V.HIDDEN) else act.TO_HIDE)
        if before := for_good.BY_DECISION.get(row.was_decision):
            for_good.ask(session, account, reply, before)
        row.undone_at = now()
        session.add_all([reply, row])
    return reply


def _takeable(session: Session, me: Person, reply_id: int) -> Decided:
    row = last(session, reply_id)
    if row is None:
        raise Refusal("There is no decision to take back.", rule="already-decided", next_step="Reload the page to see how it stands.")
    if row.person_id != me.id:
        raise Refusal("Somebody else decided it, so only they take it back.", rule="undo", next_step="You can change the decision instead.")
    if row.by_appeal:
        raise Refusal("An appeal was decided, and that is not taken back.", rule="undo", next_step="You can change the decision instead.")
    if row.was_state in for_good.BEGUN:
        raise Refusal(
            "Before it, something was decided that is for good, and that does not begin again by itself.",
            rule="undo",
            next_step="You can decide anew instead.",
        )
    newest = session.exec(select(Decided.id).where(Decided.person_id == me.id, col(Decided.undone_at).is_(None)).order_by(col(Decided.id).desc()))
    if newest.first() != row.id:
        raise Refusal("Only your last decision can be taken back.", rule="undo", next_step="You can change this one instead, with a reason.")
    if now() - row.at > WITHIN:
        raise Refusal(
            f"A decision can be taken back for {WITHIN.seconds // 60} minutes; these have passed.",
            rule="undo",
            next_step="You can change the decision instead, with a reason.",
        )
    return row


def _back(session: Session, reply: Reply, row: Decided) -> None:
    """The row as it was. Whoever is at the network with it loses their turn, so what they write back changes nothing."""
    untouched = reply.attempts == row.attempts and reply.lease_until is None
    target = AGAIN[row.was_state]
    reply.attempts += 1
    if untouched and row.was_state is not V.CANNOT_HIDE:
        reply.state = row.was_state
    elif not (reply.lease_until is None and reply.state is DONE[target]):
        reply.state = act.back_in_sight(session, reply) if row.was_state is V.VISIBLE else target
    if reply.state in (V.HIDING, V.SHOWING):
        reply.not_before, reply.failures, reply.last_error = now(), 0, None
    reply.review, reply.decision, reply.reason_code = row.was_review, row.was_decision, row.was_reason_code
    reply.decided_by, reply.decided_at, reply.restored = row.was_decided_by, row.was_decided_at, row.was_restored

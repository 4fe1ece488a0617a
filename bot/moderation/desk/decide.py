"""What senior leadership decides about a reply. Every decision has a house-rule reason; criticism hidden, removed or cut off is counted (I9)."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.cases import evidence, tasks
from bot.clock import now, spoken
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation import act
from bot.moderation.desk import care, for_good, holds
from bot.moderation.desk.models import Decided, last
from bot.moderation.desk.subject import pass_up, require_other
from bot.moderation.models import Reply, Review, Visibility
from bot.moderation.verdict import Severity
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.found import person
from bot.people.grants import Place, academies, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

# The house rules, published with each account: what is hidden, and nothing else is.
HIDE_REASONS: dict[str, str] = {
    "threat": "Threatens somebody",
    "abuse": "Abuses or harasses somebody",
    "discrimination": "Attacks somebody for who they are",
    "sexual": "Sexual content",
    "personal_data": "Gives away personal details",
    "pupil": "Exposes a pupil",
    "spam": "Spam or an unsafe link",
}
KEEP_REASONS: dict[str, str] = {
    "criticism": "Criticism: everyone may criticise the academy",
    "not_abuse": "Not abuse in its context",
    "misread": "The machine misread it",
    "settled": "Sorted out with the writer",
}
DECISIONS: dict[str, tuple[str, dict[str, str]]] = {
    "keep_hidden": ("Keep it hidden", HIDE_REASONS),
    "hide": ("Hide it", HIDE_REASONS),
    "restore": ("Show it again", KEEP_REASONS),
    "leave": ("Leave it visible", KEEP_REASONS),
    "remove": ("Remove it for good", HIDE_REASONS),
    "cut_off": ("Cut it off from the academy's post for good", HIDE_REASONS),
}
HAS_HIDDEN = ("hide", "keep_hidden", *for_good.BY_DECISION)  # taken out of sight, or kept so
ASK_TO_REMOVE = "Ask for it to be removed for good, by hand"
SURE = ("cut_off",)  # asked twice, because others see nothing of it that could remind a leader
V = Visibility
FROM: dict[Visibility, tuple[str, ...]] = {  # what is offered besides removing; elsewhere as for one that is visible
    V.HIDDEN: ("keep_hidden", "restore"),
    V.HIDING: ("keep_hidden", "restore"),
    V.REMOVING: ("hide", "restore"),
    V.REMOVED: (),
    V.CUTTING_OFF: ("hide", "leave"),
    V.CUT_OFF: (),
}


def choices(reply: Reply, account: Account) -> dict[str, tuple[str, dict[str, str]]]:
    """What can be decided from where the reply is now."""
    offered = {name: DECISIONS[name] for name in FROM.get(reply.state, ("hide", "leave"))}
    final = for_good.offered(reply, account)
    return offered | {name: DECISIONS[name] if by_us else (ASK_TO_REMOVE, HIDE_REASONS) for name, by_us in final.items()}


def queue(session: Session, me: Person, *, decided: bool = False) -> list[Reply]:
    """Comments of the academies where this person decides; the gravest first, then the shortest clock. Safeguarding is never among them."""
    mine = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.READ_COMMENTS, Place(a.id))]
    accounts = select(Account.id).where(col(Account.academy_id).in_(mine))
    state = (Review.DECIDED, Review.NONE) if decided else (Review.WAITING,)
    query = select(Reply).where(col(Reply.account_id).in_(accounts), col(Reply.review).in_(state))
    if decided:
        return list(session.exec(query.order_by(col(Reply.seen_at).desc()).limit(200)))
    clock = (col(Reply.decide_by).is_(None), col(Reply.decide_by), col(Reply.seen_at), col(Reply.id))
    return list(session.exec(query.order_by(col(Reply.severity), *clock)))


def opened(session: Session, me: Person, reply_id: int) -> Reply:
    """One reply, for somebody who decides. A safeguarding reply does not exist here."""
    reply, account = mine(session, me, reply_id)
    append(session, actor(me), Act.REPLY_OPENED, f"reply:{reply_id}", outcome=Outcome.READ, academy_id=account.academy_id, account_id=account.id)
    care.saw(session, me, [reply], account.academy_id)
    session.commit()
    return reply


def decide(session: Session, me: Person, reply_id: int, decision: str, reason_code: str, *, seen: int | None = None, sure: bool = False) -> Reply:
    """Keep hidden, restore, hide, leave, remove or cut off; the worker then brings the network into line.

    `seen` is the id of the last decision that the person had before them (0 for none): where somebody decided since, theirs stands.
    """
    reply, account = mine(session, me, reply_id)
    place: dict[str, Any] = {"academy_id": account.academy_id, "account_id": account.id}
    try:
        with recorded(session, actor(me), Act.REPLY_DECIDED, f"reply:{reply_id}", **place, decision=decision, reason_code=reason_code) as note:
            require(session, me, Verb.MODERATE, Place(account.academy_id, account.id))
            reply = session.get_one(Reply, reply_id, with_for_update=True, populate_existing=True)
            require_other(session, me, reply, account)
            _come_first(session, me, reply, seen)
            save(session, me, reply, account, decision, reason_code, note.detail, sure=sure)
    except Refusal as refusal:
        if refusal.rule == "subject":
            pass_up(session, me, reply, account)
        raise
    return reply


def save(
    session: Session,
    me: Person,
    reply: Reply,
    account: Account,
    decision: str,
    reason_code: str,
    detail: dict[str, Any],
    *,
    by_appeal: bool = False,
    sure: bool = False,
) -> None:
    """Write a decision into a reply that is locked, and what the record says of it into `detail`. Commits nothing."""
    if reply.review is Review.SAFEGUARDING:
        raise Refusal("Only the safeguarding lead decides about this.", rule="safeguarding", next_step="Tell the safeguarding lead now.")
    for_good.require_there(reply)
    if wrong := _wrong(choices(reply, account), decision, reason_code, sure=sure):
        raise BadInput(wrong)
    if decision in HAS_HIDDEN and reply.severity == Severity.S3:
        detail["criticism_hidden"] = True  # reported each term (S15.2)
    row = Decided(
        reply_id=reply.id or 0,
        person_id=me.id or 0,
        decision=decision,
        reason_code=reason_code,
        was_state=reply.state,
        was_review=reply.review,
        was_decision=reply.decision,
        was_reason_code=reply.reason_code,
        was_decided_by=reply.decided_by,
        was_decided_at=reply.decided_at,
        was_restored=reply.restored,
        by_appeal=by_appeal,
    )
    if decision in ("hide", *for_good.BY_DECISION) and reply.evidence_id is None:
        _seal(session, reply, account)
    _carry_out(session, reply, account, decision)
    detail["false_hide"] = decision == "restore" and reply.machine_hid
    reply.review, reply.decision, reply.reason_code = Review.DECIDED, decision, reason_code
    reply.decided_by, reply.decided_at = me.id, now()
    row.attempts = reply.attempts
    session.add_all([reply, row])
    for subject in (f"reply:{reply.id}", f"about:{reply.id}"):
        settled(session, subject)
    holds.let_go(session, reply.id or 0)


def _wrong(offered: dict[str, tuple[str, dict[str, str]]], decision: str, reason_code: str, *, sure: bool) -> dict[str, str]:
    """What is missing, all of it at once. Which reasons there are is known only once a decision is chosen."""
    if decision not in offered:
        return {"decision": "Choose one of the decisions."}
    known = reason_code in offered[decision][1]
    wrong = {} if known else {"reason_code": "Choose the reason: it must be one of the published house rules."}
    if decision in SURE and not sure:
        wrong["sure"] = "Tick that you know it cannot be undone, or choose something else."
    return wrong


def _come_first(session: Session, me: Person, reply: Reply, seen: int | None) -> None:
    """Somebody else is at it, or decided since this person looked: what was decided stands, and they read it."""
    held = holds.by_other(session, me, reply.id or 0)
    if held is not None:
        raise holds.refusal(session, held)
    there = last(session, reply.id or 0)
    if seen is None or there is None or there.id == seen:
        return
    who = "You have" if there.person_id == me.id else f"{person(session, there.person_id).name} has"
    reasons = HIDE_REASONS | KEEP_REASONS
    raise Refusal(
        f"{who} decided this on {spoken(there.at)}: {DECISIONS[there.decision][0].lower()}, because: {reasons[there.reason_code]}.",
        rule="already-decided",
        next_step="Look at it as it is now. What you chose is still in the form; save it again only if you want to change what was decided.",
    )


def _seal(session: Session, reply: Reply, account: Account) -> None:
    """Evidence first (I5), also where the machine kept a comment and a person hides it."""
    content = evidence.of_post(
        reply.as_post(), verdict=reply.word.value, severity=reply.severity, reasons=reply.reasons, first_seen_at=reply.seen_at.isoformat()
    )
    reply.evidence_id = evidence.capture(session, account, f"reply:{reply.id}", content).id


def show_again(session: Session, me: Person, reply_id: int) -> Reply:
    """The safeguarding lead undoes the hiding of a distress message, which the machine did to protect its writer (C16)."""
    reply = session.get(Reply, reply_id)
    account = register.account(session, reply.account_id) if reply else None
    if reply is None or account is None or reply.review is not Review.SAFEGUARDING:
        raise NotFound("There is no such page, or it is not yours to see.")
    with recorded(session, actor(me), Act.REPLY_DECIDED, f"reply:{reply_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.WORK_CASES, Place(account.academy_id))
        if reply.state not in (V.HIDDEN, V.HIDING):
            raise Refusal("It is not hidden.", rule="already-decided", next_step="Reload the page to see what others see now.")
        note.detail["decision"] = "restore"
        _carry_out(session, reply, account, "restore")
        session.add(reply)
    return reply


def due_late(session: Session) -> list[int]:
    rows = session.exec(select(Reply).where(Reply.review == Review.WAITING, col(Reply.late).is_(False), col(Reply.decide_by) <= now()))
    return [reply.id or 0 for reply in rows]


def late(session: Session, key: int) -> None:
    """The profile's minutes passed (P22): the Headteacher is told too, and the lateness stays on record."""
    reply = session.get_one(Reply, key, with_for_update=True, populate_existing=True)
    if key not in due_late(session):
        session.rollback()
        return
    account = register.account(session, reply.account_id)
    reply.late = True
    session.add(reply)
    append(session, GATEPOST, Act.REPLY_LATE, f"reply:{key}", academy_id=account.academy_id, account_id=account.id, decide_by=reply.decide_by)
    text = f"A comment on @{account.handle} has waited too long for a decision."
    roles = [Role.SLT, Role.HEAD]
    tell_roles(session, account.academy_id, roles, text, f"/comments/{key}", subject=f"reply:{key}", urgency=Urgency.SOON)
    session.commit()


def _carry_out(session: Session, reply: Reply, account: Account, decision: str) -> None:
    """Whoever is at the network with this reply now loses their turn: what they write back must not undo what was decided."""
    worked_on, kind = reply.attempts > 0, for_good.BY_DECISION.get(decision)
    if decision in ("hide", "restore"):
        reply.attempts += 1
    tasks.not_needed(session, f"reply:{reply.id}", [other.task for other in for_good.ALL if other is not kind])
    tasks.not_needed(session, f"reply:{reply.id}", act.TO_SHOW if decision in HAS_HIDDEN else act.TO_HIDE)
    if decision == "hide" and reply.state is not V.HIDDEN:
        reply.state, reply.not_before, reply.failures = V.HIDING, now(), 0
    elif decision == "restore":
        reply.restored = True
        if reply.state is V.HIDING and not worked_on:
            reply.state = V.VISIBLE  # the machine had not got to it yet
        else:
            reply.state, reply.not_before, reply.failures = V.SHOWING, now(), 0
    elif kind is not None:
        for_good.begin(session, account, reply, kind)
    elif reply.state is V.CUTTING_OFF:
        reply.attempts += 1
        reply.state = V.VISIBLE
    elif decision == "leave" and reply.state is V.CANNOT_HIDE:
        reply.state, reply.not_before, reply.failures = act.back_in_sight(session, reply), now(), 0


def waiting(session: Session, account_ids: Iterable[int]) -> int:
    return len(session.exec(select(Reply.id).where(col(Reply.account_id).in_(list(account_ids)), Reply.review == Review.WAITING)).all())


def mine(session: Session, me: Person, reply_id: int) -> tuple[Reply, Account]:
    """A reply of an academy where this person reads comments, with its account. A try at a safeguarding reply is put on record."""
    reply = session.get(Reply, reply_id)
    account = register.account(session, reply.account_id) if reply else None
    if reply is None or account is None or not may(session, me, Verb.READ_COMMENTS, Place(account.academy_id)):
        raise NotFound("There is no such comment, or it is not yours to see.")
    if reply.review is Review.SAFEGUARDING:
        # S16.4: the try to clear a disclosure from the ordinary queue is on record for the safeguarding lead.
        append(
            session,
            actor(me),
            Act.REPLY_OPENED,
            f"reply:{reply_id}",
            outcome=Outcome.REFUSED,
            academy_id=account.academy_id,
            account_id=account.id,
            rule="safeguarding",
        )
        session.commit()
        raise Refusal("Only the safeguarding lead sees and decides this.", rule="safeguarding", next_step="Tell the safeguarding lead now.")
    return reply, account

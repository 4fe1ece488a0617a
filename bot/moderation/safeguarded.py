"""What happens to a comment as it becomes, or stops being, a safeguarding case (C16)."""

from datetime import timedelta

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases import concern, evidence, imagery, safeguarding, safeguarding_work, tasks
from bot.cases.concern import Seen
from bot.cases.models import Case, Evidence
from bot.cases.safeguarding_models import Concern, Move
from bot.cases.safeguarding_moves import write_down
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.moderation.act import BY_HAND
from bot.moderation.desk import holds
from bot.moderation.models import Reply, Review, Visibility
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, actor, may, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

V = Visibility
DESK, LEAVE = "desk", "leave"
AFTERWARDS = {DESK: "Senior leadership decides about it on the ordinary desk", LEAVE: "Leave it visible: nothing is wrong with it"}


def raise_concern(
    session: Session, me: Person, academy_id: int, *, words: str, about: str, person_id: int | None = None, seen_imagery: bool = False,
    link: str = "", draft: str = "",
) -> Concern:  # fmt: skip
    """A member of staff is worried. A comment it is about leaves the ordinary desk in the same transaction.

    `link` is "reply:12" or "draft:3"; one that is not there or not theirs to see is left out, because a concern never fails for that.
    `draft` is the draft's text as they saw it.
    """
    with recorded(session, actor(me), Act.CASE_CONCERN, academy_id=academy_id) as note:
        require(session, me, Verb.RAISE_CONCERN, Place(academy_id))
        person = session.get(Person, person_id) if person_id else None
        reply = _reply(session, me, academy_id, link)
        seen = _seen(reply) if reply else Seen(link, draft) if draft else None
        row = concern.take(session, me, academy_id, words=words, about=about, person=person, imagery_seen=seen_imagery, seen=seen)
        if reply is not None:
            _take_over(session, reply, row)
        note.subject = f"case:{row.case_id}"
    return row


def _reply(session: Session, me: Person, academy_id: int, link: str) -> Reply | None:
    kind, _, key = link.partition(":")
    if kind != "reply" or not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    reply = session.get(Reply, int(key), with_for_update=True, populate_existing=True)
    account = register.account(session, reply.account_id) if reply else None
    if account is None or account.academy_id != academy_id or not may(session, me, Verb.READ_COMMENTS, Place(academy_id)):
        return None
    return reply


def _seen(reply: Reply) -> Seen:
    return Seen(f"reply:{reply.id}", reply.text, reply.account_id, reply.as_post(), reply.evidence_id)


def _take_over(session: Session, reply: Reply, row: Concern) -> None:
    """From now on it is with the lead alone. Where it may be a picture of a child it is hidden at once, without being opened."""
    case = session.get_one(Case, row.case_id)
    account = register.account(session, reply.account_id)
    if reply.evidence_id is None:
        rules = [str(reason["rule"]) for reason in reply.reasons]
        content = imagery.bare(reply.as_post(), rules) if row.imagery else evidence.of_post(reply.as_post(), reasons=reply.reasons)
        reply.evidence_id = evidence.capture(session, account, f"reply:{reply.id}", content, restricted=True).id
    else:
        captured = session.get_one(Evidence, reply.evidence_id)
        captured.restricted = True
        session.add(captured)
    case.evidence_id = case.evidence_id or reply.evidence_id
    reply.review, reply.decide_by = Review.SAFEGUARDING, None
    settled(session, f"reply:{reply.id}")
    holds.let_go(session, reply.id or 0)
    if reply.state is V.REMOVING or (row.imagery and reply.state is V.VISIBLE):  # a removal would take it from the lead for good
        _turn(reply, V.HIDING)
    elif reply.state is V.CUTTING_OFF:  # nothing was done yet, and the lead decides now
        _turn(reply, V.VISIBLE)
    session.add_all([case, reply])


def hide(session: Session, me: Person, case_id: int) -> Case:
    """The safeguarding lead hides a comment to protect whoever wrote it or is in it; they can show it again."""
    with safeguarding.working(session, me, case_id, Act.CASE_HIDDEN) as (case, _):
        reply = of_case(session, case)
        if reply is None or reply.review is not Review.SAFEGUARDING or reply.state not in (V.VISIBLE, V.SHOWING):
            raise Refusal("There is nothing to hide.", rule="already-decided", next_step="Reload the page to see what others see now.")
        _turn(reply, V.HIDING)
        session.add(reply)
        write_down(session, case, Move.HIDE, me)
    return case


def set_aside(session: Session, me: Person, case_id: int, reason: str, then: str) -> Case:
    """It is no safeguarding matter: the comment goes to the ordinary desk, or is left as everybody sees it."""
    with safeguarding.working(session, me, case_id, Act.CASE_SET_ASIDE, then=then[:20]) as (case, _):
        reply = of_case(session, case)
        if reply is not None and then not in AFTERWARDS:
            raise BadInput({"then": "Choose what happens to the comment."})
        safeguarding_work.set_aside(session, me, case, reason)
        if reply is not None:
            _hand_back(session, reply, register.account(session, reply.account_id), then)
    return case


def _hand_back(session: Session, reply: Reply, account: Account, then: str) -> None:
    if then == DESK:
        minutes = profile_at(session, account.academy_id).decide_minutes.value
        reply.review, reply.late, reply.decide_by = Review.WAITING, False, now() + timedelta(minutes=minutes)
        text = f"A comment on @{account.handle} waits for your decision."
        subject = f"reply:{reply.id}"
        tell_roles(session, account.academy_id, [Role.SLT], text, f"/comments/{reply.id}", subject=subject, urgency=Urgency.SOON)
    else:
        reply.review = Review.NONE
        if reply.state in (V.HIDDEN, V.HIDING):
            _turn(reply, V.SHOWING)
            reply.restored = True
        tasks.not_needed(session, f"reply:{reply.id}", BY_HAND)
    session.add(reply)


def _turn(reply: Reply, state: Visibility) -> None:
    """The worker brings the network into line; whoever is at it now loses their turn."""
    reply.attempts += 1
    reply.state, reply.not_before, reply.failures, reply.lease_until = state, now(), 0, None


def of_case(session: Session, case: Case) -> Reply | None:
    """The comment that a case is about, locked for a change."""
    kind, _, key = case.linked.partition(":")
    return session.get(Reply, int(key), with_for_update=True, populate_existing=True) if kind == "reply" and key.isdigit() else None

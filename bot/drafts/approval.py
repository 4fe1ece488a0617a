"""The last signatures: senior leadership on every draft, and one more on a sensitive topic. Both are for one digest."""

from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts import modes
from bot.drafts.content import bundle_of, targets
from bot.drafts.image_consent import needs_face_answer
from bot.drafts.lifecycle import Move, ReleaseState, SignKind, State, check_move
from bot.drafts.links import checks as links
from bot.drafts.models import Draft, Release
from bot.drafts.one_human import watched
from bot.drafts.pool import by_pool_alone, require_approver
from bot.drafts.routing import named, tell_author
from bot.drafts.screening import refuse_blocked, sensitive
from bot.drafts.signatures import (
    Signing,
    bar_contributors,
    data_cleared,
    enough_humans,
    enough_people,
    live_signs,
    not_refused,
    same_digest,
    sign,
)
from bot.drafts.waiting import put
from bot.drafts.write import locked
from bot.errors import BadInput, Refusal
from bot.notify.send import tell_roles
from bot.people.grants import Place, actor, profile_at, require, require_role, same_human
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.policy.parameter import RoutedRole

SHORTEST_REASON, LONGEST_REASON = 10, 2_000
QUICK = 10  # seconds: an approval that came sooner after the page was opened is marked on the record, and never refused


def approve(
    session: Session, signing: Signing, draft_id: int, digest: str, *, reason: str = "", seconds: int | None = None, faces: str = ""
) -> Draft:
    """Senior leadership approves exactly the digest on the page. Too late is missed, never sent.

    `reason` says why it may go out although a check warned; what blocks is never accepted (S08.3). `seconds` is the time since
    the page was opened. `faces` answers whether children can be seen in pictures declared to show none: "none", or "children",
    and then it is image_consent.children_seen that stops it (S09.4).
    """
    me, draft = signing.me, locked(session, draft_id)
    place: dict[str, Any] = {"academy_id": draft.academy_id}
    with watched(session, me, draft), recorded(session, actor(me), Act.DRAFT_APPROVED, f"draft:{draft_id}", **place, digest=digest) as note:
        require_approver(session, me, draft)
        check_move(draft.state, Move.APPROVE)
        same_digest(session, draft, digest)
        not_refused(session, draft)
        enough_people(session, me, draft)
        found = refuse_blocked(session, draft, last=True)
        data_cleared(session, draft, found)
        if needs_face_answer(session, draft) and faces != "none":
            raise BadInput({"faces": "Say whether children can be seen in the pictures: look at each one."})
        warned = [f for f in found if f.level == "warn"]
        demand = modes.demands(session, draft.academy_id, found)
        if demand.balance_note and len(" ".join(reason.split())) < SHORTEST_REASON:
            raise BadInput({"reason": "Write the balance note: who else was invited or is shown, and why this takes no side. It is kept."})
        accepted, topics = _accepted(reason, needed=bool(warned) or demand.balance_note), sensitive(session, draft, found)
        another = demand.extra_approver or (bool(topics) and not _is_both(session, me, draft))
        sign(session, signing, draft, SignKind.APPROVAL, reason=accepted, warnings=[f.message for f in warned], seconds=seconds)
        note.detail.update(seconds=seconds, quick=seconds is not None and seconds < QUICK, pool=by_pool_alone(session, me, draft))
        if accepted:
            note.detail.update(reason=accepted, warnings=[f.screen for f in warned])
        if another:
            put(session, draft, State.AWAITING_EXTRA)
            note.detail["topics"] = sorted({f.topic for f in topics})
            if demand.extra_approver:
                note.detail["period"] = demand.why
            _ask_extra(session, draft, (Role.SLT,) if demand.extra_approver else ())
            return draft
        if topics:
            sign(session, signing, draft, SignKind.EXTRA, seconds=seconds)
        note.detail["late"] = _approved(session, draft)
    return draft


def approve_extra(session: Session, signing: Signing, draft_id: int, digest: str, *, seconds: int | None = None) -> Draft:
    """The person whom the profile names for a sensitive topic approves the same digest, after senior leadership (P16, S08.1)."""
    me, draft = signing.me, locked(session, draft_id)
    place: dict[str, Any] = {"academy_id": draft.academy_id}
    with watched(session, me, draft), recorded(session, actor(me), Act.EXTRA_APPROVED, f"draft:{draft_id}", **place, digest=digest) as note:
        require_extra_approver(session, me, draft)
        check_move(draft.state, Move.APPROVE_EXTRA)
        same_digest(session, draft, digest)
        not_refused(session, draft)
        if not any(s.kind is SignKind.APPROVAL and s.digest == draft.digest for s in live_signs(session, draft_id)):
            raise Refusal("Senior leadership has not approved this version.", rule="move", next_step="Send it back; it then goes round again.")
        if not enough_humans(session, draft, me):
            raise Refusal("That would be too few people behind this post.", rule="people", next_step="Ask another person to approve.")
        data_cleared(session, draft, refuse_blocked(session, draft, last=True))
        sign(session, signing, draft, SignKind.EXTRA, seconds=seconds)
        note.detail.update(seconds=seconds, quick=seconds is not None and seconds < QUICK, late=_approved(session, draft))
    return draft


def require_extra_approver(session: Session, me: Person, draft: Draft) -> None:
    """Raises Refusal for whoever the profile does not name, and for whoever wrote it. A role outside Gatepost is the Headteacher's here."""
    place, named_role = Place(draft.academy_id), profile_at(session, draft.academy_id).extra_approver
    doing = "give the extra approval of a sensitive topic"
    require(session, me, Verb.APPROVE_EXTRA, place)
    signed = live_signs(session, draft.id or 0) if draft.state is State.AWAITING_EXTRA else []
    first = next((s for s in signed if s.kind is SignKind.APPROVAL and s.digest == draft.digest), None)
    approver = session.get_one(Person, first.person_id) if first else None
    if approver is not None and same_human(me, approver):
        said = "You approved this already, and it needs two approvers."
        raise Refusal(said, rule="two-approvers", next_step="Ask another member of senior leadership.")
    if approver is None or not _has_role(session, approver, named_role.value, place):  # one of the two is whom the profile names
        require_role(session, me, (named_role.value,), place, doing, named_role.clause)
    bar_contributors(session, me, draft, "approve")


def _has_role(session: Session, person: Person, named_role: RoutedRole, place: Place) -> bool:
    try:
        require_role(session, person, (named_role.value,), place, "", "")
    except Refusal:
        return False
    return True


def _is_both(session: Session, me: Person, draft: Draft) -> bool:
    """One signature counts for both where the approver is the extra approver and enough people stand behind the post without another."""
    try:
        require_extra_approver(session, me, draft)
    except Refusal:
        return False
    return enough_humans(session, draft, me)


def _accepted(reason: str, *, needed: bool) -> str:
    """The reason, where one is needed. Raises BadInput where it is missing."""
    said = " ".join(reason.split())[:LONGEST_REASON]
    if needed and len(said) < SHORTEST_REASON:
        raise BadInput({"reason": "Say in a sentence why it may go out all the same. It is kept with your signature."})
    return said if needed else ""


def _ask_extra(session: Session, draft: Draft, also: tuple[Role, ...] = ()) -> None:
    wanted = profile_at(session, draft.academy_id).extra_approver.value
    role = Role(wanted.value) if wanted.value in set(Role) else Role.HEAD
    text = f"A sensitive topic waits for your approval too: {named(draft)}"
    tell_roles(session, draft.academy_id, [role, *also], text, f"/drafts/{draft.id}", subject=f"draft-waiting:{draft.id}")


def _approved(session: Session, draft: Draft) -> bool:
    """Into the queue of each account. True when its latest time has passed already."""
    put(session, draft, State.APPROVED)
    late = draft.not_after <= now()
    links.pin(session, draft.id or 0, draft.academy_id, bundle_of(session, draft))
    for account in targets(session, draft):
        session.add(_release(draft, account, late=late))
    modes.hold_new(session, draft)
    if late:
        tell_author(session, draft, "Your draft was approved after its latest time, so it was not sent. Give it a new time")
    return late


def _release(draft: Draft, account: Account, *, late: bool) -> Release:
    return Release(
        key=uuid4().hex,
        draft_id=draft.id or 0,
        account_id=account.id or 0,
        digest=draft.digest,
        state=ReleaseState.MISSED if late else ReleaseState.QUEUED,
        reason="It was approved after its latest time." if late else "",
        not_before=draft.not_before or now(),
    )

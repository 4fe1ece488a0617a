"""The moves of the gate: submit, check each fact, clear the data, send back; `approval` has the last. Two humans at least, one digest."""

from typing import Any

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts import advisers
from bot.drafts.approval import approve, approve_extra
from bot.drafts.content import claims_of, targets
from bot.drafts.data_decision import dpo_decide
from bot.drafts.lifecycle import ENDS, Finding, Move, SignKind, State, check_move
from bot.drafts.models import Claim, Draft
from bot.drafts.one_human import watched
from bot.drafts.routing import named, route, tell_author
from bot.drafts.screening import needs_dpo, refuse_blocked
from bot.drafts.screens.rights import is_doubt
from bot.drafts.seen_words import read_all
from bot.drafts.signatures import (
    Signing,
    not_refused,
    require_outsider,
    same_digest,
    sign,
)
from bot.drafts.sources_marks import denial
from bot.drafts.waiting import put
from bot.drafts.write import call_back, locked, void
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import tell_roles
from bot.people.grants import Place, actor, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.policy.parameter import RoutedRole

__all__ = ["approve", "approve_extra", "ask_dpo", "check_claim", "dpo_decide", "send_back", "sign_facts", "submit", "withdraw"]
LONGEST_NOTE = 2_000
SETTLED = (Finding.VERIFIED, Finding.NOT_A_FACT)
FOUND = (*SETTLED, Finding.WRONG, Finding.CANNOT_TELL)
# Whose to send back or reject, by where the draft is; senior leadership's everywhere else.
JUDGES: dict[State, Verb] = {State.SUBMITTED: Verb.CHECK, State.CHECKING: Verb.CHECK, State.AWAITING_EXTRA: Verb.APPROVE_EXTRA}


def submit(session: Session, me: Person, draft_id: int) -> Draft:
    """Run the screens and put the draft before the next person."""
    read_all(session, draft_id)
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.DRAFT_SUBMITTED, f"draft:{draft_id}", academy_id=draft.academy_id) as note:
        require(session, me, Verb.DRAFT, Place(draft.academy_id))
        for account in targets(session, draft):
            require(session, me, Verb.DRAFT, Place(draft.academy_id, account.id))
        check_move(draft.state, Move.SUBMIT)
        not_refused(session, draft)
        if draft.not_after <= now():
            raise BadInput({"not_after": "Its latest time has passed already. Choose a later time and save."})
        found = refuse_blocked(session, draft, parks=True)
        draft.submitted_at, draft.note = now(), ""
        doubts = [f.message for f in found if is_doubt(f)]
        question = " ".join(filter(None, (advisers.unsure(session, draft), *doubts)))
        if question:
            # Nobody sees it to approve until somebody has answered (S31.1); a doubt about a picture is the Headteacher's alone (S11.3).
            advisers.park(session, me, draft, question, to=(RoutedRole.HEAD,) if doubts else ())
            note.detail["question"] = question
        else:
            route(session, draft, dpo=needs_dpo(session, draft, found))
        note.detail.update(digest=draft.digest, state=draft.state.value, warnings=len(found))
    return draft


def check_claim(session: Session, me: Person, claim_id: int, finding: str, note: str = "") -> Claim:
    """A second person marks one fact verified, wrong or cannot tell."""
    claim = session.get(Claim, claim_id)
    if claim is None:
        raise NotFound("That fact is no longer in the draft: it was changed meanwhile.")
    draft = locked(session, claim.draft_id)
    place: dict[str, Any] = {"academy_id": draft.academy_id, "claim": claim.text, "finding": finding}
    with watched(session, me, draft), recorded(session, actor(me), Act.CLAIM_CHECKED, f"draft:{draft.id}", **place) as entry:
        require_outsider(session, me, draft, Verb.CHECK, "check the facts of")
        check_move(draft.state, Move.CHECK)
        if finding not in FOUND:
            raise BadInput({"finding": "Choose verified, wrong, cannot tell or not a fact."})
        if finding == Finding.NOT_A_FACT and not denial(claim.source):
            raise BadInput({"finding": "Its author has not said why this would be no fact. Choose another answer, or send the draft back."})
        if finding == Finding.VERIFIED and denial(claim.source):
            raise BadInput({"finding": "Its author gives no source but says that this is no fact. Choose not a fact if you agree, otherwise wrong."})
        if finding == Finding.VERIFIED and not claim.source:
            raise BadInput({"finding": "There is no source to check this against. Send the draft back and ask for one, or choose cannot tell."})
        if finding not in SETTLED and not note.strip():
            raise BadInput({"note": "Say what is wrong or missing, so that the author can put it right."})
        claim.finding, claim.finding_note, claim.finding_digest = Finding(finding), note.strip()[:LONGEST_NOTE], draft.digest
        claim.checked_by, claim.checked_at = me.id, now()
        put(session, draft, ENDS[Move.CHECK])
        entry.detail["digest"] = draft.digest
    return claim


def sign_facts(session: Session, signing: Signing, draft_id: int, digest: str) -> Draft:
    """All facts verified: the checker signs the digest they saw."""
    me, draft = signing.me, locked(session, draft_id)
    place: dict[str, Any] = {"academy_id": draft.academy_id}
    with watched(session, me, draft), recorded(session, actor(me), Act.FACTS_SIGNED, f"draft:{draft_id}", **place, digest=digest):
        require_outsider(session, me, draft, Verb.CHECK, "check the facts of")
        check_move(draft.state, Move.SIGN_FACTS)
        same_digest(session, draft, digest)
        not_refused(session, draft)
        open_claims = [c for c in claims_of(session, draft_id) if c.finding not in SETTLED or c.finding_digest != draft.digest]
        if open_claims:
            raise Refusal(
                f"{len(open_claims)} fact{'s are' if len(open_claims) > 1 else ' is'} not verified yet, first “{open_claims[0].text}”.",
                rule="facts-open",
                clause=profile_at(session, draft.academy_id).people_per_post.clause,
                next_step="Check each fact against its source, or send the draft back to its author.",
            )
        sign(session, signing, draft, SignKind.FACTS)
        found = refuse_blocked(session, draft)
        route(session, draft, dpo=needs_dpo(session, draft, found))
    return draft


def ask_dpo(session: Session, me: Person, draft_id: int, reason: str) -> Draft:
    """A checker or approver is not sure that the data may be public."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.DPO_ASKED, f"draft:{draft_id}", academy_id=draft.academy_id, reason=reason.strip()):
        verb = Verb.APPROVE if draft.state is State.AWAITING_APPROVAL else Verb.CHECK
        require(session, me, verb, Place(draft.academy_id))
        check_move(draft.state, Move.ASK_DPO)
        if not reason.strip():
            raise BadInput({"reason": "Say what the data protection officer should look at."})
        put(session, draft, State.WITH_DPO)
        draft.note = reason.strip()[:LONGEST_NOTE]
        tell_roles(session, draft.academy_id, [Role.DPO], named(draft), f"/drafts/{draft_id}", subject=f"draft:{draft_id}")
    return draft


def send_back(session: Session, me: Person, draft_id: int, reason: str, *, reject: bool = False) -> Draft:
    """A checker or approver asks for changes, or rejects for good."""
    draft = locked(session, draft_id)
    move, act = (Move.REJECT, Act.DRAFT_REJECTED) if reject else (Move.RETURN, Act.DRAFT_RETURNED)
    with recorded(session, actor(me), act, f"draft:{draft_id}", academy_id=draft.academy_id, reason=reason.strip()):
        require_judge(session, me, draft, reject=reject)
        check_move(draft.state, move)
        if not reason.strip():
            raise BadInput({"reason": "Say what should change, so that the author knows."})
        call_back(session, draft)
        void(session, draft, "sent back" if not reject else "rejected")
        put(session, draft, ENDS[move])
        draft.note = reason.strip()[:LONGEST_NOTE]
        tell_author(session, draft, "Your draft was rejected" if reject else "Your draft was sent back")
    return draft


def withdraw(session: Session, me: Person, draft_id: int) -> Draft:
    """The author, or a leader, takes it back before it leaves."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.DRAFT_WITHDRAWN, f"draft:{draft_id}", academy_id=draft.academy_id):
        if draft.author_id != me.id:
            require(session, me, Verb.APPROVE, Place(draft.academy_id))
        check_move(draft.state, Move.WITHDRAW)
        call_back(session, draft)
        void(session, draft, "withdrawn")
        put(session, draft, State.WITHDRAWN)
    return draft


def require_judge(session: Session, me: Person, draft: Draft, *, reject: bool) -> None:
    """Raises Refusal for whoever may not send it back from where it is, or reject it for good."""
    verb = JUDGES.get(draft.state, Verb.APPROVE)
    if reject and verb is Verb.CHECK:
        verb = Verb.APPROVE
    for place in (Place(draft.academy_id), *(Place(draft.academy_id, account.id) for account in targets(session, draft))):
        require(session, me, verb, place)

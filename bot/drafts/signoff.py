"""The moves of the gate: submit, check each fact, clear the data, approve, send back. Two humans at least, one digest."""

from uuid import uuid4

from sqlmodel import Session

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.drafts.content import claims_of, targets
from bot.drafts.lifecycle import ENDS, Finding, Move, ReleaseState, SignKind, State, check_move
from bot.drafts.models import Claim, Draft, Release
from bot.drafts.screening import needs_dpo, needs_fact_check, refuse_blocked
from bot.drafts.signatures import (
    Signing,
    bar_contributors,
    data_cleared,
    enough_people,
    live_signs,
    not_refused,
    require_outsider,
    same_digest,
    sign,
)
from bot.drafts.write import call_back, locked, void
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.send import settled, tell_person, tell_roles
from bot.people.grants import Place, actor, profile_at, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

LONGEST_NOTE = 2_000


def submit(session: Session, me: Person, draft_id: int) -> Draft:
    """Run the screens and put the draft before the next person."""
    draft = locked(session, draft_id)
    with recorded(session, actor(me), Act.DRAFT_SUBMITTED, f"draft:{draft_id}", academy_id=draft.academy_id) as note:
        require(session, me, Verb.DRAFT, Place(draft.academy_id))
        for account in targets(session, draft):
            require(session, me, Verb.DRAFT, Place(draft.academy_id, account.id))
        check_move(draft.state, Move.SUBMIT)
        not_refused(session, draft)
        if draft.not_after <= now():
            raise BadInput({"not_after": "Its latest time has passed already. Choose a later time and save."})
        found = refuse_blocked(session, draft)
        draft.submitted_at, draft.note = now(), ""
        draft.state = State.SUBMITTED
        _route(session, draft, dpo=needs_dpo(session, draft, found))
        note.detail.update(digest=draft.digest, state=draft.state.value, warnings=len(found))
    return draft


def check_claim(session: Session, me: Person, claim_id: int, finding: str, note: str = "") -> Claim:
    """A second person marks one fact verified, wrong or cannot tell."""
    claim = session.get(Claim, claim_id)
    if claim is None:
        raise NotFound("That fact is no longer in the draft: it was changed meanwhile.")
    draft = locked(session, claim.draft_id)
    with recorded(
        session, actor(me), Act.CLAIM_CHECKED, f"draft:{draft.id}", academy_id=draft.academy_id, claim=claim.text, finding=finding
    ) as entry:
        require_outsider(session, me, draft, Verb.CHECK, "check the facts of")
        check_move(draft.state, Move.CHECK)
        if finding not in (Finding.VERIFIED, Finding.WRONG, Finding.CANNOT_TELL):
            raise BadInput({"finding": "Choose verified, wrong or cannot tell."})
        if finding == Finding.VERIFIED and not claim.source:
            raise BadInput({"finding": "There is no source to check this against. Send the draft back and ask for one, or choose cannot tell."})
        if finding != Finding.VERIFIED and not note.strip():
            raise BadInput({"note": "Say what is wrong or missing, so that the author can put it right."})
        claim.finding, claim.finding_note, claim.finding_digest = Finding(finding), note.strip()[:LONGEST_NOTE], draft.digest
        claim.checked_by, claim.checked_at = me.id, now()
        draft.state = ENDS[Move.CHECK]
        entry.detail["digest"] = draft.digest
    return claim


def sign_facts(session: Session, signing: Signing, draft_id: int, digest: str) -> Draft:
    """All facts verified: the checker signs the digest they saw."""
    me, draft = signing.me, locked(session, draft_id)
    with recorded(session, actor(me), Act.FACTS_SIGNED, f"draft:{draft_id}", academy_id=draft.academy_id, digest=digest):
        require_outsider(session, me, draft, Verb.CHECK, "check the facts of")
        check_move(draft.state, Move.SIGN_FACTS)
        same_digest(session, draft, digest)
        not_refused(session, draft)
        open_claims = [c for c in claims_of(session, draft_id) if c.finding is not Finding.VERIFIED or c.finding_digest != draft.digest]
        if open_claims:
            raise Refusal(
                f"{len(open_claims)} fact{'s are' if len(open_claims) > 1 else ' is'} not verified yet, first “{open_claims[0].text}”.",
                rule="facts-open",
                clause=profile_at(session, draft.academy_id).people_per_post.clause,
                next_step="Check each fact against its source, or send the draft back to its author.",
            )
        sign(session, signing, draft, SignKind.FACTS)
        found = refuse_blocked(session, draft)
        _route(session, draft, dpo=needs_dpo(session, draft, found))
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
        draft.state, draft.note = State.WITH_DPO, reason.strip()[:LONGEST_NOTE]
        tell_roles(session, draft.academy_id, [Role.DPO], _named(draft), f"/drafts/{draft_id}", subject=f"draft:{draft_id}")
    return draft


def dpo_decide(session: Session, signing: Signing, draft_id: int, digest: str, *, clear: bool, reason: str = "") -> Draft:
    """The data protection officer clears this digest, or refuses it and it cannot come back unchanged (S06.3)."""
    me, draft = signing.me, locked(session, draft_id)
    act = Act.DPO_CLEARED if clear else Act.DPO_REFUSED
    with recorded(session, actor(me), act, f"draft:{draft_id}", academy_id=draft.academy_id, digest=digest, reason=reason.strip()):
        require(session, me, Verb.CLEAR_DATA, Place(draft.academy_id))
        bar_contributors(session, me, draft, "clear the data of")
        check_move(draft.state, Move.CLEAR)
        same_digest(session, draft, digest)
        if not clear and not reason.strip():
            raise BadInput({"reason": "Say why, so that the author knows what to change."})
        settled(session, f"draft:{draft_id}")
        if clear:
            sign(session, signing, draft, SignKind.DPO)
            _route(session, draft, dpo=False)
        else:
            draft.state, draft.note, draft.refused_digest = State.NEEDS_CHANGES, reason.strip()[:LONGEST_NOTE], draft.digest
            void(session, draft, "refused by the data protection officer")
            _tell_author(session, draft, "The data protection officer sent your draft back")
    return draft


def approve(session: Session, signing: Signing, draft_id: int, digest: str) -> Draft:
    """Senior leadership approves exactly the digest on the page. Too late is missed, never sent."""
    me, draft = signing.me, locked(session, draft_id)
    with recorded(session, actor(me), Act.DRAFT_APPROVED, f"draft:{draft_id}", academy_id=draft.academy_id, digest=digest) as note:
        require_outsider(session, me, draft, Verb.APPROVE, "approve")
        check_move(draft.state, Move.APPROVE)
        same_digest(session, draft, digest)
        not_refused(session, draft)
        enough_people(session, me, draft)
        data_cleared(session, draft, refuse_blocked(session, draft))
        sign(session, signing, draft, SignKind.APPROVAL)
        draft.state = State.APPROVED
        late = draft.not_after <= now()
        note.detail["late"] = late
        for account in targets(session, draft):
            session.add(_release(draft, account, late=late))
        if late:
            _tell_author(session, draft, "Your draft was approved after its latest time, so it was not sent. Give it a new time")
    return draft


def send_back(session: Session, me: Person, draft_id: int, reason: str, *, reject: bool = False) -> Draft:
    """A checker or approver asks for changes, or rejects for good."""
    draft = locked(session, draft_id)
    move, act = (Move.REJECT, Act.DRAFT_REJECTED) if reject else (Move.RETURN, Act.DRAFT_RETURNED)
    with recorded(session, actor(me), act, f"draft:{draft_id}", academy_id=draft.academy_id, reason=reason.strip()):
        checking = draft.state in (State.SUBMITTED, State.CHECKING) and not reject
        require(session, me, Verb.CHECK if checking else Verb.APPROVE, Place(draft.academy_id))
        for account in targets(session, draft):
            require(session, me, Verb.CHECK if checking else Verb.APPROVE, Place(draft.academy_id, account.id))
        check_move(draft.state, move)
        if not reason.strip():
            raise BadInput({"reason": "Say what should change, so that the author knows."})
        call_back(session, draft)
        void(session, draft, "sent back" if not reject else "rejected")
        draft.state, draft.note = ENDS[move], reason.strip()[:LONGEST_NOTE]
        session.add(draft)
        _tell_author(session, draft, "Your draft was rejected" if reject else "Your draft was sent back")
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
        draft.state = State.WITHDRAWN
        session.add(draft)
    return draft


def _route(session: Session, draft: Draft, *, dpo: bool) -> None:
    """Into the next queue: facts first, then data, then leadership."""
    signed = {s.kind for s in live_signs(session, draft.id or 0) if s.digest == draft.digest}
    if SignKind.FACTS not in signed and needs_fact_check(session, draft):
        draft.state = State.SUBMITTED
    elif dpo and SignKind.DPO not in signed:
        draft.state = State.WITH_DPO
    else:
        draft.state = State.AWAITING_APPROVAL
    session.add(draft)


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


def _tell_author(session: Session, draft: Draft, text: str) -> None:
    tell_person(session, draft.academy_id, draft.author_id, f"{text}: {_named(draft)}", f"/drafts/{draft.id}")


def _named(draft: Draft) -> str:
    words = " ".join(draft.text.split())
    return f"draft {draft.id}, “{words[:60]}{'…' if len(words) > 60 else ''}”"

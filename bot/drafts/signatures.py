"""Signatures: who may sign, what a signature covers, and how one is told from a row somebody wrote by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import history
from bot.drafts.content import contributors, digest_of, targets
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Draft, SignOff
from bot.drafts.screening import needs_dpo, needs_fact_check
from bot.drafts.screens.base import Finding
from bot.errors import Refusal
from bot.people.grants import Place, profile_at, require, same_human
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.policy.show import version_hash
from bot.secrets import Vault


@dataclass(frozen=True)
class Signing:
    """What it takes to sign: who, and the keys that make a sign-off unforgeable."""

    me: Person
    vault: Vault


def live_signs(session: Session, draft_id: int) -> list[SignOff]:
    """Sign-offs that have not been voided, oldest first."""
    return list(session.exec(select(SignOff).where(SignOff.draft_id == draft_id, col(SignOff.voided_at).is_(None)).order_by(col(SignOff.id))))


def mark_of(vault: Vault, sign: SignOff) -> str:
    return vault.seal("sign-off", *mark_parts(sign))


def mark_parts(sign: SignOff) -> tuple[object, ...]:
    """What the seal covers: who signed what, as which kind, on which digest."""
    return sign.draft_id, sign.kind.value, sign.person_id, sign.digest


def barred(session: Session, me: Person, draft: Draft) -> Person | None:
    """The contributor that this person is, under any of their logins; None when they may sign."""
    for person_id in contributors(session, draft.id or 0):
        other = session.get_one(Person, person_id)
        if same_human(me, other):
            return other
    return None


def require_outsider(session: Session, me: Person, draft: Draft, verb: Verb, doing: str) -> None:
    require(session, me, verb, Place(draft.academy_id))
    for account in targets(session, draft):
        require(session, me, verb, Place(draft.academy_id, account.id))
    bar_contributors(session, me, draft, doing)


def bar_contributors(session: Session, me: Person, draft: Draft, doing: str) -> None:
    other = barred(session, me, draft)
    if other is None:
        return
    if other.id != me.id:
        raise Refusal(
            "You and somebody who wrote this draft have the same staff number or telephone, so you count as the same person.",
            rule="same-person",
            next_step="Ask somebody else. If this is a mistake, an administrator can put the register right.",
        )
    own = draft.author_id == me.id
    kind = {"approve": "self-approval", "check the facts of": "self-check"}.get(doing, "self-clearance")
    raise Refusal(
        f"You cannot {doing} this draft because you {'wrote' if own else 'changed'} it.",
        rule=f"{kind} attempt",
        clause=profile_at(session, draft.academy_id).people_per_post.clause,
        next_step="Ask somebody who has not touched it.",
    )


def not_refused(session: Session, draft: Draft) -> None:
    """What the data protection officer refused cannot come back unchanged, however it was changed in between (S06.3)."""
    sent_back = (Act.DPO_REFUSED, Act.DPO_CONDITIONS)
    refusals = [e for e in history(session, f"draft:{draft.id}") if e.act in sent_back and e.outcome is Outcome.DONE]
    reason = next((e.detail["reason"] for e in refusals if e.detail["digest"] == draft.digest), None)
    if reason is not None:
        raise Refusal(
            "The data protection officer refused exactly this draft, so it cannot come back unchanged.",
            rule="dpo-refused",
            next_step=f"Change it first. The reason was: {reason}",
        )


def enough_people(session: Session, me: Person, draft: Draft) -> None:
    """Two humans at least, three where the profile says so; the checker may also approve only if the profile says so."""
    profile = profile_at(session, draft.academy_id)
    signed = {s.kind: session.get_one(Person, s.person_id) for s in live_signs(session, draft.id or 0) if s.digest == draft.digest}
    checker = signed.get(SignKind.FACTS)
    if needs_fact_check(session, draft) and checker is None:
        raise Refusal("The facts have not been signed yet.", rule="facts-open", next_step="A second person checks them first.")
    if checker is not None and same_human(me, checker) and not profile.checker_may_approve.value:
        raise Refusal(
            "You checked the facts of this draft, and this academy wants a third person to approve.",
            rule="three-people",
            clause=profile.checker_may_approve.clause,
            next_step="Ask another member of senior leadership.",
        )


def data_cleared(session: Session, draft: Draft, found: Iterable[Finding]) -> None:
    """Asked again at approval: the state alone could have been moved past the data protection officer by hand."""
    signed = {s.kind for s in live_signs(session, draft.id or 0) if s.digest == draft.digest}
    if needs_dpo(session, draft, found) and SignKind.DPO not in signed:
        raise Refusal(
            "The data protection officer has not cleared this yet.",
            rule="dpo-open",
            clause=profile_at(session, draft.academy_id).dpo_check.clause,
            next_step="Press Ask the data protection officer, and say what they should look at.",
        )


def same_digest(session: Session, draft: Draft, seen: str) -> None:
    if digest_of(session, draft) != draft.digest:
        raise Refusal(
            "What is stored is not what was saved. Nothing was signed.",
            rule="tamper",
            next_step="Tell the Headteacher and the administrator now.",
        )
    if seen != draft.digest:
        raise Refusal(
            "The draft was changed after you opened it, so your signature would be for something you have not seen.",
            rule="digest",
            next_step="Reload the page, read it again, then sign.",
        )


def enough_humans(session: Session, draft: Draft, also: Person) -> bool:
    """Whether at least as many different humans as the profile wants stand behind it: who wrote, who signed, and this one."""
    signed = [s.person_id for s in live_signs(session, draft.id or 0) if s.digest == draft.digest]
    humans: list[Person] = []
    for person in (also, *(session.get_one(Person, key) for key in (draft.author_id, *signed))):
        if not any(same_human(person, other) for other in humans):
            humans.append(person)
    return len(humans) >= max(2, profile_at(session, draft.academy_id).people_per_post.value)


def sign(session: Session, signing: Signing, draft: Draft, kind: SignKind, **more: Any) -> None:
    """`more` are the columns that say how it was signed: the reason, the warnings, the seconds."""
    under = version_hash(profile_at(session, draft.academy_id))
    sign = SignOff(draft_id=draft.id or 0, kind=kind, person_id=signing.me.id or 0, digest=draft.digest, mark="", profile_hash=under, **more)
    sign.mark = mark_of(signing.vault, sign)
    session.add(sign)
    session.flush()

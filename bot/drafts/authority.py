"""The last test before a post leaves: everything that was true when people signed must be true now (invariant I4)."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.accounts import register, stop
from bot.accounts.models import Account
from bot.clock import now, spoken
from bot.drafts.content import contributors, digest_of, targets
from bot.drafts.lifecycle import ReleaseState, SignKind, State
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.screening import needs_fact_check
from bot.drafts.signatures import live_signs, mark_parts
from bot.people.grants import Place, profile_at, same_human, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.secrets import Vault

VERB_OF = {SignKind.FACTS: Verb.CHECK, SignKind.APPROVAL: Verb.APPROVE, SignKind.DPO: Verb.CLEAR_DATA}


@dataclass(frozen=True)
class Held:
    """Why it may not leave now. `tamper` means the rows contradict the signatures, which no ordinary use can bring about."""

    state: ReleaseState
    sentence: str
    rule: str

    @property
    def tamper(self) -> bool:
        return self.rule == "tamper"


def why_held(session: Session, release: Release, draft: Draft, account: Account, vault: Vault) -> Held | None:
    """None when it may leave. Asked inside the claim, in the same transaction as the intent."""
    if now() > draft.not_after:
        return Held(ReleaseState.MISSED, f"Its latest time was {spoken(draft.not_after)}. It was not sent.", "window")
    if draft.not_before and now() < draft.not_before:
        return Held(ReleaseState.HELD, f"It is not to go out before {spoken(draft.not_before)}.", "window")
    switch = stop.standing(session, account)
    if switch is not None:
        return Held(ReleaseState.HELD, f"The stop switch is on: {switch.reason}", "stop")
    unfit = register.unfit(session, account)
    if unfit is not None:
        return Held(ReleaseState.HELD, unfit, "account")
    return tampered(session, release, draft, vault) or _lapsed(session, draft, account)


def tampered(session: Session, release: Release | None, draft: Draft, vault: Vault) -> Held | None:
    """Whether the rows say more than was signed: recomputed from the bytes, not read from a column (S13.2)."""
    found = _contradiction(session, release, draft, vault)
    return Held(ReleaseState.HELD, f"{found} Nothing was sent. Tell the Headteacher now.", "tamper") if found else None


def _contradiction(session: Session, release: Release | None, draft: Draft, vault: Vault) -> str | None:
    digest = digest_of(session, draft)
    if draft.state is not State.APPROVED:
        return "The draft is not approved, but it was in the queue."
    if digest != draft.digest or (release is not None and release.digest != digest):
        return "The draft is not what was approved."
    if release is not None and release.account_id not in {a.id for a in targets(session, draft)}:
        return "The draft was not approved for this account."
    signs = {s.kind: s for s in live_signs(session, draft.id or 0) if s.digest == digest and vault.sealed(s.mark, "sign-off", *mark_parts(s))}
    if SignKind.APPROVAL not in signs:
        return "There is no valid approval for it."
    if needs_fact_check(session, draft) and SignKind.FACTS not in signs:
        return "There is no valid fact check for it."
    return _too_few_people(session, draft, signs)


def _too_few_people(session: Session, draft: Draft, signs: dict[SignKind, SignOff]) -> str | None:
    wrote = [session.get_one(Person, person_id) for person_id in contributors(session, draft.id or 0)]
    signed = [session.get_one(Person, s.person_id) for s in signs.values()]
    if any(same_human(one, other) for one in wrote for other in signed):
        return "Somebody who wrote it also signed it."
    humans: list[Person] = []
    for person in (session.get_one(Person, draft.author_id), *signed):
        if not any(same_human(person, other) for other in humans):
            humans.append(person)
    wanted = profile_at(session, draft.academy_id).people_per_post.value
    return None if len(humans) >= wanted else f"It carries {len(humans)} people's names; this academy wants {wanted}."


def _lapsed(session: Session, draft: Draft, account: Account) -> Held | None:
    """Permissions count at the moment of publishing too: an expired or revoked one stops the post (S03.2)."""
    place = Place(draft.academy_id, account.id)
    people = [(draft.author_id, Verb.DRAFT, "wrote")]
    words = {SignKind.FACTS: "checked", SignKind.APPROVAL: "approved", SignKind.DPO: "cleared"}
    people += [(s.person_id, VERB_OF[s.kind], words[s.kind]) for s in live_signs(session, draft.id or 0)]
    for person_id, verb, did in people:
        person = session.get_one(Person, person_id)
        refusal = why_not(session, person, verb, place)
        if refusal is not None:
            return Held(ReleaseState.HELD, f"{person.name}, who {did} it, may no longer do so: {refusal.sentence}", "authority")
    return None

"""The last test before a post leaves: everything that was true when people signed must be true now (invariant I4)."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.accounts import register, stop
from bot.accounts.models import Account
from bot.audit.actions import Act, Outcome
from bot.audit.log import history
from bot.audit.models import Entry
from bot.cases import evidence_room
from bot.clock import now, spoken
from bot.drafts import modes, reconcile, threads, tombstones
from bot.drafts.content import bundle_of, contributors, digest_of, targets
from bot.drafts.lifecycle import ReleaseState, SignKind, State
from bot.drafts.links import checks as links
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.screening import findings, holds_facts, needs_fact_check, says_personal_data, sensitive
from bot.drafts.signatures import live_signs, mark_parts
from bot.errors import Misconfigured
from bot.people.grants import Place, profile_at, same_human, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.policy.show import version_hash
from bot.secrets import Vault

VERB_OF = {SignKind.FACTS: Verb.CHECK, SignKind.APPROVAL: Verb.APPROVE, SignKind.DPO: Verb.CLEAR_DATA, SignKind.EXTRA: Verb.APPROVE_EXTRA}
FATE = (Act.PUBLISHED, Act.PUBLISH_UNKNOWN, Act.PUBLISH_ABSENT, Act.PUBLISH_RELEASED)
Signs = dict[SignKind, SignOff]


@dataclass(frozen=True)
class Held:
    """Why it may not leave now; `queued` when it only waits for the part of its thread before it. `tamper` means that the rows
    contradict the signatures, which no ordinary use can bring about."""

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
    halted = paused(session, account)
    if halted is not None:
        return halted
    mode = modes.holds(session, draft)
    if mode is not None:
        return Held(ReleaseState.HELD, modes.sentence(mode), "mode")
    unfit = register.unfit(session, account)
    if unfit is not None:
        return Held(ReleaseState.HELD, unfit, "account")
    return (
        _out_of_turn(session, draft, account)
        or tampered(session, release, draft, vault)
        or _stricter_now(session, draft, vault)
        or _lapsed(session, draft, account)
        or _removed_since(session, release, draft, account)
        or _screened_now(session, draft, vault)
    )


def paused(session: Session, account: Account) -> Held | None:
    """Whatever the post: the stop switch, a database put back from a backup, or a disk whose last room belongs to evidence."""
    switch = stop.standing(session, account)
    if switch is not None:
        return Held(ReleaseState.HELD, f"The stop switch is on: {switch.reason}", "stop")
    if reconcile.standing(session) is not None:
        return Held(ReleaseState.HELD, reconcile.SENTENCE, "restore")
    full = evidence_room.short(session)
    return Held(ReleaseState.HELD, full, "storage") if full is not None else None


def _out_of_turn(session: Session, draft: Draft, account: Account) -> Held | None:
    before = threads.before_it(session, draft, account)
    return Held(ReleaseState.QUEUED if before.waits else ReleaseState.HELD, before.sentence, "thread") if before else None


def tampered(session: Session, release: Release | None, draft: Draft, vault: Vault) -> Held | None:
    """Whether the rows say more than was signed: recomputed from the bytes, not read from a column (S13.2)."""
    found = _contradiction(session, draft, vault) or (_not_this_release(session, release, draft) if release else None)
    return Held(ReleaseState.HELD, f"{found} Nothing was sent. Tell the Headteacher now.", "tamper") if found else None


def _contradiction(session: Session, draft: Draft, vault: Vault) -> str | None:
    if draft.state is not State.APPROVED:
        return "The draft is not approved, but it was in the queue."
    if digest_of(session, draft) != draft.digest:
        return "The draft is not what was approved."
    signs = _valid(session, draft, vault)
    wanted = {
        SignKind.APPROVAL: (True, "There is no valid approval for it."),
        SignKind.FACTS: (holds_facts(session, draft), "There is no valid fact check for it."),
        SignKind.DPO: (says_personal_data(draft), "The data protection officer has not cleared it."),
    }
    missing = next((sentence for kind, (needed, sentence) in wanted.items() if needed and kind not in signs), None)
    if missing:
        return missing
    wrote = [session.get_one(Person, person_id) for person_id in contributors(session, draft.id or 0)]
    signed = [session.get_one(Person, s.person_id) for s in signs.values()]
    if any(same_human(one, other) for one in wrote for other in signed):
        return "Somebody who wrote it also signed it."
    return None


def _not_this_release(session: Session, release: Release, draft: Draft) -> str | None:
    if release.digest != draft.digest:
        return "The draft is not what was approved."
    if release.account_id not in {a.id for a in targets(session, draft)}:
        return "The draft was not approved for this account."
    said = [e for e in history(session, f"draft:{draft.id}") if e.outcome is Outcome.DONE and _speaks_of(e, release)]
    if any(e.act == Act.PUBLISHED or e.detail.get("up") for e in said):
        return "The record says that it went out on this account already."
    if said and said[-1].act == Act.PUBLISH_UNKNOWN:
        return "The record says that it may be on the account already, and that nobody has looked."
    return None


def _speaks_of(entry: Entry, release: Release) -> bool:
    """Whether the entry tells what became of sending this: the record cannot be edited as a row can."""
    sent = entry.account_id == release.account_id and entry.detail.get("digest") == release.digest
    return entry.act in FATE and (sent or entry.detail.get("release") == release.id)


def _valid(session: Session, draft: Draft, vault: Vault) -> Signs:
    """Sign-offs on exactly this digest that were made by signing, not by writing a row."""
    return {s.kind: s for s in live_signs(session, draft.id or 0) if s.digest == draft.digest and vault.sealed(s.mark, "sign-off", *mark_parts(s))}


def _stricter_now(session: Session, draft: Draft, vault: Vault) -> Held | None:
    """The academy's policy may have become stricter since people signed; then the stricter one counts (control C01)."""
    profile, signs = profile_at(session, draft.academy_id), _valid(session, draft, vault)
    humans: list[Person] = []
    for person in (session.get_one(Person, draft.author_id), *(session.get_one(Person, s.person_id) for s in signs.values())):
        if not any(same_human(person, other) for other in humans):
            humans.append(person)
    checker, approver = (signs[kind].person_id if kind in signs else None for kind in (SignKind.FACTS, SignKind.APPROVAL))
    wanted = profile.people_per_post.value
    asked = {
        "a second person to check the facts": needs_fact_check(session, draft) and checker is None,
        "the data protection officer to clear it": profile.dpo_check.value == "always" and SignKind.DPO not in signs,
        f"{wanted} people behind each post": len(humans) < wanted,
        "different people to check and to approve": checker is not None and checker == approver and not profile.checker_may_approve.value,
    }
    missing = next((what for what, is_missing in asked.items() if is_missing), None)
    if missing is None:
        return None
    return Held(ReleaseState.HELD, f"The academy's policy now wants {missing}. Send it round again.", "policy")


def _screened_now(session: Session, draft: Draft, vault: Vault) -> Held | None:
    """The screens once more, with what is known and in force now: consent, the register of names, the policy. Only what blocks counts."""
    approval = _valid(session, draft, vault).get(SignKind.APPROVAL)
    other = approval is not None and approval.profile_hash != version_hash(profile_at(session, draft.academy_id))
    since = " The policy profile was changed after it was approved." if other else ""
    try:
        found = findings(session, draft, last=True)
    except Misconfigured as problem:  # a check that cannot run is a check that failed
        return Held(ReleaseState.HELD, problem.sentence, "screens")
    block = next((f for f in found if f.level == "block"), None)
    if block is not None:
        return Held(ReleaseState.HELD, f"A check stops it now: {block.message}{since}", f"screen:{block.screen}")
    if onward := links.moved(session, draft.id or 0, draft.academy_id, bundle_of(session, draft)):
        return Held(ReleaseState.HELD, f"{onward} leads to another site than when this was approved. Send it back, and it goes round again.", "links")
    if sensitive(session, draft, found) and SignKind.EXTRA not in _valid(session, draft, vault):
        return Held(ReleaseState.HELD, f"Its topic needs an extra approval now.{since} Send it back, and it goes round again.", "policy")
    if modes.demands(session, draft.academy_id, found).extra_approver and not _two_approvers(session, _valid(session, draft, vault)):
        why = "A sensitive period now asks for two approvers and a balance note. Send it back, and it goes round again."
        return Held(ReleaseState.HELD, why, "mode")
    return None


def _removed_since(session: Session, release: Release, draft: Draft, account: Account) -> Held | None:
    """What a person took down does not come back by itself; who approves the words afterwards was shown the removal."""
    found = tombstones.standing(session, account, draft.text, release.id)
    if not found:
        return None
    signed = [s.at for s in live_signs(session, draft.id or 0) if s.kind is SignKind.APPROVAL]
    newer = next((stone for stone in found if not signed or stone.at >= max(signed)), None)
    if newer is None:
        return None
    again = "It goes out only after another approval: call the draft back and submit it again, and the approver is shown the removal."
    return Held(ReleaseState.HELD, f"{newer.sentence} {again}", "removed")


def _two_approvers(session: Session, signs: Signs) -> bool:
    both = [session.get_one(Person, signs[kind].person_id) for kind in (SignKind.APPROVAL, SignKind.EXTRA) if kind in signs]
    return len(both) == 2 and not same_human(*both)


def _lapsed(session: Session, draft: Draft, account: Account) -> Held | None:
    """Permissions count at the moment of publishing too: an expired or revoked one stops the post (S03.2)."""
    place = Place(draft.academy_id, account.id)
    people = [(draft.author_id, Verb.DRAFT, "wrote")]
    words = {SignKind.FACTS: "checked", SignKind.APPROVAL: "approved", SignKind.DPO: "cleared", SignKind.EXTRA: "gave the extra approval of"}
    people += [(s.person_id, VERB_OF[s.kind], words[s.kind]) for s in live_signs(session, draft.id or 0)]
    for person_id, verb, did in people:
        person = session.get_one(Person, person_id)
        refusal = why_not(session, person, verb, place)
        if refusal is not None:
            return Held(ReleaseState.HELD, f"{person.name}, who {did} it, may no longer do so: {refusal.sentence}", "authority")
    return None

"""Where a draft stands, in sentences: the next step and who can take it, what stops it, why the step is not mine."""

from sqlmodel import Session

from bot.clock import now, spoken
from bot.drafts import turns
from bot.drafts.advisers import open_for, words
from bot.drafts.content import claims_of
from bot.drafts.lifecycle import Finding, ReleaseState, State
from bot.drafts.models import Draft, Release
from bot.drafts.signatures import not_refused
from bot.errors import Refusal
from bot.people.models import Person
from bot.web.pages.draft_check import LEVELS, Said

# What the person at the draft is asked for next, and of whom.
ASKED = {
    State.DRAFT: "Its author submits it.",
    State.ADVICE: "Somebody asked first: it waits for an answer, and nobody can approve it until then.",
    State.NEEDS_CHANGES: "Its author changes it and submits it again.",
    State.SUBMITTED: "A second person checks each fact against its source.",
    State.CHECKING: "The facts are signed when each is verified.",
    State.WITH_DPO: "The data protection officer decides whether the data may be public.",
    State.AWAITING_APPROVAL: "Senior leadership reads it and approves exactly this version.",
    State.AWAITING_EXTRA: "Senior leadership has approved it. Its topic is sensitive, so one more person approves exactly this version.",
    State.APPROVED: "It leaves by itself in its time, after a last test.",
    State.REJECTED: "Nothing. A new draft can be written.",
    State.WITHDRAWN: "Nothing. A new draft can be written.",
    State.EXPIRED: "Nothing. A new draft can be written.",
}
OVER = (State.APPROVED, State.REJECTED, State.WITHDRAWN, State.EXPIRED)
BLOCKS = LEVELS["block"][0]
WARNS = LEVELS["warn"][0]


def name(session: Session, person_id: int | None) -> str:
    return session.get_one(Person, person_id).name if person_id else ""


def next_step(session: Session, draft: Draft, releases: list[Release]) -> str:
    """The next step, and who can take it."""
    trouble = [r for r in releases if r.state in turns.TROUBLE]
    if draft.state is State.APPROVED and trouble:
        if any(r.state is ReleaseState.MISSED for r in trouble):
            return f"{name(session, draft.author_id)} gives it a new time; it then needs new signatures."
        return "Senior leadership looks at it and decides; see below for each account."
    if draft.state is State.APPROVED and releases and all(r.state is ReleaseState.VERIFIED for r in releases):
        return "Nothing. It is live."
    if draft.state not in turns.NEXT:
        return _advised(session, draft) or ASKED[draft.state]
    names = [p.name for p in turns.who_can(session, draft)]
    if not names:
        return f"{ASKED[draft.state]} Nobody can do this at the moment: ask the Headteacher to name somebody who has not touched the draft."
    return f"{ASKED[draft.state]} This can be done by {' or '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}."


def _advised(session: Session, draft: Draft) -> str:
    asked = open_for(session, draft.id or 0) if draft.state is State.ADVICE else None
    return f"It waits for advice from {words(asked)}. Nobody can approve it until somebody has answered." if asked else ""


def barred(session: Session, me: Person, draft: Draft) -> Refusal | None:
    """Why the next step is not mine, for those who would otherwise expect to take it: having written it comes before all else."""
    if draft.state not in turns.NEXT:
        return None
    wrote = turns.why_barred(session, me, draft)
    refusal = wrote or turns.why_not(session, me, draft, turns.NEXT[draft.state][0])
    return None if refusal is None or refusal.rule == "role" else refusal


def blocked(session: Session, draft: Draft, said: list[Said]) -> list[str]:
    """What the author has to change before anybody else can do anything, in sentences."""
    if draft.state in OVER:
        return []
    found = [s.message for s in said if s.level == BLOCKS]
    try:
        not_refused(session, draft)
    except Refusal as refusal:
        found.append(refusal.sentence)
    if draft.not_after <= now() and draft.state in (State.DRAFT, State.NEEDS_CHANGES):
        found.append(f"Its latest time was {spoken(draft.not_after)}. Choose a later one.")
    return found


def open_facts(session: Session, draft: Draft) -> list[str]:
    """Facts that cannot be verified as they are; the draft can be submitted, but it will get no further."""
    if draft.state in OVER:
        return []
    claims = claims_of(session, draft.id or 0)
    found, bare = [], [c for c in claims if not c.source]
    if bare:
        many = f"{len(bare)} facts have no source yet, first" if len(bare) > 1 else "One fact has no source yet:"
        found.append(f"{many} {quoted(bare[0].text)}. Without one, nobody can verify it.")
    doubted = [c for c in claims if c.finding in (Finding.WRONG, Finding.CANNOT_TELL) and c.finding_digest == draft.digest]
    return found + [f"{quoted(c.text)} was marked {c.finding.value}: {c.finding_note}" for c in doubted]


def quoted(words: str) -> str:
    """In quotation marks, unless it brings its own."""
    return words if words[:1] in "“‘\"'" else f"“{words}”"

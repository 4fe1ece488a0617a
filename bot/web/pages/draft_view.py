"""Everything one draft's page shows, read from the rows: where it stands, what stops it, who signed, what changed."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.log import history
from bot.clock import now, spoken
from bot.drafts import turns
from bot.drafts.content import QUESTIONS, claims_of, contributors, targets
from bot.drafts.lifecycle import COLOURS, WORDS, Finding, Move, ReleaseState, State, overall
from bot.drafts.models import Claim, Draft, DraftMedia, Release, SignOff, Version
from bot.drafts.screening import findings
from bot.errors import Refusal
from bot.people.grants import Place, academy
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.web.access import Visit
from bot.web.pages.draft_check import LEVELS, Said, counts, shown
from bot.web.pages.draft_rows import named, window
from bot.web.pages.word_diff import Part, parts

OFFERED = (Move.SUBMIT, Move.CHANGE, Move.SIGN_FACTS, Move.APPROVE, Move.CLEAR, Move.ASK_DPO, Move.RETURN, Move.REJECT, Move.WITHDRAW)
# What the person at the draft is asked for next, and of whom.
ASKED = {
    State.DRAFT: "Its author submits it.",
    State.NEEDS_CHANGES: "Its author changes it and submits it again.",
    State.SUBMITTED: "A second person checks each fact against its source.",
    State.CHECKING: "The facts are signed when each is verified.",
    State.WITH_DPO: "The data protection officer decides whether the data may be public.",
    State.AWAITING_APPROVAL: "Senior leadership reads it and approves exactly this version.",
    State.APPROVED: "It leaves by itself in its time, after a last test.",
    State.REJECTED: "Nothing. A new draft can be written.",
    State.WITHDRAWN: "Nothing. A new draft can be written.",
    State.EXPIRED: "Nothing. A new draft can be written.",
}
OVER = (State.APPROVED, State.REJECTED, State.WITHDRAWN, State.EXPIRED)
SCREENED = (Move.SUBMIT, Move.SIGN_FACTS, Move.APPROVE)  # the moves that are refused while a screen blocks
BLOCKS = LEVELS["block"][0]
ANSWERS = {"no": "No", "yes": "Yes", "unsure": "I am not sure"}
FINDINGS = {Finding.NONE: "grey", Finding.VERIFIED: "green", Finding.WRONG: "red", Finding.CANNOT_TELL: "orange"}


@dataclass(frozen=True)
class ClaimRow:
    claim: Claim
    quoted: str
    before: str
    after: str
    finding: str
    colour: str
    by: str


@dataclass(frozen=True)
class Sent:
    release: Release
    account: str
    words: str
    colour: str
    may_send: bool
    may_resolve: bool


@dataclass(frozen=True)
class Change:
    version: int
    by: str
    at: str
    parts: list[Part]
    also: list[str]


def everything(visit: Visit, draft: Draft) -> dict[str, Any]:
    session, me = visit.session, visit.me
    releases = list(session.exec(select(Release).where(Release.draft_id == draft.id).order_by(col(Release.id))))
    state = overall(draft.state, [r.state for r in releases])
    accounts = targets(session, draft)
    said = shown(draft.text, findings(session, draft))
    blocked = _blocked(draft, said)
    return {
        "draft": draft,
        "state_words": WORDS[state],
        "colour": COLOURS[state],
        "home": academy(session, draft.academy_id).name,
        "author": _name(session, draft.author_id),
        "contributors": [_name(session, p) for p in contributors(session, draft.id or 0)],
        "window": window(draft),
        "answers": [(words, ANSWERS.get(draft.answers.get(name, ""), "Not answered")) for name, (words, _) in QUESTIONS.items()],
        "next": _next(session, draft, releases),
        "accounts": [named(a) for a in accounts],
        "counts": counts(draft.text, [a.platform for a in accounts]),
        "pictures": session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id).order_by(col(DraftMedia.position))).all(),
        "screened": [s for s in said if not (blocked and s.level == BLOCKS)],
        "stops": blocked + _open_facts(session, draft),
        "claims": claim_rows(session, draft),
        "signs": _signs(session, draft),
        "releases": [_sent(visit, draft, r) for r in releases],
        "history": history(session, f"draft:{draft.id}")[::-1][:100],
        "changes": _changes(session, draft),
        "may": {move.name: not (blocked and move in SCREENED) and turns.why_not(session, me, draft, move) is None for move in OFFERED},
        "barred": _barred(session, me, draft),
    }


def _name(session: Session, person_id: int | None) -> str:
    return session.get_one(Person, person_id).name if person_id else ""


def _next(session: Session, draft: Draft, releases: list[Release]) -> str:
    """The next step, and who can take it."""
    trouble = [r for r in releases if r.state in turns.TROUBLE]
    if draft.state is State.APPROVED and trouble:
        if any(r.state is ReleaseState.MISSED for r in trouble):
            return f"{_name(session, draft.author_id)} gives it a new time; it then needs new signatures."
        return "Senior leadership looks at it and decides; see below for each account."
    if draft.state not in turns.NEXT:
        return ASKED[draft.state]
    names = [p.name for p in turns.who_can(session, draft)]
    if not names:
        return f"{ASKED[draft.state]} Nobody can do this at the moment: ask the Headteacher to name somebody who has not touched the draft."
    return f"{ASKED[draft.state]} This can be done by {' or '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}."


def _barred(session: Session, me: Person, draft: Draft) -> Refusal | None:
    """Why the next step is not mine, for those who would otherwise expect to take it: having written it comes before all else."""
    if draft.state not in turns.NEXT:
        return None
    wrote = turns.why_barred(session, me, draft)
    refusal = wrote or turns.why_not(session, me, draft, turns.NEXT[draft.state][0])
    return None if refusal is None or refusal.rule == "role" else refusal


def _blocked(draft: Draft, said: list[Said]) -> list[str]:
    """What the author has to change before anybody else can do anything, in sentences."""
    if draft.state in OVER:
        return []
    found = [s.message for s in said if s.level == BLOCKS]
    if draft.refused_digest == draft.digest:
        found.append("The data protection officer refused exactly this text. Change it before it is submitted again.")
    if draft.not_after <= now() and draft.state in (State.DRAFT, State.NEEDS_CHANGES):
        found.append(f"Its latest time was {spoken(draft.not_after)}. Choose a later one.")
    return found


def _open_facts(session: Session, draft: Draft) -> list[str]:
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


def claim_rows(session: Session, draft: Draft) -> list[ClaimRow]:
    """A finding made on another version does not count, and is shown as not checked."""
    return [_claim_row(session, draft, claim) for claim in claims_of(session, draft.id or 0)]


def _claim_row(session: Session, draft: Draft, claim: Claim) -> ClaimRow:
    text, current = draft.text, claim.finding_digest == draft.digest
    begin = max(text.rfind(mark, 0, claim.start) for mark in (". ", "! ", "? ", "\n")) + 1
    ends = [n for mark in (". ", "! ", "? ", "\n") if (n := text.find(mark, claim.end)) >= 0]
    finding = claim.finding if current else Finding.NONE
    by = _name(session, claim.checked_by) if current else ""
    return ClaimRow(
        claim,
        quoted(claim.text),
        text[begin : claim.start].lstrip(),
        text[claim.end : min(ends, default=len(text)) + 1],
        finding.value,
        FINDINGS[finding],
        by,
    )


def _signs(session: Session, draft: Draft) -> list[tuple[SignOff, str, bool]]:
    """(sign-off, who, whether it counts for what is here now), newest first."""
    rows = session.exec(select(SignOff).where(SignOff.draft_id == draft.id).order_by(col(SignOff.id).desc()))
    return [(s, _name(session, s.person_id), s.voided_at is None and s.digest == draft.digest) for s in rows]


def _sent(visit: Visit, draft: Draft, release: Release) -> Sent:
    account = visit.session.get_one(Account, release.account_id)
    leads = visit.may(Verb.RELEASE, Place(draft.academy_id))
    return Sent(
        release,
        named(account),
        WORDS[release.state],
        COLOURS[release.state],
        leads and release.state in (ReleaseState.HELD, ReleaseState.FAILED) and draft.not_after > now(),
        leads and release.state is ReleaseState.UNKNOWN,
    )


ALSO = {
    "accounts": "the accounts",
    "pictures": "the pictures or their descriptions",
    "sources": "the sources",
    "not_before": "when it goes out",
    "not_after": "the latest time",
}


def _changes(session: Session, draft: Draft) -> list[Change]:
    """Every version beside the one before it, newest first."""
    rows = list(session.exec(select(Version).where(Version.draft_id == draft.id).order_by(col(Version.version))))
    found = []
    for before, after in pairwise(rows):
        old, new = before.content, after.content
        also = [words for name, words in ALSO.items() if old.get(name) != new.get(name)]
        if old["text"] == new["text"] and not also:
            also = ["the answers, the sources of the facts or who may reply"]
        text = parts(old["text"], new["text"]) if old["text"] != new["text"] else []
        found.append(Change(after.version, _name(session, after.by), spoken(after.at), text, also))
    return found[::-1]

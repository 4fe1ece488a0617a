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
from bot.drafts.lifecycle import COLOURS, WORDS, Finding, Move, ReleaseState, overall
from bot.drafts.models import Claim, Draft, DraftMedia, Release, SignOff, Version
from bot.drafts.screening import findings
from bot.drafts.splitting import offered
from bot.people.grants import Place, academy
from bot.people.permissions import Verb
from bot.web.access import Visit
from bot.web.forms import Filled
from bot.web.pages.draft_advice import asked_first
from bot.web.pages.draft_check import counts, shown
from bot.web.pages.draft_extra import extra, state_words
from bot.web.pages.draft_faces import pictured
from bot.web.pages.draft_links import live
from bot.web.pages.draft_opened import opened
from bot.web.pages.draft_rows import named, waits, window
from bot.web.pages.draft_standing import BLOCKS, WARNS, barred, blocked, name, next_step, open_facts, quoted
from bot.web.pages.draft_thread import thread
from bot.web.pages.planning.on_draft import planned
from bot.web.pages.source_view import SourceView, source_view
from bot.web.pages.word_diff import Part, parts

OFFERED = (
    Move.SUBMIT,
    Move.CHANGE,
    Move.ADOPT,
    Move.SIGN_FACTS,
    Move.APPROVE,
    Move.APPROVE_EXTRA,
    Move.CLEAR,
    Move.ASK_DPO,
    Move.RETURN,
    Move.REJECT,
    Move.WITHDRAW,
)
SCREENED = (Move.SUBMIT, Move.SIGN_FACTS, Move.APPROVE, Move.APPROVE_EXTRA)  # the moves that are refused while a screen blocks
ANSWERS = {"no": "No", "yes": "Yes", "unsure": "I am not sure"}
FINDINGS = {Finding.NONE: "grey", Finding.VERIFIED: "green", Finding.WRONG: "red", Finding.CANNOT_TELL: "orange", Finding.NOT_A_FACT: "green"}


@dataclass(frozen=True)
class ClaimRow:
    claim: Claim
    quoted: str
    before: str
    after: str
    finding: str
    colour: str
    by: str
    source: SourceView | None


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


def everything(visit: Visit, draft: Draft, typed: Filled | None = None) -> dict[str, Any]:
    session, me = visit.session, visit.me
    releases = list(session.exec(select(Release).where(Release.draft_id == draft.id).order_by(col(Release.id))))
    state = overall(draft.state, [r.state for r in releases])
    accounts = targets(session, draft)
    found = findings(session, draft)
    said = shown(draft.text, found)
    blocks = blocked(session, draft, said)
    return {
        "draft": draft,
        "state_words": state_words(session, draft, state),
        "colour": COLOURS[state],
        "home": academy(session, draft.academy_id).name,
        "author": name(session, draft.author_id),
        "contributors": [name(session, p) for p in contributors(session, draft.id or 0)],
        "window": window(draft),
        "answers": [(words, ANSWERS.get(draft.answers.get(name, ""), "Not answered")) for name, (words, _) in QUESTIONS.items()],
        "next": next_step(session, draft, releases),
        "accounts": [named(a) for a in accounts],
        "counts": counts(draft.text, [a.platform for a in accounts]),
        "splits": offered(draft.text, [a.platform for a in accounts]),
        "pictures": session.exec(select(DraftMedia).where(DraftMedia.draft_id == draft.id).order_by(col(DraftMedia.position))).all(),
        "screened": [s for s in said if not (blocks and s.level == BLOCKS)],
        "stops": blocks + open_facts(session, draft),
        **pictured(visit, draft),
        **live(visit, draft),
        "claims": claim_rows(session, draft),
        "signs": _signs(session, draft),
        "releases": [_sent(visit, draft, r) for r in releases],
        "history": history(session, f"draft:{draft.id}")[::-1][:100],
        "changes": _changes(session, draft),
        "may": {move.name: not (blocks and move in SCREENED) and turns.why_not(session, me, draft, move) is None for move in OFFERED},
        "barred": barred(session, me, draft),
        **asked_first(visit, draft),
        "waits": waits(session, draft),
        "warned": [s for s in said if s.level == WARNS],
        "extra": extra(session, draft, found),
        "opened": opened(visit, draft.id or 0, typed),
        **planned(visit, draft),
        **thread(visit, draft),
    }


def claim_rows(session: Session, draft: Draft) -> list[ClaimRow]:
    """A finding made on another version does not count, and is shown as not checked."""
    return [_claim_row(session, draft, claim) for claim in claims_of(session, draft.id or 0)]


def _claim_row(session: Session, draft: Draft, claim: Claim) -> ClaimRow:
    text, current = draft.text, claim.finding_digest == draft.digest
    begin = max(text.rfind(mark, 0, claim.start) for mark in (". ", "! ", "? ", "\n")) + 1
    ends = [n for mark in (". ", "! ", "? ", "\n") if (n := text.find(mark, claim.end)) >= 0]
    finding = claim.finding if current else Finding.NONE
    by = name(session, claim.checked_by) if current else ""
    return ClaimRow(
        claim,
        quoted(claim.text),
        text[begin : claim.start].lstrip(),
        text[claim.end : min(ends, default=len(text)) + 1],
        finding.value,
        FINDINGS[finding],
        by,
        source_view(session, draft, claim),
    )


def _signs(session: Session, draft: Draft) -> list[tuple[SignOff, str, bool]]:
    """(sign-off, who, whether it counts for what is here now), newest first."""
    rows = session.exec(select(SignOff).where(SignOff.draft_id == draft.id).order_by(col(SignOff.id).desc()))
    return [(s, name(session, s.person_id), s.voided_at is None and s.digest == draft.digest) for s in rows]


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
    "continues": "the post it continues",
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
        found.append(Change(after.version, name(session, after.by), spoken(after.at), text, also))
    return found[::-1]

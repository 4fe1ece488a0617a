"""Giving each fact its source: an address, a file, pasted words, or the reason why it is no fact. And the kept files themselves."""

from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from bot.drafts import sources, turns, write
from bot.drafts.content import Content, claims_of
from bot.drafts.lifecycle import Move
from bot.drafts.models import Claim, ClaimOrigin, Draft
from bot.drafts.sources_keep import keep, keep_pasted
from bot.drafts.sources_marks import NOT_A_FACT, denial, given, plain
from bot.drafts.sources_marks import mark as marked
from bot.drafts.sources_marks import typed as as_typed
from bot.drafts.sources_models import ClaimSourceText, SourceKind
from bot.drafts.sources_read import LARGEST_FILE, SERVED, arrived
from bot.errors import BadInput, Conflict, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.draft_standing import quoted
from bot.web.pages.draft_typed import LONGEST_SOURCE
from bot.web.rendering import done, page

router = APIRouter()
MayWrite = Annotated[Visit, allowed(Verb.DRAFT)]
FORM = "drafts/sources.html"
KINDS = (
    ("where", "An address, or a document and page"),
    ("paste", "Pasted words"),
    ("file", "A file"),
    ("none", "This is not a fact"),
)
HOW = dict(KINDS)
MISSING = {SourceKind.FILE: {"file": "Choose a file."}, SourceKind.TEXT: {"paste": "Paste the words of the source."}}


@dataclass(frozen=True)
class Asked:
    """One fact in the form. `kept` is the file or pasted text it has."""

    number: int
    claim: Claim
    quoted: str
    how: str
    where: str
    kept: str
    reason: str
    mine: bool  # added by its author, who may take it out again


@router.get("/drafts/{draft_id}/sources")
def form(visit: MayWrite, draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, FORM, **_fields(visit, draft))


@router.post("/drafts/{draft_id}/sources")
def save(visit: MayWrite, draft_id: int, typed: Typed) -> Response:
    """Files are kept as they arrive, so that a mistake beside another fact loses none of them."""
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    try:
        content = _read(visit, draft, typed)
        changed = write.save_if_changed(visit.session, visit.me, draft_id, content, typed.number("version") or 0)
    except Conflict:
        problem = BadInput({"version": "Somebody else changed this draft meanwhile. Look at it again, then save."})
        draft = turns.draft_for(visit.session, visit.me, draft_id)
        return again(visit, FORM, problem, typed, **_fields(visit, draft))
    except (BadInput, Refusal) as problem:
        draft = turns.draft_for(visit.session, visit.me, draft_id)
        return again(visit, FORM, problem, typed, **_fields(visit, draft))
    return done(visit, f"/drafts/{draft_id}", "The sources are saved." if changed else "Nothing changed, so every signature still stands.")


@router.get("/drafts/{draft_id}/sources/{row_id}")
def file(visit: Annotated[Visit, allowed(Verb.READ_DRAFTS)], draft_id: int, row_id: int) -> Response:
    """Always to be saved, never shown by the browser: a fixed type, no guessing, and a policy that lets nothing in it run."""
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    row, data = sources.file_of(visit.session, draft, row_id)
    name = row.name if row.name.rpartition(".")[2] in SERVED else f"{row.name}.txt"
    headers = {
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
    }
    return Response(data, media_type=row.mime if row.mime in SERVED.values() else "application/octet-stream", headers=headers)


def _fields(visit: Visit, draft: Draft) -> dict[str, Any]:
    claims, kept = claims_of(visit.session, draft.id or 0), sources.kept(visit.session, draft)
    return {
        "draft": draft,
        "facts": [_asked(number, claim, kept) for number, claim in enumerate(claims, start=1)],
        "kinds": KINDS,
        "largest": LARGEST_FILE // 1_000_000,
        "refused_change": turns.why_not(visit.session, visit.me, draft, Move.CHANGE),
    }


def _asked(number: int, claim: Claim, kept: list[ClaimSourceText]) -> Asked:
    handed = [row for row in kept if row.claim_text == claim.text]
    mark = given(claim.source)
    how = "none" if denial(claim.source) else ("paste" if mark.kind == "text" else "file") if mark else "where"
    where = "" if mark or denial(claim.source) else claim.source
    mine = claim.origin is ClaimOrigin.AUTHOR
    return Asked(
        number,
        claim,
        quoted(claim.text),
        how,
        where,
        plain(claim.source) if mark else "".join(row.name for row in handed[-1:]),
        denial(claim.source),
        mine,
    )


def _read(visit: Visit, draft: Draft, typed: Filled) -> Content:
    """The draft as stored, with the sources as typed. Raises BadInput with every mistake at once."""
    wrong: dict[str, str] = {}
    given_now: dict[str, str] = {}
    for number, claim in enumerate(claims_of(visit.session, draft.id or 0), start=1):
        if typed.text(f"claim_{number}") != claim.text:
            given_now[claim.text] = claim.source  # the page was of another version, which the save finds out
            continue
        if claim.origin is ClaimOrigin.AUTHOR and typed.ticked(f"remove_{number}"):
            continue
        try:
            given_now[claim.text] = _one(visit, draft, typed, number, claim)
        except BadInput as problem:
            wrong.update({f"{name}_{number}": sentence for name, sentence in problem.fields.items()})
    added = typed.text("claim_added").strip()
    if added and added not in draft.text:
        wrong["claim_added"] = "These words do not stand in the text. Copy them exactly, or change the text first."
    if wrong:
        raise BadInput(wrong)
    if added:
        given_now.setdefault(added, as_typed(typed.text("source_added")))
    return replace(write.content_of(visit.session, draft), claim_sources=given_now)


def _one(visit: Visit, draft: Draft, typed: Filled, number: int, claim: Claim) -> str:
    how = typed.text(f"how_{number}") or "where"
    upload = next(iter(typed.files(f"file_{number}")), None)
    pasted = typed.text(f"paste_{number}").strip()
    if upload is not None:
        how = "file"  # whoever chose a file means it
    elif how == "where" and not typed.text(f"where_{number}").strip():
        how = "paste" if pasted else "none" if typed.text(f"reason_{number}").strip() and not denial(claim.source) else how
    if how == "file":
        if upload is None:
            return _kept(visit, draft, claim, SourceKind.FILE)
        return keep(visit.session, visit.me, draft, claim.text, arrived(upload.filename or "", upload.file.read(LARGEST_FILE + 1)))
    if how == "paste":
        if not pasted:
            return _kept(visit, draft, claim, SourceKind.TEXT)
        try:
            return keep_pasted(visit.session, visit.me, draft, claim.text, pasted)
        except BadInput as problem:
            raise BadInput({"paste": next(iter(problem.fields.values()))}) from None
    if how == "none":
        reason = " ".join(typed.text(f"reason_{number}").split())
        if not reason:
            raise BadInput({"reason": "Say why this is not a fact. The checker reads it and has to agree."})
        return f"{NOT_A_FACT}{as_typed(reason)}"[:LONGEST_SOURCE]
    if how not in HOW:
        raise BadInput({"how": "Choose how you give the source."})
    where = as_typed(typed.text(f"where_{number}"))
    if len(where) > LONGEST_SOURCE:
        raise BadInput({"where": f"Keep it under {LONGEST_SOURCE:,} characters, or paste the words instead."})
    return where


def _kept(visit: Visit, draft: Draft, claim: Claim, kind: SourceKind) -> str:
    """What was handed in for this fact before: saved with it, or still waiting because something else was wrong then."""
    mark = given(claim.source)
    if mark and mark.kind == kind:
        return claim.source
    handed = [row for row in sources.kept(visit.session, draft) if row.claim_text == claim.text and row.kind is kind]
    if not handed:
        raise BadInput(MISSING[kind])
    return marked(handed[-1].name, kind.value, handed[-1].sha256)

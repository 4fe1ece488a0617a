"""Splitting a text that is too long into a thread: all parts on one page first, and nothing made before somebody presses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.clock import today
from bot.drafts import split_thread, turns, write
from bot.drafts.content import Content
from bot.drafts.lifecycle import Move
from bot.drafts.models import Draft
from bot.drafts.screens.length import problem
from bot.drafts.split_content import Part, contents, facts
from bot.drafts.splitting import as_sent, refusal, split
from bot.drafts.typed import check_content
from bot.errors import BadInput, Conflict, NotFound, Refusal
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import draft_pictures, draft_typed
from bot.web.pages.draft_split_rows import as_typed, begun, kept, platforms, shown
from bot.web.rendering import done, page

router = APIRouter()
MayWrite = Annotated[Visit, allowed(Verb.DRAFT)]
PAGE = "drafts/split.html"
CHANGED = "Somebody else changed this draft meanwhile. What you typed is still here: copy what you need, then open the draft again."
TOO_FEW = "A thread needs two parts at least. Press “Split again”, or go back and keep it as it is."


def preview(visit: Visit, draft: Draft | None, home: int, form: draft_typed.Read, typed: Filled) -> Response:
    """From the draft's form, with everything that was typed there carried along. Raises BadInput or Refusal for what cannot be split."""
    if draft is not None and (refused := _refused(visit, draft)):
        raise refused
    check_content(visit.session, visit.me, home, form.content, draft.id if draft else None)
    texts = _divided(visit, form.content, numbered=False)
    return page(visit, PAGE, **shown(visit, draft, form, begun(form.content, texts), carried=typed))


@router.get("/drafts/{draft_id}/split")
def look(visit: MayWrite, draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    form, texts = _stored(visit, draft), list[str]()
    refused = _refused(visit, draft)
    if refused is None:
        try:
            texts = _divided(visit, form.content, numbered=False)
        except BadInput as wrong:
            refused = Refusal(wrong.sentence, rule="length")
    return page(visit, PAGE, cannot=refused, **shown(visit, draft, form, begun(form.content, texts)))


@router.post("/drafts/new/split")
def create(visit: MayWrite, typed: Typed) -> Response:
    return _pressed(visit, None, typed)


@router.post("/drafts/{draft_id}/split")
def change(visit: MayWrite, draft_id: int, typed: Typed) -> Response:
    return _pressed(visit, turns.draft_for(visit.session, visit.me, draft_id), typed)


def _pressed(visit: Visit, draft: Draft | None, typed: Filled) -> Response:
    """“Split again”, “Count again” or “Make N drafts”. Whatever cannot be, every part stays as typed."""
    stored = _stored(visit, draft) if draft else None
    carried = typed if stored is None or typed.ticked("carried") else None
    form = draft_typed.read(visit, typed, stored.content if stored else None) if stored is None or carried else stored
    home = draft.academy_id if draft else draft_pictures.home_of(visit, form.content.account_ids)
    parts, numbered = as_typed(form.content, typed), typed.ticked("numbered")
    try:
        draft_typed.refuse_unreadable(visit, home, form)
        if typed.text("then") == "make":
            return _made(visit, draft, home, form.content, parts, typed)
        if typed.text("then") == "again":
            parts = begun(form.content, _divided(visit, form.content, numbered=numbered))
    except (BadInput, Refusal, NotFound, Conflict) as wrong:
        return again(visit, PAGE, _said(wrong), typed, **shown(visit, draft, form, parts, carried=carried, numbered=numbered))
    return page(visit, PAGE, **shown(visit, draft, form, parts, carried=carried, numbered=numbered))


def _made(visit: Visit, draft: Draft | None, home: int, whole: Content, parts: Sequence[Part], typed: Filled) -> Response:
    there, numbered = kept(parts), typed.ticked("numbered")
    sent = [replace(part, text=as_sent(part.text, n, len(there), numbered=numbered)) for n, (_, part) in enumerate(there, start=1)]
    networks = platforms(visit, whole)
    long = {place: _too_long(part.text, networks) for (place, _), part in zip(there, sent, strict=True)}
    wrong = {f"part_{place}": f"Part {place}: {sentence}" for place, sentence in long.items() if sentence}
    wrong = wrong or ({} if len(there) > 1 else {"part_1": TOO_FEW})
    if wrong:
        raise BadInput(wrong)
    planned = contents(whole, sent, today())
    if draft is None:
        made = split_thread.create_thread(visit.session, visit.me, home, planned)
    else:
        made = split_thread.split_draft(visit.session, visit.me, draft.id or 0, planned, typed.number("version") or 0)
    message = f"The thread is made: {len(made)} drafts, of which this is the first. Each is submitted, checked and approved for itself."
    return done(visit, f"/drafts/{made[0].id}", message)


def _refused(visit: Visit, draft: Draft) -> Refusal | None:
    return turns.why_not(visit.session, visit.me, draft, Move.CHANGE) or split_thread.refuse_between(visit.session, draft)


def _too_long(text: str, networks: Sequence[str]) -> str:
    return next(filter(None, (problem(text, network) for network in networks)), "") or ""


def _divided(visit: Visit, content: Content, *, numbered: bool) -> list[str]:
    networks = platforms(visit, content)
    if sentence := refusal(content.text, networks):
        raise BadInput({"text": sentence})
    most = split_thread.room(visit.session, content.continues_id)
    return split(content.text, networks, numbered=numbered, whole=facts(content.text, today()), most=most)


def _stored(visit: Visit, draft: Draft) -> draft_typed.Read:
    content = write.content_of(visit.session, draft)
    return draft_typed.Read(content, draft_pictures.slots_of(visit, content.pictures, draft.academy_id))


def _said(wrong: BadInput | Refusal | NotFound | Conflict) -> BadInput | Refusal:
    """Beside the parts where it is about one; what the form before would say stands beside the first."""
    if isinstance(wrong, Refusal):
        return wrong
    if not isinstance(wrong, BadInput):
        return BadInput({"part_1": CHANGED if isinstance(wrong, Conflict) else wrong.sentence})
    here = {name: sentence for name, sentence in wrong.fields.items() if name.startswith("part_")}
    return BadInput(here or {"part_1": wrong.sentence})

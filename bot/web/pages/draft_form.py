"""Writing a draft: the form, the check without saving, saving, and two people who changed it at once."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register as accounts
from bot.accounts.models import Account
from bot.drafts import signoff, turns, write
from bot.drafts.content import QUESTIONS, Content
from bot.drafts.lifecycle import Move
from bot.drafts.models import Draft
from bot.drafts.splitting import offered
from bot.drafts.typed import LONGEST_TEXT, REPLY_SETTINGS
from bot.errors import BadInput, Conflict, NotFound, Refusal
from bot.people.grants import academy
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import draft_pictures, draft_thread, draft_typed
from bot.web.pages.draft_advice import reminders_for
from bot.web.pages.draft_check import Checked, check
from bot.web.pages.draft_conflict import merge
from bot.web.pages.draft_rows import named
from bot.web.pages.draft_split import preview
from bot.web.pages.draft_view import ANSWERS
from bot.web.rendering import done, page

router = APIRouter()
MayWrite = Annotated[Visit, allowed(Verb.DRAFT)]
FORM = "drafts/form.html"
SAME = "Nothing changed, so every signature still stands."


@router.get("/drafts/new")
def new(visit: MayWrite, continues: str = "") -> Response:
    """`continues` is the number of a draft that the new one goes on from."""
    context = _fields(visit, None)
    context["values"] |= draft_thread.begun(visit, _writable(visit), continues) if continues else {}
    return page(visit, FORM, **context)


def begun_from(visit: Visit, values: dict[str, object], template: str, alt_hint: str) -> Response:
    """The form of a new draft with a template's words in it; everything else is as in an empty one."""
    context = _fields(visit, None)
    context["values"] = {**context["values"], **values}
    return page(visit, FORM, begun_from=template, alt_hint=alt_hint, **context)


@router.post("/drafts/new")
def create(visit: MayWrite, typed: Typed) -> Response:
    form = draft_typed.read(visit, typed)
    home = _home(visit, form.content)
    if typed.text("then") == "check":
        return page(visit, FORM, typed=typed, **_fields(visit, None, form))
    try:
        draft_typed.refuse_unreadable(visit, home, form)
        if typed.text("then") == "split":
            return preview(visit, None, home, form, typed)
        draft = write.create(visit.session, visit.me, home, form.content)
    except (BadInput, Refusal, NotFound) as problem:
        return again(visit, FORM, _said(problem), typed, **_fields(visit, None, form))
    return _onward(visit, typed, draft, "The draft is saved.")


@router.post("/drafts/check")
def live(visit: MayWrite, typed: Typed) -> Response:
    """The part of the form that says what the checks find, for the script that asks while somebody types."""
    form = draft_typed.read(visit, typed)
    rows = draft_typed.claim_rows(visit, form.content.text, form.content.claim_sources)
    return page(visit, "drafts/checked.html", checked=_checked(visit, _home(visit, form.content), form.content), claims=rows)


@router.get("/drafts/{draft_id}/edit")
def edit(visit: MayWrite, draft_id: int) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    return page(visit, FORM, **_fields(visit, draft))


@router.post("/drafts/{draft_id}/edit")
def save(visit: MayWrite, draft_id: int, typed: Typed) -> Response:
    draft = turns.draft_for(visit.session, visit.me, draft_id)
    before = write.content_of(visit.session, draft)
    form = draft_typed.read(visit, typed, before)
    if typed.text("then") == "check":
        return page(visit, FORM, typed=typed, **_fields(visit, draft, form))
    try:
        draft_typed.refuse_unreadable(visit, draft.academy_id, form)
        if typed.text("then") == "split":
            return preview(visit, draft, draft.academy_id, form, typed)
        changed = write.save_if_changed(visit.session, visit.me, draft_id, form.content, typed.number("version") or 0)
    except Conflict:
        draft = turns.draft_for(visit.session, visit.me, draft_id)
        merged = merge(visit, draft, form.content)
        return page(visit, FORM, status=409, typed=typed, merged=merged, **_fields(visit, draft, form))
    except (BadInput, Refusal, NotFound) as problem:
        return again(visit, FORM, _said(problem), typed, **_fields(visit, draft, form))
    return _onward(visit, typed, draft, "The draft is saved. Signatures given before no longer count." if changed else SAME)


def _onward(visit: Visit, typed: Filled, draft: Draft, message: str) -> Response:
    """Saved; and when asked, put before the next person at once. A draft that cannot be submitted is saved all the same."""
    to = f"/drafts/{draft.id}"
    if typed.text("then") != "submit":
        return done(visit, to, message)
    try:
        signoff.submit(visit.session, visit.me, draft.id or 0)
    except (BadInput, Refusal) as problem:
        return done(visit, to, f"The draft is saved, but it cannot be submitted yet. {problem.sentence}")
    return done(visit, to, "The draft is saved and submitted.")


def _said(problem: BadInput | Refusal | NotFound) -> BadInput | Refusal:
    return BadInput({"account_ids": problem.sentence}) if isinstance(problem, NotFound) else problem


def _writable(visit: Visit) -> list[Account]:
    everything = [a for place in visit.academies for a in accounts.of_academy(visit.session, place.id)]
    ids = turns.writable_accounts(visit.session, visit.me, [(a.id or 0, a.academy_id) for a in everything])
    return [a for a in everything if a.id in ids and a.state in accounts.LIVE]


def _home(visit: Visit, content: Content) -> int:
    """The academy of the first account that was chosen; the domain function refuses accounts of two."""
    for account_id in content.account_ids:
        found = visit.session.get(Account, account_id)
        if found is not None:
            return found.academy_id
    writable = _writable(visit)
    return writable[0].academy_id if writable else (visit.academies[0].id or 0)


def _checked(visit: Visit, academy_id: int, content: Content) -> Checked:
    """For the accounts that are chosen; before any is, for all that could be."""
    writable = [a for a in _writable(visit) if a.academy_id == academy_id]
    chosen = [a for a in writable if a.id in content.account_ids]
    checked = check(visit.session, academy_id, content, chosen or writable)
    return replace(checked, splits=bool(chosen) and offered(content.text, [a.platform for a in chosen]))


def _fields(visit: Visit, draft: Draft | None, form: draft_typed.Read | None = None) -> dict[str, Any]:
    """What the form needs to be drawn: as stored, or as typed."""
    stored = write.content_of(visit.session, draft) if draft else None
    content = form.content if form else stored
    writable = _writable(visit)
    several = len({a.academy_id for a in writable}) > 1
    return {
        "draft": draft,
        "reminders": reminders_for(visit, "picture"),
        "may_change": turns.why_not(visit.session, visit.me, draft, Move.CHANGE) if draft else None,
        "values": draft_typed.values(stored),
        "accounts": [(a.id, named(a), academy(visit.session, a.academy_id).name if several else "") for a in writable],
        "slots": form.slots if form else draft_pictures.slots_of(visit, stored.pictures if stored else (), draft.academy_id if draft else None),
        "checked": _checked(visit, draft.academy_id if draft else _home(visit, content), content) if content else None,
        "claims": draft_typed.claim_rows(visit, content.text, content.claim_sources) if content else [],
        "questions": [(name, words, [(a, ANSWERS[a]) for a in given]) for name, (words, given) in QUESTIONS.items()],
        "continuable": draft_thread.choices(visit, writable, draft),
        "reply_settings": list(REPLY_SETTINGS.items()),
        "shows": draft_pictures.SHOWS,
        "origins": draft_pictures.ORIGINS,
        "longest": LONGEST_TEXT,
    }

"""I am worried about a child: for everybody who works here, from any page. What becomes of it is not for these pages."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.cases import concern
from bot.cases.imagery import CARD
from bot.cases.models import About
from bot.cases.safeguarding_access import WORDS
from bot.drafts import turns
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation import safeguarded
from bot.moderation.models import Reply
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.case_rows import staff
from bot.web.pages.declarations import chosen_academy, homes
from bot.web.rendering import done, page

router = APIRouter()
Worried = Annotated[Visit, allowed(Verb.RAISE_CONCERN)]
NEW = "cases/concern_new.html"
# The pages a concern can be about, by their paths.
PAGES = {"reply": re.compile(r"^/comments/(\d{1,9})(?:/|$)"), "draft": re.compile(r"^/drafts/(\d{1,9})(?:/|$)")}


@dataclass(frozen=True)
class LookingAt:
    """What somebody was looking at when they pressed the button."""

    link: str = ""
    words: str = ""
    text: str = ""
    academy_id: int | None = None


@router.get("/concerns")
def raised(visit: Worried) -> Response:
    rows = [(row, concern.passed_to(row)) for row in concern.mine(visit.session, visit.me)]
    return page(visit, "cases/concern_mine.html", rows=rows)


@router.get("/concerns/new")
def form(visit: Worried, seen: str = "") -> Response:
    return page(visit, NEW, seen=seen, **_form(visit, seen))


@router.post("/concerns/new")
def raise_it(visit: Worried, typed: Typed) -> Response:
    seen = typed.text("seen")
    at = _about(visit, seen)
    try:
        row = safeguarded.raise_concern(
            visit.session,
            visit.me,
            at.academy_id or chosen_academy(visit, typed),
            words=typed.text("words"),
            about=typed.text("about") or About.NOBODY,
            person_id=typed.number("person_id"),
            seen_imagery=typed.ticked("imagery"),
            link=at.link,
            draft=at.text,
        )
    except (BadInput, Refusal) as problem:
        return again(visit, NEW, problem, typed, seen=seen, **_form(visit, seen))
    return done(visit, f"/concerns/{row.id}")


@router.get("/concerns/{concern_id}")
def one(visit: Worried, concern_id: int) -> Response:
    row = next((each for each in concern.mine(visit.session, visit.me) if each.id == concern_id), None)
    if row is None:
        raise NotFound(NOT_HERE)
    ring = concern.ring_yourself(visit.session, row.academy_id, row.about)
    return page(visit, "cases/concern_one.html", row=row, to=concern.passed_to(row), ring=ring, CARD=CARD, head=row.about is About.HEAD)


def _form(visit: Visit, seen: str) -> dict[str, Any]:
    at = _about(visit, seen)
    return {
        "about_words": at.words,
        "homes": homes(visit) if at.academy_id is None else [],
        "abouts": list(WORDS.items()),
        "people": sorted({each for home in visit.academies for each in staff(visit.session, home.id or 0)}, key=lambda each: each[1]),
        "CARD": CARD,
    }


def _about(visit: Visit, seen: str) -> LookingAt:
    """From the path of a page: a comment or a draft, where the visitor may read it; otherwise nothing in particular."""
    kind, key = next(((kind, int(found[1])) for kind, path in PAGES.items() if (found := path.match(seen))), ("", 0))
    if kind == "reply":
        reply = visit.session.get(Reply, key)
        account = register.account(visit.session, reply.account_id) if reply else None
        if account is not None and visit.may(Verb.READ_COMMENTS, Place(account.academy_id)):
            return LookingAt(f"reply:{key}", "the comment you were looking at", academy_id=account.academy_id)
    if kind == "draft" and visit.may(Verb.READ_DRAFTS):
        try:
            draft = turns.draft_for(visit.session, visit.me, key)
        except NotFound:
            return LookingAt()
        return LookingAt(f"draft:{key}", f"draft {key}", draft.text, draft.academy_id)
    return LookingAt()

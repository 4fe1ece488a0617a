"""Drawing pages: one template environment, the filters that speak plain English, and the message after a redirect."""

import json
import time
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.clock import london, now, spoken
from bot.errors import Misconfigured
from bot.people.permissions import ROLE_WORDS
from bot.secrets import Vault
from bot.web.act_words import act_words
from bot.web.frame import Frame

if TYPE_CHECKING:
    from bot.web.access import Visit

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
VENDOR = HERE / "static" / "vendor"
SAID = "gatepost_said"
SAID_SECONDS = 60

# How a state reads and its colour on every page; a state that is not here is shown as its own word.
TAGS: dict[str, tuple[str, str]] = {
    "proposed": ("Waiting for a second person", "govuk-tag--yellow"),
    "active": ("In force", "govuk-tag--green"),
    "ended": ("Ended", "govuk-tag--grey"),
    "returned": ("Sent back", "govuk-tag--orange"),
    "refused": ("Refused", "govuk-tag--red"),
    "approved": ("Approved", "govuk-tag--blue"),
    "connected": ("Connected", "govuk-tag--green"),
    "suspended": ("Suspended", "govuk-tag--red"),
    "watched by hand": ("Watched by hand", "govuk-tag--yellow"),
    "retired": ("Retired", "govuk-tag--grey"),
    "open": ("To do", "govuk-tag--blue"),
    "overdue": ("Overdue", "govuk-tag--red"),
    "done": ("Done", "govuk-tag--green"),
    "now": ("Now", "govuk-tag--red"),
    "soon": ("Today", "govuk-tag--orange"),
    "routine": ("When you can", "govuk-tag--grey"),
    "read": ("Read", "govuk-tag--grey"),
}


@lru_cache
def environment() -> jinja2.Environment:
    """govuk-frontend-jinja's macros read attributes that are not there, which only ChainableUndefined bears."""
    found = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader(TEMPLATES),
                jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,
        auto_reload=False,  # what is installed does not change under a running worker
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(spoken=spoken, day=day, when=when, act_words=act_words, role_words=lambda role: ROLE_WORDS.get(role, str(role)))
    found.globals.update(TAGS=TAGS, static_version=static_version(), clock_now=now)
    return found


def day(value: date | datetime | None) -> str:
    """`20 November 2026`."""
    if value is None:
        return "no date"
    local = london(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def when(value: datetime | None) -> str:
    """Short, for tables: `20 Nov 2026, 3:05pm`."""
    if value is None:
        return "not yet"
    local = london(value)
    return f"{local.day} {local:%b %Y}, " + local.strftime("%I:%M%p").lstrip("0").lower()


def static_version() -> str:
    """Changes with what was built, so that a browser asks for the new file."""
    stamp = VENDOR / "stamp"
    return stamp.read_text(encoding="utf-8")[:12] if stamp.exists() else "none"


def page(visit: "Visit", template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page for somebody signed in. The database is let go of before drawing begins and after it ends."""
    visit.session.commit()
    drawn = draw(visit.request, template, status=status, visit=visit, me=visit.me, **context)
    visit.session.commit()
    return drawn


def draw(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for anyone; signed out, the frame is empty."""
    surroundings = getattr(request.state, "frame", None) or Frame()
    said = _said(request)
    text = environment().get_template(template).render(frame=surroundings, said=said, path=request.url.path, **context)
    response = HTMLResponse(text, status_code=status)
    if SAID in request.cookies:
        response.delete_cookie(SAID, path="/", httponly=True, samesite="lax", secure=request.app.state.settings.secure)
    return response


def done(visit: "Visit", to: str, message: str = "") -> RedirectResponse:
    """After a POST that worked: the next page, which says what was done, once."""
    visit.session.commit()
    response = RedirectResponse(to, status_code=303)
    if message:
        say(visit.request, response, message)
    return response


def say(request: Request, response: Response, message: str) -> None:
    """The message travels encrypted in a cookie that lives a minute, so no address can put words on a page."""
    vault: Vault = request.app.state.vault
    locked = vault.lock({"text": message[:600], "until": str(int(time.time()) + SAID_SECONDS)})
    secure = request.app.state.settings.secure
    response.set_cookie(SAID, locked, max_age=SAID_SECONDS, path="/", httponly=True, samesite="lax", secure=secure)


def _said(request: Request) -> str:
    locked = request.cookies.get(SAID)
    if not locked:
        return ""
    try:
        content = request.app.state.vault.unlock(locked)
    except (Misconfigured, json.JSONDecodeError):
        return ""
    return content["text"] if int(content.get("until", "0")) >= time.time() else ""

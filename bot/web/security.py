"""What stands before every page: no request from another site, no oversized body, strict headers, no trace shown to anyone."""

import base64
import hashlib
import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.secrets import new_token
from bot.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES = frozenset({"same-origin", "none"})
MEBIBYTE = 1024 * 1024
SMALL_BODY = MEBIBYTE
# Paths that take pictures: four of the largest any network accepts, and the words around them; for evidence, one file.
LARGE_BODIES: Mapping[str, int] = {"/drafts": 70 * MEBIBYTE, "/add-evidence": 18 * MEBIBYTE}
LONGEST_NUMBER = 9  # digits of a row's number; a longer one would overflow the database's integer
SESSION_SECONDS = 12 * 60 * 60

ErrorPage = Callable[[int, str, str], Response]
"""Status, sentence, next step."""


class TooLarge(Exception):
    """More was sent than any form here holds."""


def cookie_name(settings: Settings) -> str:
    """`__Host-` makes the browser itself refuse the cookie from any other host or over plain http."""
    return "__Host-gatepost" if settings.secure else "gatepost"


def from_our_own_pages(method: str, headers: Mapping[str, str], own_hosts: frozenset[str]) -> bool:
    """Whether a request was sent by one of our pages and not by another site the person has open.

    Every current browser says so itself (Sec-Fetch-Site over https or on localhost, Origin with every POST), so
    no token is needed in any form; what says nothing is refused. The session cookie is SameSite=Lax beside this.
    """
    if method in SAFE:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_PAGES
    origin = headers.get("origin")
    if not origin:
        return False
    host = urlsplit(origin).netloc.lower()
    return bool(host) and host in own_hosts | {headers.get("host", "").lower()}


def largest_body(path: str) -> int:
    return next((size for prefix, size in LARGE_BODIES.items() if path == prefix or path.startswith(prefix + "/")), SMALL_BODY)


def script_hashes(template: Path) -> list[str]:
    """CSP sources for the inline scripts of a template, so that exactly these run and nothing that was injected."""
    scripts = re.findall(r"<script\b[^>]*>(.+?)</script>", template.read_text(encoding="utf-8"), re.DOTALL)
    return ["'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'" for script in scripts]


def page_headers(settings: Settings, scripts: list[str]) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": " ".join(["'self'", *scripts]),
        "img-src": "'self' data:",
        "font-src": "'none'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
    if settings.secure:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


class Guard:
    """The outermost layer. `error_page` draws what a person sees when a request is turned away here."""

    def __init__(self, app: ASGIApp, settings: Settings, headers: Mapping[str, str], error_page: ErrorPage) -> None:
        self.app = app
        self.headers = headers
        self.error_page = error_page
        self.own_hosts = frozenset({urlsplit(settings.public_url).netloc.lower()}) - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    given.setdefault(name, value)
            await send(message)

        turned_away = self._turned_away(scope)
        if turned_away is not None:
            await turned_away(scope, receive, with_headers)
            return
        try:
            await self.app(scope, counted(receive, largest_body(scope["path"])), with_headers)
        except TooLarge:
            if not begun:
                await self._too_large()(scope, receive, with_headers)
        except Exception as problem:  # noqa: BLE001 -- the last stop before a person; the log has the rest
            reference = log_defect(problem, scope)
            if not begun:
                sentence = f"Something went wrong on our side. The reference is {reference}."
                page = self.error_page(500, sentence, "Go back and try again. If it happens again, tell an administrator the reference.")
                await page(scope, receive, with_headers)

    def _turned_away(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not from_our_own_pages(scope["method"], headers, self.own_hosts):
            return self.error_page(
                403,
                "This request did not come from one of Gatepost's own pages, so nothing was done.",
                "Open the page in Gatepost and press the button there.",
            )
        if any(part.isdecimal() and len(part) > LONGEST_NUMBER for part in scope["path"].split("/")):
            return self.error_page(404, "There is no such page, or it is not yours to see.", "")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > largest_body(scope["path"]):
            return self._too_large()
        return None

    def _too_large(self) -> Response:
        return self.error_page(413, "What you sent is too large, so nothing was saved.", "Go back and send less, or smaller pictures.")


def counted(receive: Receive, limit: int) -> Receive:
    """The same body, stopped when it grows past the limit whatever its length header said."""
    total = 0

    async def next_message() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise TooLarge
        return message

    return next_message


def log_defect(problem: Exception, scope: Scope) -> str:
    """Write what went wrong under a reference a person can read out. A database error's parameters stay out of the log."""
    reference = new_token()[:8].upper().replace("-", "X").replace("_", "Y")
    where = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(problem.__traceback__)[-6:]]
    structlog.get_logger("web").error(
        "defect",
        reference=reference,
        method=scope["method"],
        route=getattr(scope.get("route"), "path", "none"),  # not the path: an invitation's token is in one
        kind=type(problem).__name__,
        what=str(getattr(problem, "orig", problem))[:500],
        where=" < ".join(reversed(where)),
    )
    return reference

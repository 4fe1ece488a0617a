"""What a person sees when a rule says no, a text was changed meanwhile, a page is not there or the session has ended."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.errors import BadInput, Conflict, GatepostError, Misconfigured, NotFound, Refusal
from bot.web.access import NOT_HERE, SignInFirst
from bot.web.forms import Filled
from bot.web.frame import Frame
from bot.web.rendering import draw, environment
from bot.web.security import SAFE, ErrorPage

SIGN_IN = "/sign-in"


def install(app: FastAPI) -> None:
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)


def plain_page() -> ErrorPage:
    """For what is turned away before anything is known about the person."""

    def drawn(status: int, sentence: str, next_step: str) -> Response:
        text = (
            environment()
            .get_template("problem.html")
            .render(frame=Frame(), title=TITLES.get(status, TITLES[500]), sentence=sentence, next_step=next_step)
        )
        return HTMLResponse(text, status_code=status)

    return drawn


TITLES = {
    403: "This cannot be done",
    404: "Page not found",
    405: "Page not found",
    409: "Somebody else changed this first",
    413: "Too large",
    422: "Something needs to be put right",
    500: "Sorry, there is a problem",
}


async def _sign_in_first(request: Request, _problem: Exception) -> Response:
    """Reading goes on after signing in; something typed is carried, because a long text may have outlived the session."""
    if request.method in SAFE:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = SIGN_IN if address == "/" else f"{SIGN_IN}?next={quote(address, safe='/')}"
        return RedirectResponse(to, status_code=303)
    typed = Filled(await request.form())
    return draw(request, "signed_out.html", status=401, pairs=typed.pairs(), had_files=typed.had_files, action=request.url.path)


def _problem(request: Request, status: int, sentence: str, **more: object) -> Response:
    return draw(request, "problem.html", status=status, title=TITLES.get(status, TITLES[500]), sentence=sentence, **more)


async def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Refusal)  # noqa: S101 -- registered for it
    return _problem(request, 403, problem.sentence, rule=problem.rule, clause=problem.clause, next_step=problem.next_step)


async def _conflict(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Conflict)  # noqa: S101 -- registered for it
    return draw(request, "conflict.html", status=409, title=TITLES[409], conflict=problem)


async def _not_found(request: Request, problem: Exception) -> Response:
    return _problem(request, 404, problem.sentence if isinstance(problem, NotFound) else NOT_HERE)


async def _bad_input(request: Request, problem: Exception) -> Response:
    """A view that has no form to show again; every other one uses `forms.again`."""
    assert isinstance(problem, BadInput)  # noqa: S101 -- registered for it
    return _problem(request, 422, problem.sentence, next_step="Go back, put it right and send it again.")


async def _misconfigured(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, GatepostError)  # noqa: S101 -- registered for it
    return _problem(request, 500, problem.sentence, next_step="Tell an administrator: `gatepost doctor` says what is missing.")


async def _http(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 -- registered for it
    if problem.status_code in (404, 405):
        return _problem(request, problem.status_code, NOT_HERE)
    sentence = "What was sent cannot be read, so nothing was done."
    return _problem(request, problem.status_code, sentence, next_step="Go back and try again.")


async def _unreadable_address(request: Request, _: Exception) -> Response:
    """An address such as /people/abc: nothing is there."""
    return _problem(request, 404, NOT_HERE)


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    SignInFirst: _sign_in_first,
    Refusal: _refused,
    Conflict: _conflict,
    NotFound: _not_found,
    BadInput: _bad_input,
    Misconfigured: _misconfigured,
    HTTPException: _http,
    RequestValidationError: _unreadable_address,
}

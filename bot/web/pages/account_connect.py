"""Connecting an account in plain steps: what will happen, signing in at the network, what was found, and the decision about it."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.accounts import connecting, connecting_apps, connecting_sign_in
from bot.accounts.connecting_guide import NEVER, Guide, right
from bot.accounts.connecting_guides import GUIDES
from bot.accounts.models import Account
from bot.errors import BadInput, Refusal
from bot.people.permissions import Verb
from bot.platforms.registry import BACK, CREDENTIALS
from bot.platforms.signing_in_networks import NETWORKS, WITH_SERVER, needs_app, offered
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages.account_words import abilities, label
from bot.web.pages.accounts import seen
from bot.web.rendering import done, page

router = APIRouter()
MayConnect = Annotated[Visit, allowed(Verb.CONNECT_ACCOUNT)]
GUIDE, KEYS, LEAVE, DECIDE, FAILED = (
    f"accounts/{name}.html" for name in ("connect", "connect_keys", "connect_leave", "connect_decide", "connect_failed")
)
DONE = "@{} is connected. The access is locked away and is not shown again."
LONGEST_ANSWER = 4_000


@router.get("/accounts/{account_id}/connect")
def guide(visit: MayConnect, account_id: int) -> Response:
    account = seen(visit, account_id)
    return page(visit, GUIDE, **_shown(visit, account))


@router.get("/accounts/{account_id}/connect/keys")
def keys(visit: MayConnect, account_id: int) -> Response:
    account = seen(visit, account_id)
    return page(visit, KEYS, **_shown(visit, account))


@router.post("/accounts/{account_id}/connect")
def connect(visit: MayConnect, account_id: int, typed: Typed) -> Response:
    """The details are never sent back to the page, not even when they are wrong."""
    account = seen(visit, account_id)
    session, me, state = visit.session, visit.me, visit.request.app.state
    template = KEYS if offered(account.platform) else GUIDE
    try:
        found = connecting.try_typed(session, me, account_id, typed.texts(*CREDENTIALS.get(account.platform, {})), state.doors)
        _, waiting = connecting_sign_in.finish(session, me, account_id, found, state.vault)
    except (BadInput, Refusal) as problem:
        return again(visit, template, problem, typed, **_shown(visit, account))
    return _after(visit, account_id, account.handle, waits=waiting is not None)


@router.post("/accounts/{account_id}/connect/app")
def keep_app(visit: MayConnect, account_id: int, typed: Typed) -> Response:
    account = seen(visit, account_id)
    try:
        connecting_apps.keep(visit.session, visit.me, account_id, **typed.texts("client_id", "client_secret"), vault=visit.request.app.state.vault)
    except (BadInput, Refusal) as problem:
        return again(visit, GUIDE, problem, typed, **_shown(visit, account))
    return done(visit, f"/accounts/{account_id}/connect", "The app is locked away. Now sign in at the network.")


@router.post("/accounts/{account_id}/connect/sign-in")
def leave(visit: MayConnect, account_id: int, typed: Typed) -> Response:
    """A page with a link, not a redirect: a form of ours may lead nowhere else, and a person should see that they leave."""
    account, state = seen(visit, account_id), visit.request.app.state
    try:
        address = connecting_sign_in.begin(visit.session, visit.me, account_id, state.doors, state.vault, typed.text("server"))
    except (BadInput, Refusal) as problem:
        return again(visit, GUIDE, problem, typed, **_shown(visit, account))
    return page(visit, LEAVE, account=account, label=label(account.platform), address=address, host=urlsplit(address).hostname)


@router.get(BACK)
def back(visit: MayConnect, request: Request) -> Response:
    """Where the network leads back to. What is in the address is used and not shown."""
    state = request.app.state
    answer = {name: request.query_params.get(name, "")[:LONGEST_ANSWER].replace("\0", "") for name in ("state", "code", "error")}
    try:
        account, waiting = connecting_sign_in.back(visit.session, visit.me, answer, state.doors, state.vault)
    except Refusal as problem:
        return again(visit, FAILED, problem, Filled(), account_id=connecting_sign_in.begun_for(visit.session, visit.me, answer["state"]))
    return _after(visit, account.id or 0, account.handle, waits=waiting is not None)


@router.get("/accounts/{account_id}/connect/decide")
def deciding(visit: MayConnect, account_id: int) -> Response:
    account = seen(visit, account_id)
    waiting = connecting_sign_in.waiting_for(visit.session, visit.me, account_id)
    if waiting is None:
        return RedirectResponse(f"/accounts/{account_id}/connect", status_code=303)
    return page(visit, DECIDE, lacks=_lacks(account, waiting.lacks), **_shown(visit, account))


@router.post("/accounts/{account_id}/connect/decide")
def decide(visit: MayConnect, account_id: int) -> Response:
    seen(visit, account_id)
    state = visit.request.app.state
    try:
        account = connecting_sign_in.accept(visit.session, visit.me, account_id, state.doors, state.vault)
    except Refusal as problem:
        return again(visit, FAILED, problem, Filled(), account_id=account_id)
    return done(visit, f"/accounts/{account_id}", DONE.format(account.handle))


def _after(visit: Visit, account_id: int, handle: str, *, waits: bool) -> Response:
    if waits:
        return RedirectResponse(f"/accounts/{account_id}/connect/decide", status_code=303)
    return done(visit, f"/accounts/{account_id}", DONE.format(handle))


def _lacks(account: Account, names: list[str]) -> list[Any]:
    return [right(GUIDES.get(account.platform) or Guide((), ()), name) for name in names]


def _shown(visit: Visit, account: Account) -> dict[str, Any]:
    platform = account.platform
    settings = visit.request.app.state.settings
    local = urlsplit(settings.address).hostname in ("127.0.0.1", "localhost", "::1", "testserver")
    return {
        "account": account,
        "label": label(platform),
        "guide": GUIDES.get(platform) or Guide((), ()),
        "never": NEVER,
        "cannot": [ability for ability in abilities(platform) if not ability.can],
        "wanted": CREDENTIALS.get(platform, {}),
        "signs_in": offered(platform),
        "with_server": platform == WITH_SERVER,
        "needs_app": needs_app(platform),
        "secret_needed": needs_app(platform) and NETWORKS[platform].secret_needed,
        "app": connecting_apps.app_row(visit.session, platform) if needs_app(platform) else None,
        "redirect": settings.address + BACK,
        "insecure": offered(platform) and not settings.secure and not local,
    }

"""From what a network granted to the credentials its door takes. Facebook grants a person's token; the Page's own is behind it."""

from collections.abc import Callable, Mapping, Sequence

from bot.platforms import graph
from bot.platforms.base import Refused
from bot.platforms.signing_in import App, Granted, SignIn
from bot.platforms.signing_in_networks import GRAPH
from bot.platforms.wire import Json, Wire

# What a person must be allowed to do on the Page, and the words of Facebook's own settings for it.
TASKS: Mapping[str, str] = {"CREATE_CONTENT": "Content", "MODERATE": "Community activity", "MANAGE": "Full control, or Facebook access"}
NEEDED_TASKS = ("CREATE_CONTENT", "MODERATE")
MOST_NAMED = 5


def credentials(sign_in: SignIn, app: App, granted: Granted, *, handle: str, remote_id: str) -> dict[str, str]:
    """What is locked away. `handle` and `remote_id` are the registered account's. Raises the troubles of `bot.platforms.base`."""
    return MADE[sign_in.network.name](sign_in, app, granted, (handle, remote_id))


Wanted = tuple[str, str]


def _renewable(_sign_in: SignIn, app: App, granted: Granted, _wanted: Wanted) -> dict[str, str]:
    if not granted.refresh:
        raise Refused(
            "The network gave no lasting access, only some hours of it. Take Gatepost away under the account's connected apps there, and begin again."
        )
    ends = {"ends_at": granted.ends.isoformat()} if granted.ends else {}
    return {"client_id": app.client_id, "client_secret": app.client_secret, "refresh_token": granted.refresh, **ends, **_token(granted)}


def _plain(_sign_in: SignIn, _app: App, granted: Granted, _wanted: Wanted) -> dict[str, str]:
    return _token(granted)


def _on_server(sign_in: SignIn, _app: App, granted: Granted, _wanted: Wanted) -> dict[str, str]:
    return {"server": sign_in.server, "access_token": granted.access}


def _page(sign_in: SignIn, _app: App, granted: Granted, wanted: Wanted) -> dict[str, str]:
    network = sign_in.network
    root = GRAPH if network.exchange.startswith(GRAPH) else network.exchange.rpartition("/")[0]
    wire = Wire("Facebook", root, graph.meaning("Facebook"))
    found: list[Json] = []
    for body in graph.pages(wire, "me/accounts", granted.access, fields="id,name,username,access_token,tasks", limit=100):
        found += [page for page in body["data"] if isinstance(page, dict)]
    page = _registered(found, wanted)
    lacking = [TASKS[task] for task in NEEDED_TASKS if task not in (page.get("tasks") or NEEDED_TASKS)]
    if lacking:
        raise Refused(
            f"You may not do enough on the Page {page.get('name')}: {' and '.join(lacking)} is missing. "
            "Somebody with full control gives it to you under Page access in the Page's settings."
        )
    told = wire.ask("GET", "me/permissions", token=granted.access).body.get("data")
    allowed = [str(one.get("permission")) for one in told or () if isinstance(one, dict) and one.get("status") == "granted"]
    return {"page_id": str(page["id"]), "access_token": str(page["access_token"]), "scope": " ".join(allowed)}


def _registered(found: Sequence[Json], wanted: Wanted) -> Json:
    handle, remote_id = wanted[0].casefold(), wanted[1]
    for page in found:
        names = {str(page.get(name) or "").casefold() for name in ("id", "username", "name")}
        if page.get("access_token") and (str(page.get("id")) == remote_id if remote_id else handle in names):
            return page
    others = ", ".join(str(page.get("username") or page.get("name")) for page in found[:MOST_NAMED])
    which = f"You chose {others}." if others else "No Page was chosen, or you have no role on one."
    raise Refused(f"The Page @{wanted[0]} is not among those you let Gatepost use. {which} Begin again and choose that Page alone.")


def _token(granted: Granted) -> dict[str, str]:
    ends = {"expires_at": granted.expires_at.isoformat()} if granted.expires_at else {}
    scope = {"scope": granted.scope} if granted.scope else {}
    return {"access_token": granted.access, **scope, **ends}


MADE: Mapping[str, Callable[[SignIn, App, Granted, Wanted], dict[str, str]]] = {
    "x": _renewable,
    "youtube": _renewable,
    "facebook": _page,
    "instagram": _plain,
    "threads": _plain,
    "mastodon": _on_server,
}

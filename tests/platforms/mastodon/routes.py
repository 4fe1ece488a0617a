"""The addresses of the small server, with the scope that each needs, as https://docs.joinmastodon.org/methods/ says it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .html_of import counted
from .world import Json, Status, World, stamp

Said = tuple[int, Any, dict[str, str]]
Args = dict[str, list[str]]


@dataclass(frozen=True)
class Asked:
    world: World
    url: str
    args: Args
    key: str = ""  # Idempotency-Key
    file: bytes = b""
    scopes: tuple[str, ...] = ()

    def one(self, name: str, otherwise: str = "") -> str:
        return self.args.get(name, [otherwise])[0]


@dataclass(frozen=True)
class Row:
    """Something listed: what it is, and the number its list is paged by."""

    number: int
    shown: Json = field(repr=False)


def no(status: int, words: str) -> Said:
    return status, {"error": words}, {}


MISSING = no(404, "Record not found")


def ok(body: Any) -> Said:
    return 200, body, {}


def listed(asked: Asked, rows: Sequence[Row], most: int) -> Said:
    """`min_id` gives what is just above it, `since_id` the newest; a page is newest first either way."""
    limit = min(int(asked.one("limit", "20")), most)
    low, high = int(asked.one("since_id", "0")), int(asked.one("max_id", "0") or 0)
    rows = [row for row in sorted(rows, key=lambda each: each.number) if row.number > low and (not high or row.number < high)]
    least = asked.one("min_id")
    page = [row for row in rows if row.number > int(least)][:limit][::-1] if least else rows[::-1][:limit]
    links = {}
    if page:
        links["Link"] = f'<{asked.url}?max_id={page[-1].number}>; rel="next", <{asked.url}?min_id={page[0].number}>; rel="prev"'
        if len(page) < limit:
            links["Link"] = links["Link"].partition(", ")[2]
    return 200, [row.shown for row in page], links


def statuses(asked: Asked, account: str) -> Said:
    world = asked.world
    mine = [one for one in world.statuses.values() if one.author == account and world.sees(one)]
    mine = [one for one in mine if not (asked.one("exclude_reblogs") == "1" and one.boosts)]
    return listed(asked, [Row(int(one.id), world.shown(one)) for one in mine], 40)


def several(asked: Asked) -> Said:
    if asked.world.version < (4, 3):
        return no(404, "Not Found")
    ids = asked.args.get("id[]", [])
    if len(ids) > 20:
        return no(422, "Validation failed")
    return ok([asked.world.shown(asked.world.statuses[one]) for one in ids if one in asked.world.statuses])


def status(asked: Asked, number: str) -> Said:
    one = asked.world.statuses.get(number)
    return ok(asked.world.shown(one)) if one and asked.world.sees(one) else MISSING


def source(asked: Asked, number: str) -> Said:
    one = asked.world.statuses.get(number)
    return ok({"id": number, "text": one.text, "spoiler_text": one.warning}) if one and one.author == asked.world.me else MISSING


def context(asked: Asked, number: str) -> Said:
    world, one = asked.world, asked.world.statuses.get(number)
    if one is None:
        return MISSING
    return ok({"ancestors": [world.shown(each) for each in world.above(one)], "descendants": [world.shown(each) for each in world.under(number)]})


def unfit(world: World, text: str, media: tuple[str, ...]) -> str:
    used = {number for one in world.statuses.values() for number in one.media}
    wrong = {
        f"Validation failed: Text character limit of {world.limit} exceeded": counted(text) > world.limit,
        "Validation failed: Text can't be blank": not text.strip() and not media,
        "Validation failed: Media not found": any(number not in world.media or number in used for number in media),
        "Cannot attach files that have not finished processing. Try again in a moment!": any(
            world.media.get(number, {"url": ""})["url"] is None for number in media
        ),
    }
    return next((words for words, so in wrong.items() if so), "")


def publish(asked: Asked) -> Said:
    world = asked.world
    if asked.key and (first := world.kept_key(asked.key)):
        return status(asked, first)
    text, media, to = asked.one("status"), tuple(asked.args.get("media_ids[]", [])), asked.one("in_reply_to_id") or None
    if to and to not in world.statuses:
        return no(404, "The post you are trying to reply to does not appear to exist.")
    if wrong := unfit(world, text, media):
        return no(422, wrong)
    one = world.say(world.me, text, visibility=asked.one("visibility", "public"), to=to, media=media)
    if asked.key:
        world.keep_key(asked.key, one.id)
    return ok(world.shown(one))


def delete(asked: Asked, number: str) -> Said:
    one = asked.world.statuses.get(number)
    if one is None or one.author != asked.world.me:
        return MISSING
    said = {**asked.world.shown(one), "text": one.text}
    asked.world.remove(number)
    return ok(said)


def upload(asked: Asked) -> Said:
    world = asked.world
    number = world.new_id()
    described = asked.one("description") or None
    address = f"https://{world.domain}/media/{number}.png"
    world.media[number] = {
        "id": number,
        "type": "image",
        "url": None if world.working else address,
        "description": described,
        "bytes": len(asked.file),
    }
    return (202 if world.working else 200), world.media[number], {}


def uploaded(asked: Asked, number: str) -> Said:
    world = asked.world
    if number not in world.media:
        return MISSING
    if not world.working:
        world.media[number]["url"] = f"https://{world.domain}/media/{number}.png"
    return (206 if world.working else 200), world.media[number], {}


def notifications(asked: Asked) -> Said:
    world, kinds = asked.world, asked.args.get("types[]", [])
    rows = [
        Row(int(each["id"]), shown_notice(world, each))
        for each in world.notices
        if each["type"] in kinds and (not each["filtered"] or asked.one("include_filtered") == "true") and each["status"] in world.statuses
    ]
    return listed(asked, rows, 80)


def shown_notice(world: World, each: Json) -> Json:
    one: Status = world.statuses[each["status"]]
    return {"id": each["id"], "type": each["type"], "created_at": stamp(each["at"]), "account": world.account(one.author), "status": world.shown(one)}


def quotes(asked: Asked, number: str) -> Said:
    world = asked.world
    if number not in world.statuses or world.version < (4, 5):
        return MISSING
    rows = [one for one in world.statuses.values() if one.quotes == number and one.quote_state == "accepted"]
    return listed(asked, [Row(at, world.shown(one)) for at, one in enumerate(rows, start=1)], 40)  # by the number of the quote, not the post


def revoke(asked: Asked, number: str, quoting: str) -> Said:
    one = asked.world.statuses.get(quoting)
    if one is None or one.quotes != number or asked.world.version < (4, 5):
        return MISSING
    one.quote_state = "revoked"
    return ok(asked.world.shown(one))


def lookup(asked: Asked) -> Said:
    world = asked.world
    name = asked.one("acct").lower().removesuffix(f"@{world.domain}")
    found = next((number for number, called in world.people.items() if called == name), None)
    return ok(world.account(found)) if found else MISSING


def search(asked: Asked) -> Said:
    """Looks a name up on its own server, when told to: here every name at far.example is known there."""
    name = asked.one("q").lower()
    resolves = asked.one("resolve") in {"1", "true", "True"}
    if resolves and name.endswith("@far.example") and not name.startswith("zz"):
        return ok([asked.world.account(asked.world.person(name))])
    return ok([])


def related(world: World, number: str) -> Json:
    return {
        "id": number,
        "following": number in world.followed,
        "blocking": number in world.blocked,
        "muting": number in world.muted,
        "muting_notifications": world.muted.get(number, False),
    }


def relation(act: Callable[[World, str], object]) -> Callable[[Asked, str], Said]:
    def acted(asked: Asked, number: str) -> Said:
        if number not in asked.world.people:
            return MISSING
        act(asked.world, number)
        return ok(related(asked.world, number))

    return acted


def people(asked: Asked, kept: dict[str, int]) -> Said:
    return listed(asked, [Row(at, asked.world.account(number)) for number, at in kept.items()], 80)


def mute(asked: Asked, number: str) -> Said:
    asked.world.muted[number] = asked.one("notifications") == "1"
    return ok(related(asked.world, number))


def report(asked: Asked) -> Said:
    said = {"account": asked.one("account_id"), "statuses": asked.args.get("status_ids[]", []), "comment": asked.one("comment")}
    asked.world.reports.append({**said, "forward": asked.one("forward") in {"1", "true", "True"}})
    return ok({"id": str(len(asked.world.reports))})


def instance(asked: Asked) -> Said:
    world = asked.world
    sizes = {"image_size_limit": 16_777_216, "description_limit": 1_500, "supported_mime_types": ["image/png", "image/jpeg"]}
    posts = {"max_characters": world.limit, "max_media_attachments": 4, "characters_reserved_per_url": 23}
    version = ".".join(map(str, world.version))
    return ok({"domain": world.domain, "version": f"{version}.0", "configuration": {"statuses": posts, "media_attachments": sizes}})


def application(asked: Asked) -> Said:
    return ok({"name": "Gatepost", "scopes": list(asked.scopes)} if asked.world.version >= (4, 3) else {"name": "Gatepost"})


def next_number(world: World, kept: dict[str, int], number: str) -> None:
    kept.setdefault(number, len(kept) + 1)


ROUTES: tuple[tuple[str, str, str, Callable[..., Said]], ...] = (
    # method, address, scope, answer
    ("GET", r"/api/v2/instance", "", instance),
    ("GET", r"/api/v1/apps/verify_credentials", "", application),
    ("GET", r"/api/v1/accounts/verify_credentials", "read:accounts", lambda asked: ok(asked.world.credential_account())),
    ("GET", r"/api/v1/accounts/lookup", "read:accounts", lookup),
    ("GET", r"/api/v1/accounts/search", "read:accounts", search),
    (
        "GET",
        r"/api/v1/accounts/relationships",
        "read:follows",
        lambda asked: ok([related(asked.world, n) for n in asked.args.get("id[]", asked.args.get("id", []))]),
    ),
    ("GET", r"/api/v1/accounts/(\w+)/statuses", "read:statuses", statuses),
    ("GET", r"/api/v1/accounts/(\w+)/following", "read:accounts", lambda asked, _number: people(asked, asked.world.followed)),
    ("GET", r"/api/v1/blocks", "read:blocks", lambda asked: people(asked, asked.world.blocked)),
    ("POST", r"/api/v1/accounts/(\w+)/follow", "write:follows", relation(lambda world, n: next_number(world, world.followed, n))),
    ("POST", r"/api/v1/accounts/(\w+)/unfollow", "write:follows", relation(lambda world, n: world.followed.pop(n, None))),
    ("POST", r"/api/v1/accounts/(\w+)/block", "write:blocks", relation(lambda world, n: next_number(world, world.blocked, n))),
    ("POST", r"/api/v1/accounts/(\w+)/unblock", "write:blocks", relation(lambda world, n: world.blocked.pop(n, None))),
    ("POST", r"/api/v1/accounts/(\w+)/mute", "write:mutes", mute),
    ("GET", r"/api/v1/statuses", "read:statuses", several),
    ("POST", r"/api/v1/statuses", "write:statuses", publish),
    ("GET", r"/api/v1/statuses/(\w+)", "read:statuses", status),
    ("DELETE", r"/api/v1/statuses/(\w+)", "write:statuses", delete),
    ("GET", r"/api/v1/statuses/(\w+)/source", "read:statuses", source),
    ("GET", r"/api/v1/statuses/(\w+)/context", "read:statuses", context),
    ("GET", r"/api/v1/statuses/(\w+)/quotes", "read:statuses", quotes),
    ("POST", r"/api/v1/statuses/(\w+)/quotes/(\w+)/revoke", "write:statuses", revoke),
    ("POST", r"/api/v2/media", "write:media", upload),
    ("GET", r"/api/v1/media/(\w+)", "write:media", uploaded),
    ("GET", r"/api/v1/notifications", "read:notifications", notifications),
    ("GET", r"/api/v2/notifications/policy", "read:notifications", lambda asked: ok({"for_private_mentions": asked.world.private_mentions})),
    ("POST", r"/api/v1/reports", "write:reports", report),
)


def answered(method: str, path: str, asked: Asked) -> tuple[str, Said]:
    """The scope that the address needs, and the answer; what needs a scope that is not held is not done."""
    for verb, pattern, scope, act in ROUTES:
        found = re.fullmatch(pattern, path)
        if verb == method and found:
            held = not scope or scope in asked.scopes or scope.partition(":")[0] in asked.scopes
            return scope, act(asked, *found.groups()) if held else no(403, "This action is outside the authorized scopes")
    return "", no(404, "Not Found")

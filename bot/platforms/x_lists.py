"""Reading X's lists: pages until none is left, ids a hundred at a time, and never taking half a list for a whole one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import requests

from bot.platforms import x_errors
from bot.platforms import x_shapes as shapes
from bot.platforms.base import Busy, Page, Post
from bot.platforms.metering import Meter
from bot.platforms.x_http import Wire

PAGE = 100  # posts in one answer, and ids in one question
NEAR = 86_400_000 << 22  # a day, as X numbers its posts
QUESTIONS = 3
PASSED_OVER = frozenset({x_errors.NOT_FOUND, x_errors.NOT_OURS_TO_SEE})  # a list with these beside its posts is still whole


def pages(
    wire: Wire, call: Callable[..., requests.Response], *about: str, only_first: bool = False, named: str = "pagination_token", **params: Any
) -> Iterator[dict[str, Any]]:
    """Page after page until X names no next one. An empty page may still name one. `about`: an account or a query."""
    seen: set[str] = set()
    token: str | None = None
    while True:
        body = wire.ask(call, *about, **{named: token}, **params)
        _whole(wire, body)
        yield body
        token = (body.get("meta") or {}).get("next_token")
        if not token or only_first:
            return
        if token in seen:
            raise Busy("X keeps giving the same page. Gatepost asks again later.")
        seen.add(token)


def looked_up(wire: Wire, remote_ids: Sequence[str], meter: Meter) -> Iterator[tuple[str, Mapping[str, Any] | None, Mapping[str, Any]]]:
    """Each id with its post, or with None where X says in so many words that there is none; and the answer it stood in."""
    for start in range(0, len(remote_ids), PAGE):
        asked = remote_ids[start : start + PAGE]
        body = wire.ask(wire.get_tweets, list(asked), tweet_fields=list(shapes.POST_FIELDS), **shapes.WITH_MEDIA)
        items = {item["id"]: item for item in shapes.items_of(body)}
        meter("post_read", ids=list(items))
        named = x_errors.problems(body)
        gone = {str(one.get("resource_id") or one.get("value")) for one in named if x_errors.type_of(one) == x_errors.NOT_FOUND}
        if not set(asked) <= items.keys() | gone:
            raise wire.trouble_within({"errors": [one for one in named if x_errors.type_of(one) != x_errors.NOT_FOUND]}, Busy)
        yield from ((one, items.get(one), body) for one in asked)


def highest(bodies: Iterable[Mapping[str, Any]], cursor: str | None) -> str | None:
    """The highest id seen, our own among the replies included: from there on is what comes next."""
    ids = [int(item["id"]) for body in bodies for item in shapes.items_of(body)]
    top = max([*ids, *([int(cursor)] if cursor else [])], default=None)
    return None if top is None else str(top)


def page(posts: Iterable[Post], cursor: str | None, *, more: bool = False) -> Page:
    """Oldest first, each once."""
    once = {post.url: post for post in posts}
    return Page(tuple(sorted(once.values(), key=lambda post: (post.at, int(post.remote_id)))), cursor, more)


def ranges(remote_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Stretches of the own timeline that hold these posts, as (since, until), both outside. A few, because each is a question."""
    ids = sorted(map(int, remote_ids))
    found: list[list[int]] = []
    for one in ids:
        if found and one - found[-1][1] < NEAR:
            found[-1][1] = one
        else:
            found.append([one, one])
    if len(found) > QUESTIONS:
        found = [[ids[0], ids[-1]]]
    return [(str(first - 1), str(last + 1)) for first, last in found]


def _whole(wire: Wire, body: Mapping[str, Any]) -> None:
    """A list that came with a fault may lack posts: moving the cursor over it would lose them."""
    named = x_errors.problems(body)
    serious = [one for one in named if x_errors.type_of(one) not in PASSED_OVER]
    unanswered = not isinstance(body.get("data"), list) and not isinstance(body.get("meta"), Mapping)
    if serious or unanswered:
        raise wire.trouble_within({"errors": serious or named}, Busy)

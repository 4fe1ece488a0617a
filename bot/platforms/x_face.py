"""How the account shows itself on X: its own row, which X charges for once a day however often it is read."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.offers import Face

FIELDS = ("description", "entities", "name", "profile_banner_url", "profile_image_url", "protected", "public_metrics", "url", "username")

PRIVATE = {"True": "yes", "False": "no"}


def face_of(item: Mapping[str, Any]) -> Face:
    """What a field of X's leaves out is left out here, too."""
    entities = item.get("entities") or {}
    told = {
        "name": item.get("name"),
        "bio": _whole(item.get("description"), entities.get("description")),
        "link": _whole(item.get("url"), entities.get("url")),
        "avatar": item.get("profile_image_url"),
        "banner": item.get("profile_banner_url"),
        "private": PRIVATE.get(str(item.get("protected"))),
        "posts": counted(item, "tweet_count", "post_count"),
    }
    return Face(str(item["id"]), str(item.get("username") or ""), {key: str(value) for key, value in told.items() if value is not None})


def counted(item: Mapping[str, Any], *names: str) -> int | None:
    counts = item.get("public_metrics") or {}
    found = next((counts[name] for name in names if name in counts), None)
    return found if isinstance(found, int) else None


def _whole(text: str | None, part: Mapping[str, Any] | None) -> str | None:
    """With X's short links replaced by what they stand for, because a short link may be made anew for the same address."""
    for link in (part or {}).get("urls") or ():
        if text and link.get("url") and link.get("expanded_url"):
            text = text.replace(link["url"], link["expanded_url"])
    return text

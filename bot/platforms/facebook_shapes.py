"""What Facebook sends, read into the shapes of base.py."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from bot.clock import now
from bot.platforms.base import Post, Profile
from bot.platforms.raw import kept
from bot.platforms.wire import Json

SITE = "https://www.facebook.com/"
POST_FIELDS = "id,message,created_time,updated_time,from,permalink_url,attachments{media_type,target,subattachments}"
COMMENT_FIELDS = "id,message,created_time,from,is_hidden,parent,permalink_url,attachment"
UNKNOWN = "unknown:"  # before a comment's id, where Facebook withholds who wrote it: the same person is not recognised again
UNNAMED = "name withheld by Facebook"


def moment(text: Any, otherwise: datetime | None = None) -> datetime:
    """A time of Facebook's, aware UTC; whole seconds."""
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return otherwise or now()


def profile_of(item: Mapping[str, Any]) -> Profile:
    """A Page without a user name goes by its number."""
    return Profile(str(item["id"]), str(item.get("username") or item["id"]), str(item.get("name") or ""))


def author_of(item: Mapping[str, Any]) -> tuple[str, str]:
    """(id, name). Facebook withholds both from programs that the writer did not agree to."""
    by = item.get("from") or {}
    remote_id = str(by.get("id") or "") if isinstance(by, Mapping) else ""
    return (remote_id, str(by.get("name") or remote_id)) if remote_id else (f"{UNKNOWN}{item['id']}", UNNAMED)


def pictures_of(item: Mapping[str, Any]) -> list[str]:
    """The ids of a post's pictures and films, in order."""
    return [str((one.get("target") or {}).get("id") or "") for one in _attached(item) if one.get("media_type") in {"photo", "video"}]


def _attached(item: Mapping[str, Any]) -> Iterator[Json]:
    for one in (item.get("attachments") or {}).get("data") or ():
        inner = (one.get("subattachments") or {}).get("data")
        yield from inner or [one]


def post_of(item: Mapping[str, Any], *, handle: str = "", alts: tuple[str, ...] = ()) -> Post:
    """A post on a Page's feed. `handle` is the Page's, where it is its own."""
    author_id, name = author_of(item)
    return Post(
        remote_id=str(item["id"]),
        text=str(item.get("message") or ""),
        author_id=author_id,
        author_handle=handle or name,
        at=moment(item.get("created_time")),
        url=_address(item),
        alts=alts,
        media_count=len(pictures_of(item)),
        hidden=item.get("is_hidden") if isinstance(item.get("is_hidden"), bool) else None,
        raw=kept({key: value for key, value in item.items() if key != "comments"}),
    )


def comment_of(item: Mapping[str, Any], root_id: str, *, handle: str = "") -> Post:
    """A comment under a post, or under another comment there."""
    author_id, name = author_of(item)
    parent = (item.get("parent") or {}).get("id")
    return Post(
        remote_id=str(item["id"]),
        text=str(item.get("message") or ""),
        author_id=author_id,
        author_handle=handle or name,
        at=moment(item.get("created_time")),
        url=_address(item),
        parent_id=str(parent) if parent else root_id,
        root_id=root_id,
        media_count=1 if item.get("attachment") else 0,
        hidden=item.get("is_hidden") if isinstance(item.get("is_hidden"), bool) else None,
        raw=kept(item),
    )


def root_of(comment_id: str, page_id: str) -> str:
    """The post that a comment's id names: `{post}_{comment}` belongs to the Page's `{page}_{post}`."""
    return f"{page_id}_{comment_id.partition('_')[0]}"


def address(remote_id: str) -> str:
    return f"{SITE}{remote_id}"


def _address(item: Mapping[str, Any]) -> str:
    return urljoin(SITE, str(item.get("permalink_url") or item["id"]))

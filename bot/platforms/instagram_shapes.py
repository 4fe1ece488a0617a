"""What Instagram sends, read into the shapes of base.py. Fields: Meta's reference of IG User, IG Media and IG Comment."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bot.clock import now
from bot.platforms import graph_stories
from bot.platforms.base import Post, Profile
from bot.platforms.graph_reading import moment
from bot.platforms.offers import Face
from bot.platforms.raw import kept

SITE = "https://www.instagram.com/"
ME_FIELDS = "id,user_id,username,name"
FACE_FIELDS = f"{ME_FIELDS},biography,website,profile_picture_url,account_type,media_count"
MEDIA_FIELDS = "id,caption,timestamp,permalink,media_type,alt_text,comments_count,children{id,media_type,alt_text}"
STORY_FIELDS = "id,caption,timestamp,permalink,media_type"
SINGLE_FIELDS = f"{MEDIA_FIELDS},media_product_type"  # of one asked for by its id, which tells whether it is a story
COMMENT_FIELDS = "id,text,timestamp,username,from,hidden,parent_id"
UNKNOWN = "unknown:"  # before a comment's id, where Instagram withholds who wrote it: the same person is not recognised again
UNNAMED = "name withheld by Instagram"


def profile_of(item: Mapping[str, Any]) -> Profile:
    """`user_id` is the account's number; `id` is another one, made for each program."""
    return Profile(str(item.get("user_id") or item["id"]), str(item["username"]), str(item.get("name") or ""))


def face_of(item: Mapping[str, Any]) -> Face:
    """A picture goes by its file's name: the rest of its address changes with each question."""
    me = profile_of(item)
    told = {
        "name": me.display_name,
        "bio": str(item.get("biography") or ""),
        "link": str(item.get("website") or ""),
        "avatar": urlsplit(str(item.get("profile_picture_url") or "")).path.rpartition("/")[2],
    }
    for field, key in (("account_type", "category"), ("media_count", "posts")):
        if item.get(field) is not None:
            told[key] = str(item[field])
    return Face(me.remote_id, me.handle, told)


def post_of(item: Mapping[str, Any], me: Profile) -> Post:
    """An own post. Descriptions are given only where Instagram tells every one: not telling is not the same as having none."""
    parts = (item.get("children") or {}).get("data") or [item]
    alts = [str(part["alt_text"]) for part in parts if part.get("alt_text")]
    return Post(
        remote_id=str(item["id"]),
        text=str(item.get("caption") or ""),
        author_id=me.remote_id,
        author_handle=me.handle,
        at=moment(item.get("timestamp")),
        url=str(item.get("permalink") or SITE),
        alts=tuple(alts) if len(alts) == len(parts) else (),
        media_count=len(parts),
        raw=kept(item),
    )


def story_of(item: Mapping[str, Any], me: Profile) -> Post:
    """Of several captions Instagram tells one."""
    post = post_of(item, me)
    return replace(post, text=graph_stories.words(item.get("caption")), ends_at=post.at + graph_stories.STANDS)


def single_of(item: Mapping[str, Any], me: Profile) -> Post | None:
    """One that was asked for by its id. A story that is over may still be told to its owner, and is gone for everybody else."""
    if item.get("media_product_type") != "STORY":
        return post_of(item, me)
    story = story_of(item, me)
    return story if story.ends_at and now() < story.ends_at else None


def comment_of(item: Mapping[str, Any], media: Mapping[str, Any], me: Profile) -> Post:
    """A comment under own media, or under another comment there."""
    author_id, handle = author_of(item)
    own = handle.casefold() == me.handle.casefold()
    media_id = str(media["id"])
    return Post(
        remote_id=str(item["id"]),
        text=str(item.get("text") or ""),
        author_id=me.remote_id if own else author_id,
        author_handle=handle,
        at=moment(item.get("timestamp")),
        url=str(media.get("permalink") or SITE),  # a comment has no address of its own
        parent_id=str(item.get("parent_id") or media_id),
        root_id=media_id,
        hidden=item.get("hidden") if isinstance(item.get("hidden"), bool) else None,
        raw=kept({key: value for key, value in item.items() if key != "replies"}),
    )


def author_of(item: Mapping[str, Any]) -> tuple[str, str]:
    """(id, handle). Instagram may withhold the id; a handle then stands for it."""
    by = item.get("from")
    told: Mapping[str, Any] = by if isinstance(by, Mapping) else {}
    handle = str(told.get("username") or item.get("username") or "")
    remote_id = str(told.get("id") or "") or (f"@{handle}" if handle else f"{UNKNOWN}{item['id']}")
    return remote_id, handle or UNNAMED

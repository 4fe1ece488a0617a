"""What Threads sends, read into the shapes of base.py. Fields: Meta's reference of Threads profiles, media and replies."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.base import Post, Profile
from bot.platforms.graph_reading import moment
from bot.platforms.offers import Face
from bot.platforms.raw import kept

SITE = "https://www.threads.com/"
ME_FIELDS = "id,username,name"
FACE_FIELDS = f"{ME_FIELDS},threads_biography,threads_profile_picture_url"
PICTURES = "children{id,media_type,alt_text}"
ANSWERS = "has_replies,is_reply,root_post,replied_to,reply_audience"
POST_FIELDS = f"id,text,timestamp,permalink,username,media_type,alt_text,reposted_post,{ANSWERS},{PICTURES}"
REPLY_FIELDS = "id,text,timestamp,permalink,username,owner,media_type,hide_status,is_reply_owned_by_me,root_post,replied_to"
MENTION_FIELDS = "id,text,timestamp,permalink,username,owner,media_type,root_post,replied_to"
REPOST = "REPOST_FACADE"
PASSED_ON = "Reposted somebody else's post. Threads does not say whose: open it there."
WITH_PICTURES = {"IMAGE", "VIDEO", "CAROUSEL_ALBUM"}
UNKNOWN = "unknown:"  # before a reply's id, where Threads withholds who wrote it (a private profile): not recognised again
UNNAMED = "name withheld by Threads"
HIDDEN = {"HIDDEN": True, "BLOCKED": True, "RESTRICTED": True, "NOT_HUSHED": False, "UNHUSHED": False}
AUDIENCES = {"EVERYONE": "everyone", "MENTIONED_ONLY": "mentioned"}


def profile_of(item: Mapping[str, Any]) -> Profile:
    return Profile(str(item["id"]), str(item["username"]), str(item.get("name") or ""))


def face_of(item: Mapping[str, Any]) -> Face:
    """A picture goes by its file's name: the rest of its address changes with each question."""
    me = profile_of(item)
    told = {
        "name": me.display_name,
        "bio": str(item.get("threads_biography") or ""),
        "avatar": urlsplit(str(item.get("threads_profile_picture_url") or "")).path.rpartition("/")[2],
    }
    return Face(me.remote_id, me.handle, told)


def post_of(item: Mapping[str, Any], me: Profile) -> Post:
    """An own post. Descriptions are given only where Threads tells every one: not telling is not the same as having none."""
    single = [item] if item.get("media_type") in WITH_PICTURES else []
    parts = (item.get("children") or {}).get("data") or single
    alts = [str(part["alt_text"]) for part in parts if part.get("alt_text")]
    return Post(
        remote_id=str(item["id"]),
        text=PASSED_ON if item.get("media_type") == REPOST else str(item.get("text") or ""),
        author_id=me.remote_id,
        author_handle=me.handle,
        at=moment(item.get("timestamp")),
        url=str(item.get("permalink") or f"{SITE}@{me.handle}"),
        parent_id=named(item.get("replied_to")),
        root_id=named(item.get("root_post")),
        alts=tuple(alts) if len(alts) == len(parts) else (),
        media_count=len(parts),
        raw=kept(item),
    )


def reply_of(item: Mapping[str, Any], me: Profile, root_id: str | None = None) -> Post:
    """A reply in an own conversation, or a post elsewhere that names the account (without a root)."""
    handle = str(item.get("username") or "")
    own = item.get("is_reply_owned_by_me") is True or handle.casefold() == me.handle.casefold()
    author_id = named(item.get("owner")) or (f"@{handle}" if handle else f"{UNKNOWN}{item['id']}")
    return Post(
        remote_id=str(item["id"]),
        text=str(item.get("text") or ""),
        author_id=me.remote_id if own else author_id,
        author_handle=handle or UNNAMED,
        at=moment(item.get("timestamp")),
        url=str(item.get("permalink") or SITE),
        parent_id=named(item.get("replied_to")) or root_id,
        root_id=root_id,
        media_count=1 if item.get("media_type") in WITH_PICTURES else 0,
        hidden=HIDDEN.get(str(item.get("hide_status"))),
        raw=kept(item),
    )


def named(told: Any) -> str | None:
    """The id in what Threads gives as `{"id": ...}`, or as the id alone."""
    value = told.get("id") if isinstance(told, Mapping) else told
    return str(value) if value else None

"""From what YouTube answers to what Gatepost keeps: comments, videos, channels."""

from datetime import datetime
from typing import Any

from bot.clock import now
from bot.platforms.base import Post, Profile
from bot.platforms.offers import Face
from bot.platforms.raw import kept
from bot.platforms.wire import Json

HELD, SPAM, REJECTED, PUBLISHED = "heldForReview", "likelySpam", "rejected", "published"
OUT_OF_SIGHT = frozenset({HELD, SPAM, REJECTED})
WATCH = "https://www.youtube.com/watch?v="


def part(resource: Json, name: str) -> Json:
    """A part of a resource, empty where it was not given."""
    found = resource.get(name)
    return found if isinstance(found, dict) else {}


def status_of(comment: Json) -> str:
    """Empty where YouTube does not say: it does not when a comment was asked for by its id."""
    return str(part(comment, "snippet").get("moderationStatus") or "")


def comment(resource: Json, video: str, parent: str, status: str = "") -> Post:
    """One comment. `video` and `parent` come from its thread, because a reply names neither for sure."""
    snippet = part(resource, "snippet")
    author = part(snippet, "authorChannelId").get("value")
    remote_id = str(resource.get("id") or "")
    state = status_of(resource) or status
    return Post(
        remote_id=remote_id,
        text=str(snippet.get("textDisplay") or snippet.get("textOriginal") or ""),
        author_id=str(author or ""),
        author_handle=str(snippet.get("authorDisplayName") or "").removeprefix("@") or "somebody whose channel is gone",
        at=moment(snippet.get("publishedAt")),
        url=f"{WATCH}{video}&lc={remote_id}",
        parent_id=parent or video,
        root_id=video,
        hidden=state in OUT_OF_SIGHT if state else None,
        raw=kept(resource),
    )


def video(remote_id: str, snippet: Json, handle: str, resource: Json) -> Post:
    """A video, with its title and description as the words of a post."""
    title, description = str(snippet.get("title") or ""), str(snippet.get("description") or "")
    published = part(resource, "contentDetails").get("videoPublishedAt") or snippet.get("publishedAt")
    return Post(
        remote_id=remote_id,
        text=f"{title}\n\n{description}" if description else title,
        author_id=str(snippet.get("channelId") or ""),
        author_handle=handle,
        at=moment(published),
        url=f"{WATCH}{remote_id}",
        raw=kept(resource),
    )


def profile(channel: Json) -> Profile:
    """A channel. Its handle is what stands after the @; a channel from before there were handles goes by its id."""
    snippet = part(channel, "snippet")
    remote_id = str(channel.get("id") or "")
    handle = str(snippet.get("customUrl") or "").removeprefix("@")
    return Profile(remote_id, handle or remote_id, str(snippet.get("title") or ""))


def face(channel: Json) -> Face:
    """What a channel shows of itself. No part of it tells who may comment: that is each video's own."""
    me, snippet, status = profile(channel), part(channel, "snippet"), part(channel, "status")
    branding = part(channel, "brandingSettings")
    told = {"name": str(snippet.get("title") or ""), "bio": str(snippet.get("description") or "")}
    pictures = part(snippet, "thumbnails")
    told |= _if_told("avatar", part(pictures, "high").get("url") or part(pictures, "default").get("url"))
    told |= _if_told("banner", part(branding, "image").get("bannerExternalUrl"))
    told |= _if_told("posts", part(channel, "statistics").get("videoCount"))
    if privacy := status.get("privacyStatus"):
        told["private"] = "no" if privacy == "public" else "yes"
    children = {True: "made for children", False: "not made for children"}.get(status.get("madeForKids"))  # type: ignore[arg-type]
    country, keywords = snippet.get("country"), part(branding, "channel").get("keywords")
    kind = [children, f"country {country}" if country else None, f"keywords {keywords}" if keywords else None]
    told |= _if_told("category", "; ".join(each for each in kind if each))
    return Face(me.remote_id, me.handle, told)


def moment(text: Any) -> datetime:
    """RFC 3339, as aware UTC; now for what cannot be read, because a comment without a time is still a comment."""
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError:
        return now()
    return read if read.tzinfo else now()


def _if_told(name: str, value: Any) -> dict[str, str]:
    return {name: str(value)} if value not in (None, "") else {}

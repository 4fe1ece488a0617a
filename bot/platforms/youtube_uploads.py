"""The channel's own videos: its list of uploads, and how each stands now. Title and description are the words of a post.

A private video is seen by nobody but those who manage the channel, so it counts as not there; made public it is new.
"""

import json
from collections.abc import Sequence

from bot.platforms.base import Page, Post, Refused
from bot.platforms.offers import Older
from bot.platforms.wire import Json
from bot.platforms.youtube_line import MOST_PAGES, UPDATE, Line
from bot.platforms.youtube_shapes import part, video
from bot.platforms.youtube_troubles import Gone

A_PAGE = 50
REMEMBERED = 200
PRIVATE = "private"
_SETTINGS = ("embeddable", "license", "publicStatsViewable", "selfDeclaredMadeForKids", "containsSyntheticMedia")


def timeline(line: Line, uploads: str, handle: str, cursor: str | None) -> Page:
    """Newer than the cursor, which remembers the newest videos seen and the time before which all were. Oldest first."""
    told: Json = json.loads(cursor) if cursor else {"seen": {}, "floor": ""}
    seen: dict[str, str] = told["seen"]
    floor: str = told["floor"]
    found: list[Json] = []
    more = False
    try:
        parts = "snippet,contentDetails,status"
        for page in line.pages("playlistItems", most=MOST_PAGES if cursor else 1, part=parts, playlistId=uploads, maxResults=A_PAGE):
            items = [item for item in page.get("items") or [] if not _private(item)]
            fresh = [item for item in items if _id(item) not in seen and _added(item) >= floor]
            found += fresh
            more = bool(page.get("nextPageToken"))
            if len(fresh) < len(items):
                break
    except Gone:  # a channel that never had a video has no list of them
        pass
    posts = [video(_id(item), part(item, "snippet"), handle, item) for item in reversed(found)]
    marks = sorted({**seen, **{_id(item): _added(item) for item in found}}.items(), key=lambda mark: mark[1])
    if cursor is None and more and marks:
        floor = marks[0][1]
    if len(marks) > REMEMBERED:
        floor = max(floor, marks[-REMEMBERED - 1][1])
    kept = json.dumps({"seen": dict(marks[-REMEMBERED:]), "floor": floor}, separators=(",", ":"))
    return Page(tuple(sorted(posts, key=lambda post: post.at)), kept)


def older(line: Line, uploads: str, handle: str, cursor: str | None) -> Older:
    """A page's name may be forgotten; then the list begins anew."""
    asked: Json = {"part": "snippet,contentDetails,status", "playlistId": uploads, "maxResults": A_PAGE}
    try:
        body = line.read("playlistItems", **asked, pageToken=cursor)
    except Gone:
        return Older((), None)
    except Refused:
        if cursor is None:
            raise
        body = line.read("playlistItems", **asked)
    videos = [video(_id(item), part(item, "snippet"), handle, item) for item in body.get("items") or [] if not _private(item)]
    return Older(tuple(videos), str(body.get("nextPageToken") or "") or None)


def lookup(line: Line, me: str, handle: str, remote_ids: Sequence[str]) -> dict[str, Post | None]:
    """Own videos as they stand now; one that is not in the answer, or is another channel's, is none of ours."""
    wanted = list(dict.fromkeys(remote_ids))
    found: dict[str, Post | None] = dict.fromkeys(wanted)
    for start in range(0, len(wanted), A_PAGE):
        body = line.read("videos", part="snippet,status", id=",".join(wanted[start : start + A_PAGE]))
        for each in body.get("items") or []:
            snippet = part(each, "snippet")
            if each.get("id") in found and snippet.get("channelId") == me and not _private(each):
                found[str(each["id"])] = video(str(each["id"]), snippet, handle, each)
    return found


def take_down(line: Line, me: str, remote_id: str) -> None:
    """Make a video private, and take back an hour at which it would become public. A change of `status` replaces all of it."""
    found = line.read("videos", kept_for=True, part="snippet,status", id=remote_id).get("items") or []
    if not found:
        return
    status = part(found[0], "status")
    if part(found[0], "snippet").get("channelId") != me:
        raise Refused("This video is on another channel.")
    if _private(found[0]) and "publishAt" not in status:
        return
    kept = {name: status[name] for name in _SETTINGS if name in status}
    try:
        line.call("PUT", "videos", UPDATE, kept_for=True, part="status", body={"id": remote_id, "status": {**kept, "privacyStatus": PRIVATE}})
    except Gone:
        return


def _private(resource: Json) -> bool:
    return part(resource, "status").get("privacyStatus") == PRIVATE


def _id(item: Json) -> str:
    return str(part(item, "contentDetails").get("videoId") or part(part(item, "snippet"), "resourceId").get("videoId") or "")


def _added(item: Json) -> str:
    """When it became public, else when it was uploaded."""
    return str(part(item, "contentDetails").get("videoPublishedAt") or part(item, "snippet").get("publishedAt") or "")

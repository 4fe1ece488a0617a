"""The addresses of the small YouTube: what each takes, gives and refuses."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from .world import EMBEDDED, HELD, PUBLISHED, REJECTED, SPAM, Comment, Json, Video, World

Said = tuple[int, Any]
Query = dict[str, str]


def no(status: int, reason: str, words: str = "", domain: str = "youtube.api") -> Said:
    words = words or f"The request was refused ({reason})."
    return status, {"error": {"code": status, "message": words, "errors": [{"message": words, "domain": domain, "reason": reason}]}}


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def paged(rows: Sequence[Json], query: Query, most: int, usual: int) -> Said:
    size = int(query.get("maxResults", usual))
    if not 1 <= size <= most:
        return no(400, "invalidValue")
    key = "&".join(f"{name}={value}" for name, value in sorted(query.items()) if name not in {"pageToken", "part"})
    start = 0
    if token := query.get("pageToken"):
        text, _, whose = token.partition("|")
        if whose != key:
            return no(400, "invalidPageToken")
        start = int(text)
    more = {"nextPageToken": f"{start + size}|{key}"} if start + size < len(rows) else {}
    return 200, {"items": list(rows[start : start + size]), **more, "pageInfo": {"totalResults": len(rows), "resultsPerPage": size}}


def channels(world: World, query: Query) -> Said:
    if query.get("mine") == "true":
        wanted = [world.me]
    elif handle := query.get("forHandle", "").removeprefix("@"):
        wanted = [each for each, told in world.channels.items() if told["handle"] == handle]
    else:
        wanted = [each for each in query.get("id", "").split(",") if each in world.channels]
    return paged([_parts(channel(world, each), query) for each in wanted], query, 50, 5)


def channel(world: World, remote_id: str) -> Json:
    told = world.channels[remote_id]
    snippet = {"title": told["title"], "description": told["description"], "customUrl": f"@{told['handle']}", "publishedAt": "2020-01-01T00:00:00Z"}
    snippet["thumbnails"] = {"high": {"url": f"https://yt3.example/{told.get('avatar', 'oak')}"}}
    counted = {} if world.hidden_count else {"subscriberCount": "1230"}
    return {
        "id": remote_id,
        "snippet": {**snippet, **({"country": told["country"]} if "country" in told else {})},
        "contentDetails": {"relatedPlaylists": {"uploads": f"UU{remote_id[2:]}"}},
        "statistics": {"videoCount": str(len(world.videos)), "hiddenSubscriberCount": world.hidden_count, **counted},
        "status": {"privacyStatus": told.get("private", "public"), "madeForKids": False},
        "brandingSettings": {"channel": {"keywords": told.get("keywords", "school oak")}},
    }


def playlist_items(world: World, query: Query) -> Said:
    if query.get("playlistId") != f"UU{world.me[2:]}" or not world.had_videos:
        return no(404, "playlistNotFound", domain="youtube.playlistItem")
    rows = sorted(world.videos.values(), key=lambda each: -each.number)
    items = [
        {
            "id": f"item-{each.id}",
            "snippet": {**_snippet(world, each), "resourceId": {"kind": "youtube#video", "videoId": each.id}},
            "contentDetails": {"videoId": each.id, **({"videoPublishedAt": stamp(each.at)} if each.privacy == "public" else {})},
            "status": {"privacyStatus": each.privacy},
        }
        for each in rows
    ]
    return paged(items, query, 50, 5)


def videos(world: World, query: Query) -> Said:
    ids = query.get("id", "").split(",")
    if len(ids) > 50:
        return no(400, "invalidValue")
    found = [world.videos[each] for each in ids if each in world.videos]
    return 200, {"items": [{"id": each.id, "snippet": _snippet(world, each), "status": _status(each)} for each in found]}


def update_video(world: World, query: Query, body: Json) -> Said:
    """A part that is sent replaces all that can be written of it; what is left out is as for a new video."""
    found = world.videos.get(body.get("id", ""))
    if query.get("part") != "status" or "privacyStatus" not in body.get("status", {}):
        return no(400, "unexpectedPart")
    if found is None:
        return no(404, "videoNotFound", domain="youtube.video")
    found.privacy = body["status"]["privacyStatus"]
    found.settings = {"embeddable": True, "license": "youtube"} | {name: value for name, value in body["status"].items() if name != "privacyStatus"}
    return 200, {"id": found.id, "status": _status(found)}


def comment_threads(world: World, query: Query) -> Said:
    filters = [name for name in ("id", "videoId", "allThreadsRelatedToChannelId") if name in query]
    if len(filters) != 1:
        return no(400, "missingRequiredParameter" if not filters else "incompatibleParameters", domain="youtube.parameter")
    status = query.get("moderationStatus", PUBLISHED)
    if "id" in query:
        if {"moderationStatus", "order", "pageToken"} & query.keys() or len(query["id"].split(",")) > 50:
            return no(400, "incompatibleParameters", domain="youtube.parameter")
        found = [one for each in query["id"].split(",") if (one := world.comments.get(each)) and not one.parent]
        return 200, {"items": [thread(world, one, "") for one in found]}
    if status not in {PUBLISHED, HELD, SPAM, *((REJECTED,) if world.lists_rejected else ())}:
        return no(400, "invalidValue", domain="youtube.parameter")
    if query.get("allThreadsRelatedToChannelId", world.me) != world.me or query.get("videoId", "vid") not in {"vid", *world.videos}:
        return no(404, "videoNotFound" if "videoId" in query else "channelNotFound", domain="youtube.commentThread")
    rows = [one for one in world.threads(status) if query.get("videoId", one.video) == one.video]
    return paged([thread(world, one, status) for one in rows], query, 100, 20)


def thread(world: World, one: Comment, status: str) -> Json:
    shown = [each for each in world.under(one.id) if each.status == (status or PUBLISHED)][:EMBEDDED]
    count = sum(each.status == PUBLISHED for each in world.under(one.id))
    replies = {"replies": {"comments": [comment(world, each, told=bool(status)) for each in shown]}} if shown else {}
    snippet = {"channelId": world.me, "videoId": one.video, "canReply": True, "totalReplyCount": count, "isPublic": one.status == PUBLISHED}
    return {"id": one.id, "snippet": {**snippet, "topLevelComment": comment(world, one, told=bool(status))}, **replies}


def comment(world: World, one: Comment, *, told: bool) -> Json:
    """`told`: how it stands is said to the owner, except where it was asked for by its id."""
    snippet = {
        "authorDisplayName": f"@{world.channels[one.author]['handle']}",
        "authorChannelId": {"value": one.author},
        "textDisplay": one.text,
        "publishedAt": stamp(one.at),
        "updatedAt": stamp(one.at),
        **({"parentId": one.parent} if one.parent else {}),
        **({"moderationStatus": one.status} if told else {}),
    }
    return {"id": one.id, "snippet": snippet}


def comments(world: World, query: Query) -> Said:
    if ("id" in query) == ("parentId" in query):
        return no(400, "missingRequiredParameter", domain="youtube.parameter")
    if "id" in query:
        found = [world.comments[each] for each in query["id"].split(",") if each in world.comments]
        return 200, {"items": [comment(world, one, told=False) for one in found]}
    if query["parentId"] not in world.comments:
        return no(404, "commentNotFound", domain="youtube.comment")
    shown = (PUBLISHED, HELD, SPAM) if world.shows_held_replies else (PUBLISHED,)
    return paged([comment(world, one, told=True) for one in world.under(query["parentId"]) if one.status in shown], query, 100, 20)


def moderate(world: World, query: Query) -> Said:
    world.moderated.append(dict(query))
    ids, status = query.get("id", "").split(","), query.get("moderationStatus", "")
    if len(ids) > 50 or status not in {PUBLISHED, HELD, REJECTED}:
        return no(400, "invalidValue")
    if query.get("banAuthor") == "true" and status != REJECTED:
        return no(400, "banWithoutReject")
    if any(each in world.deleted for each in ids):
        return no(400, "processingFailure")
    if any(each not in world.comments for each in ids):
        return no(403, "forbidden")
    if status == PUBLISHED and any(world.comments[each].status == REJECTED for each in ids):
        return no(400, "operationNotSupported")
    for each in ids:
        if world.comments[each].status != REJECTED:
            world.comments[each].status = status
    return 204, None


def subscriptions(world: World, query: Query) -> Said:
    rows = [
        {"id": each, "snippet": {"title": world.channels[other]["title"], "resourceId": {"kind": "youtube#channel", "channelId": other}}}
        for each, other in world.subscriptions.items()
        if query.get("forChannelId", other) == other
    ]
    return paged([_parts(each, query) for each in rows], query, 50, 5)


def unsubscribe(world: World, query: Query) -> Said:
    return (204, None) if world.subscriptions.pop(query["id"], None) else no(404, "subscriptionNotFound", domain="youtube.subscription")


def _status(each: Video) -> Json:
    return {"uploadStatus": "processed", "privacyStatus": each.privacy, "madeForKids": False, **each.settings}


def _snippet(world: World, each: Video) -> Json:
    told = {"publishedAt": stamp(each.at), "channelId": world.me, "title": each.title, "description": each.description}
    return {**told, "channelTitle": world.channels[world.me]["title"]}


def _parts(resource: Json, query: Query) -> Json:
    return {name: value for name, value in resource.items() if name == "id" or name in query["part"].split(",")}


ROUTES: dict[tuple[str, str], tuple[int, Callable[..., Said]]] = {
    # (method, address) -> (units, answer)
    ("GET", "channels"): (1, channels),
    ("GET", "playlistItems"): (1, playlist_items),
    ("GET", "videos"): (1, videos),
    ("PUT", "videos"): (50, update_video),
    ("GET", "commentThreads"): (1, comment_threads),
    ("GET", "comments"): (1, comments),
    ("POST", "comments/setModerationStatus"): (50, moderate),
    ("GET", "subscriptions"): (1, subscriptions),
    ("DELETE", "subscriptions"): (50, unsubscribe),
}

"""Bluesky's records as we write and read them: keys, posts with their facets and pictures, gates. No network here."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import regex
from atproto import client_utils  # type: ignore[import-untyped]
from atproto_client.models.utils import get_model_as_dict  # type: ignore[import-untyped]

from bot.clock import now
from bot.platforms.base import Outgoing, Post, Refused
from bot.platforms.capabilities import Capabilities
from bot.platforms.raw import kept

Json = dict[str, Any]
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
GATE, FOLLOW = "app.bsky.feed.threadgate", "app.bsky.graph.follow"
_SORTED = "234567abcdefghijklmnopqrstuvwxyz"  # base32 whose letters sort as their values do
_ALLOWED: dict[str, list[Json] | None] = {
    "everyone": None,
    "mentioned": [{"$type": f"{GATE}#mentionRule"}],
    "nobody": [],
}


def key_for(post: Outgoing) -> str:
    """The record key a release always gets: a TID of its second, the rest of its 63 bits taken from the release's own key.

    Two releases planned for the same second then meet by chance once in a thousand million, and still sort by time.
    """
    second = int(post.planned_at.timestamp())
    chance = int.from_bytes(hashlib.sha256(post.key.encode()).digest()[:8])
    micros = second * 1_000_000 + chance % 1_000_000
    number = (micros << 10) | (chance // 1_000_000) % 1024
    return "".join(_SORTED[number >> shift & 31] for shift in range(60, -1, -5))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: object) -> datetime:
    """A time as anybody may have written it; one that cannot be read is the oldest there is."""
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def uri_parts(uri: str) -> tuple[str, str, str]:
    """Owner, collection and key of an at:// address; empty strings for anything else."""
    parts = uri.removeprefix("at://").split("/")
    return (parts[0], parts[1], parts[2]) if uri.startswith("at://") and len(parts) == 3 else ("", "", "")


def must_fit(post: Outgoing, can: Capabilities) -> None:
    """Refuse what the server would refuse, and an empty alt text, which it would take."""
    graphemes, octets = len(regex.findall(r"\X", post.text)), len(post.text.encode())
    most_bytes = can.length.bytes or octets
    for wrong, sentence in (
        (graphemes > can.length.limit, f"The text has {graphemes} characters; Bluesky takes {can.length.limit}. Shorten it."),
        (octets > most_bytes, f"The text has {octets} bytes; Bluesky takes {most_bytes}. Shorten it, or use fewer emoji."),
        (len(post.media) > can.images, f"The post has {len(post.media)} pictures; Bluesky takes {can.images}. Take some out."),
        (any(len(m.data) > can.image_bytes for m in post.media), f"A picture is over {can.image_bytes // 1_000_000} MB. Save it smaller."),
        (any(not m.mime.startswith("image/") for m in post.media), "Only pictures can go with a Bluesky post here."),
        (any(not m.alt.strip() for m in post.media), "A picture has no alt text. Describe it for people who cannot see it."),
        (post.reply_setting not in _ALLOWED, f"Bluesky has no reply setting called {post.reply_setting}."),
    ):
        if wrong:
            raise Refused(sentence)


def handles_in(text: str) -> set[str]:
    return {mention.handle.lower() for mention in client_utils.detect_mentions(text)}


def post_record(post: Outgoing, blobs: Sequence[Json], dids: Mapping[str, str], reply: Json | None) -> Json:
    """The post as it will stand in the account's repository. Facets count bytes of UTF-8, not letters."""
    record: Json = {"$type": POST, "text": post.text, "createdAt": stamp(post.planned_at), "langs": ["en"]}
    facets = [get_model_as_dict(facet) for facet in client_utils.detect_facets(post.text)]
    for mention in client_utils.detect_mentions(post.text):
        if did := dids.get(mention.handle.lower()):
            where = {"byteStart": mention.byte_start, "byteEnd": mention.byte_end}
            facets.append({"index": where, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did}]})
    if facets:
        record["facets"] = sorted(facets, key=lambda facet: int(facet["index"]["byteStart"]))
    if blobs:
        images = [{"alt": media.alt, "image": blob} for media, blob in zip(post.media, blobs, strict=True)]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    if reply:
        record["reply"] = reply
    return record


def gate_for(post: Outgoing, post_uri: str) -> Json | None:
    """Who may reply, as a record; None where everyone may, and for a reply, whose thread is somebody else's to gate."""
    allowed = _ALLOWED[post.reply_setting]
    if allowed is None or post.reply_to:
        return None
    return {"$type": GATE, "post": post_uri, "allow": allowed, "createdAt": stamp(post.planned_at)}


def setting_of(gate: Json | None) -> str:
    """Who may reply, from a gate: one of our settings, or its own rules as JSON."""
    allow = gate.get("allow") if gate else None
    known = next((name for name, rules in _ALLOWED.items() if rules == allow), None)
    return known or json.dumps(allow, sort_keys=True)


def gate_saying(setting: str, gate: Json | None, post_uri: str) -> Json:
    """The gate with another setting. Without `allow` everyone may reply; with an empty one nobody may (app.bsky.feed.threadgate)."""
    value = dict(gate) if gate else {"$type": GATE, "post": post_uri, "createdAt": stamp(now())}
    allow = _ALLOWED[setting] if setting in _ALLOWED else json.loads(setting)
    value.pop("allow", None)
    return value if allow is None else value | {"allow": allow}


def is_same(record: Json, post: Outgoing) -> bool:
    """Whether the record under a release's key is what that release says."""
    alts = tuple(media.alt for media in post.media)
    return record.get("text") == post.text and record.get("createdAt") == stamp(post.planned_at) and _alts(record) == alts


def shown(
    uri: str, record: Json, author: tuple[str, str], at: datetime | None = None, *, hidden: bool | None = None, answer: Json | None = None
) -> Post:
    """A post of anybody's. `author` is DID and handle; `at` is when the network took it, else what its writer claims.

    `answer` is all the network said of it, where that is more than the record.
    """
    reply = _table(record.get("reply"))
    did, handle = author
    alts = _alts(record)
    return Post(
        remote_id=uri,
        text=str(record.get("text") or ""),
        author_id=did,
        author_handle=handle,
        at=at or moment(record.get("createdAt")),
        url=f"https://bsky.app/profile/{did}/post/{uri_parts(uri)[2]}",
        parent_id=_table(reply.get("parent")).get("uri") or quoted(record) or None,  # a quote speaks of what it quotes
        root_id=_table(reply.get("root")).get("uri"),
        alts=alts,
        media_count=len(alts),
        hidden=hidden,
        raw=kept(answer or {"uri": uri, "record": record}),
    )


def subject_of(repost: Json) -> str:
    """The address of the post that a repost passes on."""
    return str(_table(repost.get("subject")).get("uri") or "")


def passed_on(uri: str, repost: Json, seen: Post | None, author: tuple[str, str]) -> Post:
    """An own repost, by what it shows. `seen`: the post behind it, None where nobody sees that one."""
    mine = replace(shown(uri, repost, author, answer={"uri": uri, "record": repost, "shows": seen.raw if seen else None}), passed_on=True)
    if seen is None:
        return replace(mine, text="Reposted a post that is not shown any more", url=f"https://bsky.app/profile/{author[0]}")
    text = f"Reposted @{seen.author_handle}: {seen.text}"
    return replace(mine, text=text, url=seen.url, alts=seen.alts, media_count=seen.media_count)


def quoted(record: Json) -> str:
    """The address of the post that a record quotes, with pictures of its own or without; empty where it quotes none."""
    embed = _table(record.get("embed"))
    inner = _table(embed.get("record"))
    return str(_table(inner.get("record")).get("uri") or inner.get("uri") or "")


def _alts(record: Json) -> tuple[str, ...]:
    embed = _table(record.get("embed"))
    embed = _table(embed.get("media")) or embed  # a quote with pictures
    images = embed.get("images") or ([embed] if "video" in embed else [])
    return tuple(str(_table(image).get("alt") or "") for image in images if isinstance(images, list))


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}

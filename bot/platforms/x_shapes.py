"""What X sends, read into the shapes of base.py. Both of X's namings are accepted (tweet_* and post_*), old and new."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.platforms.base import Post, Profile, Refused
from bot.platforms.raw import kept

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)  # X's post numbers count milliseconds from here, above 22 bits

POST_FIELDS = (
    "attachments",
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "note_tweet",
    "referenced_tweets",
)
WITH_MEDIA = {"expansions": ["attachments.media_keys"], "media_fields": ["alt_text", "type"]}

SHORT = r"https?://t\.co/\w+"
SHORT_LINK = re.compile(SHORT)
TRAILING_SHORT = re.compile(rf"\s*{SHORT}\s*$")
SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
LINK_TAIL = re.compile(r"/(?=\s|$)")
HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")  # 15 today; some old ones are longer
NAMED = re.compile(r"(?<![\w.])@\w")  # not the sign inside an e-mail address
PASSED_ON = re.compile(r"^RT (@\w+: )")  # what X puts before a repost, and cuts the whole after 140 characters
LEADING_NAMES = re.compile(r"^(?:@\w+\s+)+")


def is_number(found: Any) -> bool:
    return isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) <= 20


def is_handle(text: str) -> bool:
    return bool(HANDLE.fullmatch(text))


def number(text: str) -> str:
    """An id of X's, which goes into an address: digits or nothing."""
    if not is_number(text):
        raise Refused("That is not a number X gives to posts or accounts. Nothing was sent.")
    return text


def either(item: Mapping[str, Any], *names: str) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def versions(item: Mapping[str, Any]) -> list[str]:
    """All ids of one post, first version first. X gives every edit a new id."""
    listed = either(item, "edit_history_tweet_ids", "edit_history_post_ids")
    ids = [one for one in listed if is_number(one)] if isinstance(listed, list) else []
    return sorted(ids, key=int) or [str(item["id"])]


def made_at(item: Mapping[str, Any]) -> datetime:
    """When it was posted: as X says, else out of its number."""
    with suppress(TypeError, ValueError):
        return datetime.fromisoformat(item.get("created_at", "")).astimezone(UTC)
    return EPOCH + timedelta(milliseconds=int(item["id"]) >> 22)


def begins_thread(item: Mapping[str, Any]) -> bool:
    """Whether others can answer below it as the first post: no answer of ours, and nothing that only repeats another."""
    kinds = {ref.get("type") for ref in either(item, "referenced_tweets", "referenced_posts") or ()}
    return not kinds & {"replied_to", "replied", "retweeted", "reposted"}


def reposted(item: Mapping[str, Any]) -> str:
    """The post that this one passes on with nothing of its own; empty for any other."""
    refs = either(item, "referenced_tweets", "referenced_posts") or ()
    return next((str(ref["id"]) for ref in refs if ref.get("type") in {"retweeted", "reposted"} and is_number(ref.get("id"))), "")


def has_link(live: str, media_count: int) -> bool:
    """Whether X counts a new post as one with a link: it writes a short one for each, and one for all pictures together."""
    return len(SHORT_LINK.findall(live)) > bool(media_count)


def full_text(item: Mapping[str, Any]) -> str:
    """The text as its writer typed it: the long form where there is one, links put back, the picture's own link taken off."""
    note = either(item, "note_tweet", "note_post")
    source: Mapping[str, Any] = note if isinstance(note, Mapping) and note.get("text") else item
    entities = source.get("entities") or item.get("entities") or {}
    text = str(source.get("text") or "")
    # X escapes these three and no others; the ampersand last, or `&amp;lt;` would be undone twice.
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    for link in (entities.get("urls") or ()) if isinstance(entities, Mapping) else ():
        short, whole = link.get("url"), link.get("expanded_url")
        if not short:
            continue
        if link.get("media_key") or str(link.get("display_url", "")).startswith(("pic.twitter.com/", "pic.x.com/")):
            text = text.replace(short, "").rstrip()
        elif whole:
            text = text.replace(short, whole)
    return text


def post_of(item: Mapping[str, Any], handle: str, media: Mapping[str, Mapping[str, Any]], *, stable: bool) -> Post:
    """One post. `stable` names an edited post by its first id, so that an own post keeps the id it was published under;
    a reply keeps its newest, so that an edited reply is a new one to judge."""
    newest = str(item["id"])
    attachments = item.get("attachments") or {}
    keys = [str(key) for key in attachments.get("media_keys") or ()]
    parents = [str(ref["id"]) for ref in either(item, "referenced_tweets", "referenced_posts") or () if ref.get("type") in {"replied_to", "replied"}]
    root = str(item.get("conversation_id") or "")
    return Post(
        remote_id=versions(item)[0] if stable else newest,
        text=PASSED_ON.sub(r"Reposted \1", full_text(item)) if stable and reposted(item) else full_text(item),
        author_id=str(item.get("author_id") or ""),
        author_handle=handle,
        at=made_at(item),
        url=address(handle, newest),
        parent_id=parents[0] if parents else None,
        root_id=root if root not in {"", newest} else None,
        alts=tuple(str(media[key].get("alt_text") or "") for key in keys if key in media),
        media_count=len(keys),
        passed_on=bool(reposted(item)),
        raw=kept({"data": item, "includes": {"media": [media[key] for key in keys if key in media]}}),
    )


def address(handle: str, remote_id: str) -> str:
    """X itself finds the writer when the handle is not known."""
    return f"https://x.com/{handle or 'i'}/status/{remote_id}"


def media_of(body: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    included = (body.get("includes") or {}).get("media") or ()
    return {str(one["media_key"]): one for one in included if one.get("media_key")}


def items_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    data = body.get("data")
    return [item for item in data if isinstance(item, Mapping) and is_number(item.get("id"))] if isinstance(data, list) else []


def profile_of(item: Mapping[str, Any]) -> Profile:
    return Profile(str(item["id"]), str(item.get("username") or ""), str(item.get("name") or ""))


def same_text(sent: str, live: str, *, answering: bool = False) -> bool:
    """Whether a live text is the one that was sent, however X has rewritten links, spacing or the names before an answer.

    A t.co link that came without its meaning stands for any link; one at the end may be a picture's.
    """
    want = _bare(_plain(sent, answering=answering))
    forms = (_plain(form, answering=answering) for form in (live, TRAILING_SHORT.sub("", live)))
    return any(_pattern(form).fullmatch(want) for form in forms)


def first_match(sent: str, posts: Sequence[Post], reply_to: str | None) -> Post | None:
    return next((post for post in posts if post.parent_id == reply_to and same_text(sent, post.text, answering=bool(reply_to))), None)


def _plain(text: str, *, answering: bool) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return LEADING_NAMES.sub("", text) if answering else text


def _bare(text: str) -> str:
    """Without what X may add to or take from a link: its scheme, and a slash at its end."""
    return LINK_TAIL.sub("", SCHEME.sub("", text))


def _pattern(live: str) -> re.Pattern[str]:
    return re.compile(r"\S+".join(re.escape(_bare(part)) for part in SHORT_LINK.split(live)), re.IGNORECASE)

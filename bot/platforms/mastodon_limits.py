"""What one Mastodon server takes, asked before anything is sent: a refusal after three uploads would leave three uploads."""

import re
from typing import Any

from bot.platforms.base import Outgoing, Refused
from bot.platforms.capabilities import Capabilities
from bot.platforms.mastodon_wire import Json

_URL = re.compile(r"https?://\S+")
_REMOTE = re.compile(r"(@\w+)@[\w.-]+\w")  # a mention counts without its domain (https://docs.joinmastodon.org/user/posting/)


def must_fit(post: Outgoing, can: Capabilities, server: Json) -> None:
    """Raise Refused where the server's own limits say no; the ones of the table count where it names none."""
    told = server.get("configuration") or {}
    statuses, media = told.get("statuses") or {}, told.get("media_attachments") or {}
    limit = _number(statuses.get("max_characters"), can.length.limit)
    length = len(_REMOTE.sub(r"\1", _URL.sub("x" * _number(statuses.get("characters_reserved_per_url"), can.length.url or 23), post.text)))
    if length > limit:
        raise Refused(f"The text has {length} characters, and this Mastodon server takes {limit}. Shorten it.")
    pictures = _number(statuses.get("max_media_attachments"), can.images)
    if len(post.media) > pictures:
        raise Refused(f"There are {len(post.media)} pictures, and this Mastodon server takes {pictures} in a post.")
    size, alt = _number(media.get("image_size_limit"), can.image_bytes), _number(media.get("description_limit"), can.alt_characters)
    kinds = media.get("supported_mime_types")
    for number, one in enumerate(post.media, start=1):
        if len(one.data) > size:
            raise Refused(f"Picture {number} is too large: this Mastodon server takes {size // 1_000_000} MB.")
        if len(one.alt) > alt:
            raise Refused(f"The description of picture {number} has {len(one.alt)} characters, and this Mastodon server takes {alt}.")
        if isinstance(kinds, list) and kinds and one.mime not in kinds:
            raise Refused(f"This Mastodon server does not take pictures of the kind of picture {number} ({one.mime}).")


def _number(told: Any, otherwise: int) -> int:
    return told if isinstance(told, int) and told > 0 else otherwise

"""The address at which a network fetches an approved picture itself, where it takes none by upload (Instagram, Threads).

An address is made for one attempt to publish, ends after an hour, and cannot be guessed or made without the secret keys. It shows
a picture only while its release is on its way: not before, not after, and not once the draft was changed or withdrawn.
"""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image, UnidentifiedImageError
from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.clock import now
from bot.drafts.content import bundle_of
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release
from bot.platforms.base import Outgoing
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.secrets import Vault

PATH = "/shown"
LASTS = timedelta(hours=1)
ON_ITS_WAY = (ReleaseState.PUBLISHING, ReleaseState.QUEUED)  # queued: the network was busy, and may still be fetching
TOKEN = re.compile(r"([0-9a-f]{32})-([0-9]{1,2})-([0-9]{1,11})-([0-9a-f]{64})")
JPEG = "image/jpeg"
QUALITY = 92


def addressed(post: Outgoing, account: Account, release: Release, means: Means) -> Outgoing:
    """The same post, its pictures with an address each where the network wants that."""
    if not CAPABILITIES[account.platform].pulls_pictures:
        return post
    ends = int((now() + LASTS).timestamp())
    tokens = [f"{release.key}-{n}-{ends}-{means.vault.seal('shown', release.key, n, ends)}" for n in range(len(post.media))]
    media = tuple(replace(one, url=f"{means.doors.address}{PATH}/{token}") for one, token in zip(post.media, tokens, strict=True))
    return replace(post, media=media)


def picture(session: Session, vault: Vault, token: str) -> bytes | None:
    """The picture behind an address, as JPEG. None for whatever is no address, or not any more."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    key, n, ends, mark = found[1], int(found[2]), int(found[3]), found[4]
    if not vault.sealed(mark, "shown", key, n, ends) or datetime.fromtimestamp(ends, UTC) < now():
        return None
    release = session.exec(select(Release).where(Release.key == key)).first()
    draft = session.get(Draft, release.draft_id) if release is not None and release.state in ON_ITS_WAY else None
    if release is None or draft is None or draft.digest != release.digest:
        return None
    media = bundle_of(session, draft, with_data=True).media
    return as_jpeg(media[n].data or b"", media[n].mime) if n < len(media) else None


def as_jpeg(data: bytes, mime: str) -> bytes | None:
    """Instagram takes nothing else. A picture that is JPEG stays as it was approved, byte for byte; what is clear becomes white."""
    if mime == JPEG:
        return data
    try:
        with Image.open(io.BytesIO(data)) as opened:
            drawn = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    flat = Image.new("RGB", drawn.size, "white")
    flat.paste(drawn, mask=drawn.getchannel("A"))
    sink = io.BytesIO()
    flat.save(sink, "JPEG", quality=QUALITY)
    return sink.getvalue()

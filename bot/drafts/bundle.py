"""The canonical bundle: exactly what a person signs and exactly what is sent.

A sign-off is bound to the SHA-256 of these bytes, so one changed byte of text, picture, alt text, link target, account,
window or reply setting, or of the post it continues, makes it worthless (invariant I3).
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class MediaItem:
    """One picture. `sha256` speaks for the bytes; `data` is only there when somebody has to look inside."""

    filename: str
    mime: str
    sha256: str
    alt: str
    shows: tuple[str, ...] = ()  # who is in it, as declared: "pupils", "adults", "nobody", or names
    origin: str = ""  # own | pupil work | licensed | third party | AI-made | brand | unsure
    transcript: str = ""  # the words inside the picture, as a person reads them
    people: tuple[int, ...] = ()  # who is in it, as rows of the consent register
    event_id: int | None = None  # the event it was taken at
    credit: str = ""  # the line that names its owner
    faces_note: str = ""  # why more faces can be seen than people are declared
    data: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Target:
    """One account the post is for. `account_id` is None for a bundle that only rehearses the checks."""

    platform: str
    account_id: int | None = None
    remote_id: str = ""


@dataclass(frozen=True)
class Bundle:
    text: str
    targets: tuple[Target, ...] = ()
    media: tuple[MediaItem, ...] = ()
    sources: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # address as written -> address it leads to
    not_before: datetime | None = None
    not_after: datetime | None = None
    reply_setting: str = "everyone"
    answers: tuple[tuple[str, str], ...] = ()  # the author's answers to the fixed questions
    continues: tuple[int, str] | None = None  # the draft it goes on from, and the digest of that one


def canonical(bundle: Bundle) -> bytes:
    """One spelling for one meaning: keys sorted, no spaces, UTC to the second, text as typed."""
    continues = {"continues": list(bundle.continues)} if bundle.continues else {}  # a post that stands alone keeps the digest it always had
    return json.dumps(
        {
            "format": 2,
            "text": bundle.text,
            "targets": sorted([t.platform, t.account_id or 0, t.remote_id] for t in bundle.targets),
            "media": [
                [m.filename, m.mime, m.sha256, m.alt, list(m.shows), m.origin, m.transcript, sorted(m.people), m.event_id, m.credit, m.faces_note]
                for m in bundle.media
            ],
            "sources": list(bundle.sources),
            "links": sorted([a, b] for a, b in bundle.links),
            "not_before": _moment(bundle.not_before),
            "not_after": _moment(bundle.not_after),
            "reply_setting": bundle.reply_setting,
            "answers": sorted([a, b] for a, b in bundle.answers),
            **continues,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def digest(bundle: Bundle) -> str:
    """64 hexadecimal characters."""
    return hashlib.sha256(canonical(bundle)).hexdigest()


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None

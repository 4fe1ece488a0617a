"""What the screens say about a form that is not saved yet: counts for each network, findings, facts found."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.accounts.models import Account
from bot.drafts import screens
from bot.drafts.bundle import Bundle, MediaItem, Target
from bot.drafts.content import Content, Picture
from bot.drafts.models import Blob
from bot.drafts.screening import setting_for
from bot.drafts.screens.base import Finding
from bot.drafts.screens.length import measure
from bot.drafts.sources_marks import JOINT, given
from bot.drafts.sources_read import words_of
from bot.web.pages.draft_rows import network

TOO_LONG_TO_JUDGE = 20_000
LEVELS = {"block": ("Has to be changed", "red"), "ask": ("Somebody decides", "yellow"), "warn": ("Worth another look", "blue")}
ORDER = list(LEVELS)


@dataclass(frozen=True)
class Count:
    network: str
    used: int
    limit: int

    @property
    def over(self) -> int:
        return max(0, self.used - self.limit)


@dataclass(frozen=True)
class Said:
    """A finding as a page shows it: `words` is the part of the text it is about."""

    level: str
    colour: str
    message: str
    clause: str | None
    words: str


@dataclass(frozen=True)
class Checked:
    counts: list[Count]
    said: list[Said]
    blocked: bool
    splits: bool = False  # whether a thread is offered for what is too long


def counts(text: str, platforms: list[str]) -> list[Count]:
    return [Count(network(p), *measure(text, p)) for p in dict.fromkeys(platforms)]


def shown(text: str, found: list[Finding]) -> list[Said]:
    """Worst first."""
    ranked = sorted(found, key=lambda f: ORDER.index(f.level))
    return [Said(*LEVELS[f.level], f.message, f.clause, text[f.start : f.end] if f.start is not None and f.end is not None else "") for f in ranked]


def check(session: Session, academy_id: int, content: Content, accounts: list[Account]) -> Checked:
    platforms = [a.platform for a in accounts]
    text = content.text[:TOO_LONG_TO_JUDGE]
    bundle = Bundle(
        text=text,
        targets=tuple(Target(a.platform, a.id, a.remote_id) for a in accounts),
        media=tuple(_item(session, p) for p in content.pictures),
        sources=(*content.sources, *(f"{words}{JOINT}{source}" for words, source in content.claim_sources.items() if source)),
        answers=tuple(content.answers.items()),
    )
    setting = setting_for(session, academy_id, platforms, bundle.media)
    found = screens.run(bundle, replace(setting, source_texts=_texts(session, content)))
    return Checked(counts(content.text, platforms), shown(text, found), any(f.level == "block" for f in found))


def _texts(session: Session, content: Content) -> dict[str, str]:
    marks = [mark for source in content.claim_sources.values() if (mark := given(source))]
    blobs = [blob for mark in marks if (blob := session.get(Blob, mark.sha256))]
    return {blob.sha256: words_of(blob.mime, blob.data) for blob in blobs}


def _item(session: Session, picture: Picture) -> MediaItem:
    blob = session.get(Blob, picture.sha256)
    return MediaItem(
        picture.filename,
        picture.mime,
        picture.sha256,
        picture.alt,
        picture.shows,
        picture.origin,
        picture.transcript,
        picture.people,
        picture.event_id,
        picture.credit,
        picture.faces_note,
        blob.data if blob else None,
    )

"""One draft in, its findings and claims out: the engine behind `gatepost check-draft --json`."""

import hashlib
import mimetypes
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.drafts import ocr
from bot.drafts.bundle import Bundle, MediaItem, Target
from bot.drafts.claims import find
from bot.drafts.screens import run
from bot.drafts.screens.base import Finding, LinkAnswer, Names, Setting
from bot.errors import BadInput, Misconfigured
from bot.platforms.capabilities import CAPABILITIES
from bot.policy import profile as profiles

LARGEST_FILE = 64_000_000  # bytes; no network takes more for a picture


def check(
    line: object,
    *,
    policy: str | None,
    platform: str | None,
    today: date,
    names: Names | None,
    links: Mapping[str, LinkAnswer],
    read_media: bool,
) -> dict[str, Any]:
    """Judge one input object. The options fill in what it leaves out. Raises BadInput, with a sentence for each thing wrong with it.

    Without any platform no length limit applies, since none is known.
    """
    if not isinstance(line, dict):
        raise BadInput({"line": 'Each line must be one JSON object, for example {"text": "..."}.'})
    text = line.get("text")
    if not isinstance(text, str):
        raise BadInput({"text": 'The draft has no "text", or it is not a piece of text. Every draft needs one; it may be empty.'})
    platforms = _platforms(line.get("platform"), platform)
    media = _media(line.get("media"), read_media=read_media)
    setting = Setting(
        profile=_profile(line.get("policy"), policy),
        platforms=platforms,
        today=_day(line.get("written_on"), today),
        names=names,
        links=links,
        read_media=read_media,
        seen_words=_seen(media) if read_media else None,
        official_domains=_texts(line, "official_domains"),
        official_contacts=_texts(line, "official_contacts"),
    )
    bundle = Bundle(
        text=text,
        targets=tuple(Target(each) for each in platforms),
        media=media,
        sources=_texts(line, "sources"),
    )
    return {
        "id": line.get("id"),
        "findings": [_told(finding) for finding in run(bundle, setting)],
        "claims": [asdict(claim) for claim in find(text, setting.today)],
    }


def _told(finding: Finding) -> dict[str, Any]:
    return {key: value for key, value in asdict(finding).items() if key != "topic"}


def _platforms(own: object, option: str | None) -> tuple[str, ...]:
    given = own if own not in (None, "", []) else option
    listed = [given] if isinstance(given, str) else given if isinstance(given, list) else [] if given is None else [given]
    for each in listed:
        if not isinstance(each, str) or each not in CAPABILITIES:
            known = ", ".join(sorted(CAPABILITIES))
            raise BadInput({"platform": f"No network called {each!r} is known here. Use one of: {known}."})
    return tuple(dict.fromkeys(listed))


def _profile(own: object, option: str | None) -> profiles.Profile:
    name = own or option or profiles.BASE
    if not isinstance(name, str):
        raise BadInput({"policy": 'The "policy" must be the name of a profile, such as "acet".'})
    try:
        return _load(name, os.environ.get("GATEPOST_POLICY_DIR"))
    except Misconfigured as problem:
        raise BadInput({"policy": problem.sentence}) from None


@lru_cache(maxsize=32)
def _load(name: str, folder: str | None) -> profiles.Profile:
    return profiles.load(name, Path(folder) if folder else None)


def _day(written_on: object, today: date) -> date:
    if written_on in (None, ""):
        return today
    try:
        return date.fromisoformat(str(written_on)[:10])
    except ValueError:
        raise BadInput({"written_on": 'The "written_on" must be a date such as "2026-11-20".'}) from None


def _texts(line: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = line.get(key) or []
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list):
        raise BadInput({key: f'The "{key}" must be a list.'})
    return tuple(each if isinstance(each, str) else str(each) for each in listed)


def _media(given: object, *, read_media: bool) -> tuple[MediaItem, ...]:
    if given in (None, ""):
        return ()
    if not isinstance(given, list):
        raise BadInput({"media": 'The "media" must be a list of objects, each with a "path" and an "alt".'})
    return tuple(_item(each, number, read_media=read_media) for number, each in enumerate(given, start=1))


def _item(given: object, number: int, *, read_media: bool) -> MediaItem:
    field = f"media[{number - 1}]"
    if not isinstance(given, dict) or not isinstance(given.get("path"), str) or not given["path"].strip():
        raise BadInput({field: f'Picture {number} has no "path". Give the name of its file.'})
    alt = given.get("alt")
    if alt is not None and not isinstance(alt, str):
        raise BadInput({field: f'The "alt" of picture {number} must be text.'})
    path = Path(given["path"])
    data = _bytes(path, field, number) if read_media else None
    return MediaItem(
        filename=path.name,
        mime=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        sha256=hashlib.sha256(data or b"").hexdigest(),
        alt=alt or "",
        shows=_texts(given, "shows"),
        origin=str(given.get("origin") or ""),
        credit=str(given.get("credit") or ""),
        transcript=str(given.get("transcript") or ""),
        data=data,
    )


def _seen(media: tuple[MediaItem, ...]) -> dict[str, str | None]:
    """The words in the pictures, each read once however many drafts show it."""
    for item in media:
        if item.sha256 not in _read_before:
            _read_before[item.sha256] = ocr.read(item.data or b"")
    return {item.sha256: _read_before[item.sha256] for item in media}


_read_before: dict[str, str | None] = {}


def _bytes(path: Path, field: str, number: int) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput({field: f"Picture {number} is larger than {LARGEST_FILE // 1_000_000} MB, which no network takes. Make it smaller."})
        return path.read_bytes()
    except (OSError, ValueError):
        raise BadInput(
            {field: f"The file of picture {number} ({path.name}) cannot be read. Check its name, or leave the files out with --no-media-files."}
        ) from None

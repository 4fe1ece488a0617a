"""A figure that differs from its own source text (control C06): a finding for the author and the checker, named with both figures."""

from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.claims import find
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.sources_compare import Difference, difference
from bot.drafts.sources_marks import JOINT, denial, given

ADDRESS = regex.compile(r"\S*(?:https?://|www\.)\S*")


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    """Says each difference once, however many sources repeat it."""
    if not bundle.sources:
        return
    said: set[tuple[int, str]] = set()
    claims = [(claim.text, claim.start, claim.end) for claim in find(bundle.text, setting.today)]
    for source in bundle.sources:
        about, body = _parted(source, bundle.text)
        words = _words(body, setting)
        if not words:
            continue
        mine = [claim for claim in claims if about in (None, claim[0])] or _added(about, bundle.text)
        for _, start, end in mine:
            found = difference(bundle.text, start, end, words)
            if found and (start, found.source_says) not in said:
                said.add((start, found.source_says))
                yield Finding("content", "warn", _message(found), None, start, end)


def _message(found: Difference) -> str:
    both = f"Your text says {found.says}, but the source says {found.source_says} (“{_short(found.passage)}”)."
    return f"{both} Correct the text or give the right source."


def _parted(source: str, text: str) -> tuple[str | None, str]:
    """The fact that a source is for, and the source; None for a source of the whole post."""
    about, joint, body = source.partition(JOINT)
    return (about, body) if joint and about and about in text else (None, source)


def _added(about: str | None, text: str) -> list[tuple[str, int, int]]:
    """A fact that the author marked and the finder did not."""
    start = text.index(about) if about else -1
    return [(about, start, start + len(about))] if about else []


def _words(body: str, setting: Setting) -> str:
    """What a source says, where that is here to be read: a kept text, or pasted words. An address is no text."""
    kept = given(body)
    if kept:
        return setting.source_texts.get(kept.sha256, "")
    return "" if denial(body) else ADDRESS.sub(" ", body).strip()


def _short(passage: str) -> str:
    return passage if len(passage) <= 120 else f"{passage[:120]}…"

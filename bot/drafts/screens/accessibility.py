"""Whether everybody can read a post: with a screen reader, without seeing the picture, or without much practice in reading (control C35)."""

from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.accessibility_measure import hard_to_read, words_of
from bot.drafts.screens.base import Finding, Level, Setting
from bot.drafts.screens.content_words import seen_words
from bot.platforms.capabilities import CAPABILITIES
from bot.text import loose_equal

SCREEN = "accessibility"
SEEN_WORDS = 25  # more words than this in a picture, and the post has to give the gist of them
SHORT_TEXT = 12  # words; a shorter text beside such a picture leaves out what the picture says
SHOUTED_WORDS = 5  # of four letters and more; shorter ones are mostly abbreviations
_EMOJI = r"(?:[\p{Extended_Pictographic}--[\d#*©®™]][\p{EMod}\uFE0F\u200D\u20E3]*|\p{RI}{2})"
_EMOJI_RUN = regex.compile(rf"(?:{_EMOJI}\s*){{5,}}", regex.VERSION1)
# Letters borrowed from mathematics, circled and squared letters: read out one by one, by their long names, or not at all.
_FANCY = regex.compile(r"(?:[\U0001D400-\U0001D7FF\u24B6-\u24E9\U0001F130-\U0001F149\U0001F150-\U0001F169\U0001F170-\U0001F189]\W*){2,}")
_ELSEWHERE = regex.compile(
    r"\b(?:see|read|check|view|look at|refer to|find|in|on)\s+(?:the\s+|our\s+|this\s+)?(?:attached\s+|full\s+)?"
    r"(?:poster|flyer|flier|leaflet|image|picture|photo|graphic|attachment|attached|letter)s?\b(?:\s+(?:below|above|attached|for|here))?"
    r"|\beverything you need\b|\ball (?:the )?(?:details|info|information|dates)\b|👇|⬇",
    regex.IGNORECASE,
)
_TELLS = regex.compile(r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|https?://|\bwww\.|\btomorrow\b|\btoday\b", regex.IGNORECASE)
_SHOUT = regex.compile(r"\b\p{Lu}{4,}\b")
_LOWER = regex.compile(r"\b\p{L}*\p{Ll}\p{L}*\b")


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    text = bundle.text
    if found := _FANCY.search(text):
        yield _of("warn", "Screen readers cannot read these decorated letters. Type the words in ordinary letters.", found.start(), found.end())
    if found := _EMOJI_RUN.search(text):
        yield _of("warn", "A screen reader names each of these emoji, one after another. Leave at most three together.", *found.span())
    shouted = _SHOUT.findall(text)
    if len(shouted) >= SHOUTED_WORDS and len(shouted) > len(_LOWER.findall(text)):
        yield _of("ask", "Whole sentences in capitals are hard to read and sound like shouting. Write them in small letters.")
    if words := hard_to_read(text):
        yield _of("ask", words)
    yield from _pictures(bundle, setting)


def _pictures(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    if not bundle.media:
        return
    length = len(words_of(bundle.text))
    if length < SHORT_TEXT and (found := _ELSEWHERE.search(bundle.text)) and not _TELLS.search(bundle.text):
        message = "The text only points at the picture. Say the main facts, such as what, when and where, in the text as well."
        yield _of("warn", message, *found.span())
    else:
        inside = sum(len(words_of(seen_words(item.sha256, setting) or item.transcript)) for item in bundle.media)
        if inside > SEEN_WORDS and length < SHORT_TEXT:
            yield _of("warn", f"The picture holds about {inside} words and the text only {length}. Say the main facts in the text as well.")
    for number, item in enumerate(bundle.media, start=1):
        which = f"Picture {number}" if len(bundle.media) > 1 else "The picture"
        if item.mime.startswith("video/") and not item.transcript.strip():
            yield _of("warn", f"{which.replace('Picture', 'Video').replace('picture', 'video')} has no transcript. Write down what is said in it.")
        for network in (CAPABILITIES[name] for name in setting.platforms if name in CAPABILITIES):
            if network.alt_characters == 0 and item.alt and not loose_equal(item.alt, bundle.text) and item.alt.strip() not in bundle.text:
                yield _of("warn", f"{network.label} cannot carry a description of a picture. Put the description of {which.lower()} into the text.")


def _of(level: Level, message: str, start: int | None = None, end: int | None = None) -> Finding:
    return Finding(SCREEN, level, message, None, start, end)

"""Hashtags that a screen reader can say: each word with its own capital (control C35)."""

from collections.abc import Iterator

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting
from bot.drafts.screens.hashtag_words import vocabulary, words_in

SCREEN = "hashtag"
SHORTEST = 6  # letters; a shorter hashtag is one word or an abbreviation
SURELY_SEVERAL = 14  # letters; so long a hashtag is hardly one word, known or not

_TAG = regex.compile(r"(?<![\w&/])[#＃](?=\w*\p{L})([\p{L}\p{M}\p{N}]+)")
_WORD = regex.compile(r"\p{L}{3,}")


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    known = vocabulary()  # before the first hashtag is met: a list that is gone must be noticed in every draft
    if "#" not in bundle.text and "＃" not in bundle.text:
        return
    beside = {word.lower() for word in _WORD.findall(_TAG.sub(" ", bundle.text))}
    beside |= {word for domain in setting.official_domains for word in _WORD.findall(domain.lower())}
    seen: set[str] = set()
    for found in _TAG.finditer(bundle.text):
        tag = found.group(1)
        if tag not in seen and (message := _better(tag, beside, known)):
            seen.add(tag)
            yield Finding(SCREEN, "ask", message, None, *found.span())


def _better(tag: str, beside: set[str], known: dict[str, str]) -> str | None:
    letters = "".join(filter(str.isalpha, tag))
    if len(letters) < SHORTEST or not letters.isascii() or _capitals_inside(letters) or letters.lower() in known or letters.lower() in beside:
        return None
    words = words_in(tag, beside)
    if words is None:
        return f"Write each word of #{tag} with a capital, so that a screen reader can say it." if len(letters) >= SURELY_SEVERAL else None
    if sum(not word.isdigit() for word in words) < 2:
        return None
    return f"A screen reader cannot tell the words of #{tag} apart. Write #{''.join(words)}."


def _capitals_inside(letters: str) -> bool:
    """Whether somebody has already set capitals within: neither all small, nor all large, nor only the first."""
    return letters not in {letters.lower(), letters.upper(), letters.capitalize()}

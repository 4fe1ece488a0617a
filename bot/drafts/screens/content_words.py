"""What the word lists find in a draft: read once for each text, whichever screen asks first."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Setting
from bot.drafts.screens.content_pairs import pairs
from bot.words import lists
from bot.words.views import Hit, Views

ROOM = "drafts"
LONGEST = 10_000  # characters; no network takes a longer post
# A swear word with its middle out. The lists undo single signs; here nothing but the first letter may be left.
_MASKED = regex.compile(r"(?<![\w*])[fscw]\p{L}?[*#@%$]{2,}\p{L}*", regex.IGNORECASE)
# "Mr Brown's shop" is read as "Mr Brown shop", place for place; "it's" and its like stay what they are.
_POSSESSIVE = regex.compile(r"(?<=\p{L})(?<!\b(?:it|that|he|she|who|what|there|here|let|where|how|when|one|this))[’']s\b", regex.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A piece of the bundle that speaks, and what to call it. Only places in the post's own text are passed on."""

    where: str
    text: str
    spoken: bool = False

    def place(self, start: int, end: int) -> tuple[int | None, int | None]:
        return (start, end) if self.spoken else (None, None)


@dataclass(frozen=True)
class Read:
    """Everything the lists say about one text, less what they take back themselves."""

    hard: tuple[Hit, ...]  # slurs, threats, hatred, sexual words: only other words clear them
    doubtful: tuple[Hit, ...]  # the same words, but quoted, denied or rebuked
    insults: tuple[Hit, ...]
    content: tuple[Hit, ...]
    references: tuple[Hit, ...]
    topics: tuple[Hit, ...]


@cache
def _lists() -> lists.Lists:
    return lists.Lists(lists.FOLDER, ROOM)


def parts(bundle: Bundle, setting: Setting) -> list[Part]:
    """The text, and whatever is said in or beside each picture."""
    found = [Part("The text", bundle.text, spoken=True)]
    for number, item in enumerate(bundle.media, start=1):
        which = f"picture {number}" if len(bundle.media) > 1 else "the picture"
        inside = "\n".join(filter(None, (item.transcript, seen_words(item.sha256, setting))))
        found += [Part(f"The description of {which}", item.alt), Part(f"The words in {which}", inside), Part(f"The credit of {which}", item.credit)]
    return [part for part in found if part.text.strip()]


def seen_words(sha256: str, setting: Setting) -> str:
    """The words a machine read in a picture; empty where none were read."""
    return (setting.seen_words or {}).get(sha256) or ""


@lru_cache(maxsize=512)
def read(text: str) -> Read:
    """Raises Misconfigured when a word list is missing or cannot be read."""
    views = Views(_POSSESSIVE.sub("  ", text[:LONGEST]), _lists())
    hard, doubtful = _hard(views)
    content = views.hits(f"{ROOM}/content")
    content += [Hit("block", "obscene", found.start(), found.end(), 0, 0) for found in _MASKED.finditer(text)]
    content += pairs(views)
    for hit in [each for each in content if each.band == "block" and views.mild([each])]:
        content.remove(hit)
        doubtful.append(hit)
    return Read(
        hard=tuple(hard),
        doubtful=tuple(doubtful),
        insults=tuple(hit for hit in views.hits("insults") if hit.band == "hide" and not views.denied(hit) and not views.mild([hit])),
        content=tuple(content),
        references=tuple(views.hits(f"{ROOM}/references")),
        topics=tuple(views.hits(f"{ROOM}/topics")),
    )


def forget() -> None:
    """Read the lists again: after somebody has changed them."""
    _lists.cache_clear()
    read.cache_clear()


# Lists written for comments: which of their headings are hard stops in the academy's own words.
_HARD = {"slurs": {"hide"}, "threat": {"hide", "sport"}, "hatred": {"hide"}, "sexual": {"hide"}}
_NAMED = {"slurs", "sexual"}  # words that stay what they are when denied: "we do not want any ..."
_RULES = {"slurs": "slur", "threat": "threat", "hatred": "hatred", "sexual": "obscene"}


def _hard(views: Views) -> tuple[list[Hit], list[Hit]]:
    hard: list[Hit] = []
    doubtful: list[Hit] = []
    for name, bands in _HARD.items():
        outright = views.outright(name)
        playing = any(hit.band == "context" for hit in outright)  # "we will smash them" before a match is no threat
        for hit in outright:
            if hit.band in bands and not (hit.band == "sport" and playing):
                stands = (name in _NAMED or not views.denied(hit)) and not views.mild([hit])
                (hard if stands else doubtful).append(replace(hit, rule=_RULES[name]))
        # Signs that only point at a meaning never block a school's own words.
        doubtful += [replace(hit, rule=_RULES[name]) for hit in views.pointed(name) if hit.band in bands]
    return hard, doubtful

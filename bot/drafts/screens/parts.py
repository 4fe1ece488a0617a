"""Every place in a bundle where words stand: the text, and for each picture what is said of it, in it and by its file name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from bot.drafts.bundle import Bundle, MediaItem
from bot.drafts.screens.base import Setting

Kind = Literal["text", "alt", "transcript", "credit", "seen", "file"]
NO_WORDS = frozenset({"none", "no words", "no text", "no", "nothing", "n/a", "there are none", "-"})


@dataclass(frozen=True)
class Part:
    """`where` begins a sentence. Only in the post's own text do positions mean something to whoever reads the finding."""

    where: str
    kind: Kind
    text: str

    def place(self, start: int, end: int) -> tuple[int | None, int | None]:
        return (start, end) if self.kind == "text" else (None, None)


def parts(bundle: Bundle, setting: Setting) -> Iterator[Part]:
    yield Part("The text", "text", bundle.text)
    for number, item in enumerate(bundle.media, start=1):
        which = f"picture {number}" if len(bundle.media) > 1 else "the picture"
        yield Part(f"The description of {which}", "alt", item.alt)
        if not says_none(item):
            yield Part(f"The transcript of {which}", "transcript", item.transcript)
        yield Part(f"The credit line of {which}", "credit", item.credit)
        if seen := (setting.seen_words or {}).get(item.sha256):
            yield Part(f"What is written in {which}", "seen", seen)
        yield Part(f"The file name of {which}", "file", stem(item.filename))


def says_none(item: MediaItem) -> bool:
    """Somebody looked and found no words in the picture."""
    return item.transcript.strip().casefold().rstrip(".") in NO_WORDS


def stem(filename: str) -> str:
    """The file name without folders and ending."""
    return regex.sub(r"\.\w{2,4}$", "", filename.replace("\\", "/").rpartition("/")[2])


def as_words(name: str) -> str:
    """A file name as words: "IMG_jsmith_7B" is "IMG jsmith 7B"."""
    return regex.sub(r"(?<=\p{Ll})(?=\d)|(?<=\d)(?=\p{L}{3})|[_+.]", " ", name)

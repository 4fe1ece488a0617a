"""The source of a fact as a page shows it: an address, words, a file to open, or pasted words with the passage marked."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.drafts import sources
from bot.drafts.models import Claim, Draft
from bot.drafts.sources_compare import difference, passage
from bot.drafts.sources_marks import denial, given, plain

AROUND = 400  # characters shown before and after the passage


@dataclass(frozen=True)
class SourceView:
    """`words` name it. `before`, `marked` and `after` are a part of its text, where that can be read here."""

    words: str
    file: str = ""  # the path of a kept file
    denied: str = ""  # the author's reason why this is no fact
    before: str = ""
    marked: str = ""
    after: str = ""
    differs: str = ""  # a figure of the text that the source gives otherwise, as a sentence

    @property
    def address(self) -> bool:
        return self.words.startswith(("https://", "http://"))

    @property
    def readable(self) -> bool:
        return bool(self.before or self.marked or self.after)


def source_view(session: Session, draft: Draft, claim: Claim) -> SourceView | None:
    """None where the author gave no source."""
    if not claim.source:
        return None
    if denial(claim.source):
        return SourceView("", denied=denial(claim.source))
    if given(claim.source) is None:
        return SourceView(claim.source)
    read = sources.read(session, draft, claim.source)
    link = f"/drafts/{draft.id}/sources/{read.row.id}" if read.row else ""
    view = SourceView(plain(claim.source), link)
    if not read.text:
        return view
    found = difference(draft.text, claim.start, claim.end, read.text)
    said = f"The text says {found.says}, but the source says {found.source_says}." if found else ""
    return SourceView(view.words, view.file, "", *_parts(draft, claim, read.text), said)


def _parts(draft: Draft, claim: Claim, text: str) -> tuple[str, str, str]:
    place = passage(draft.text, claim.start, claim.end, text)
    if place is None:
        return (text if len(text) <= 2 * AROUND else f"{text[: 2 * AROUND]}…"), "", ""
    start, end = place
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    return ("…" if start > AROUND else "") + before, text[start:end], after + ("…" if end + AROUND < len(text) else "")

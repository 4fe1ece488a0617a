"""What the page of a split shows, and what it reads back: the parts as typed, where each picture goes, and the form carried along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.accounts.models import Account
from bot.drafts import threads
from bot.drafts.content import Content
from bot.drafts.models import Draft
from bot.drafts.split_content import Part
from bot.drafts.splitting import as_sent
from bot.web.access import Visit
from bot.web.forms import Filled
from bot.web.pages.draft_check import Count, counts
from bot.web.pages.draft_picture_files import sealed
from bot.web.pages.draft_rows import named
from bot.web.pages.draft_typed import Read

OWN = ("then", "numbered", "carried", "part_", "picture_on_")  # fields of this page, not of the form that it carries
LINE = 40  # letters, about, in one line of the field on a phone
SHORTEST, TALLEST = 3, 16  # lines


@dataclass(frozen=True)
class Row:
    number: int
    text: str
    note: str  # its number, where the parts are numbered
    counts: list[Count]
    pictures: list[tuple[str, str]]  # (what the browser asks for, alt text)
    lines: int

    @property
    def over(self) -> bool:
        return any(each.over for each in self.counts)


def accounts(visit: Visit, content: Content) -> list[Account]:
    return [found for key in content.account_ids if (found := visit.session.get(Account, key))]


def platforms(visit: Visit, content: Content) -> list[str]:
    return [account.platform for account in accounts(visit, content)]


def begun(content: Content, texts: Sequence[str]) -> list[Part]:
    """Every picture on the first part."""
    return [Part(text, () if number else content.pictures) for number, text in enumerate(texts)]


def as_typed(content: Content, typed: Filled) -> list[Part]:
    """The parts in the order of their numbers; a picture whose part is not there is on the first."""
    numbers = [number for number in range(1, threads.MOST + 1) if typed.many(f"part_{number}")]
    chosen = [typed.number(f"picture_on_{place}") for place in range(1, len(content.pictures) + 1)]
    homes = [number if number in numbers else 1 for number in chosen]
    return [
        Part(
            typed.text(f"part_{number}").strip(),
            tuple(picture for picture, home in zip(content.pictures, homes, strict=True) if home == number),
        )
        for number in numbers
    ]


def kept(parts: Sequence[Part]) -> list[tuple[int, Part]]:
    """With their places; a part that was emptied is left out."""
    return [(place, part) for place, part in enumerate(parts, start=1) if part.text or part.pictures]


def shown(
    visit: Visit, draft: Draft | None, form: Read, parts: Sequence[Part], *, carried: Filled | None = None, numbered: bool = False
) -> dict[str, Any]:
    content, there = form.content, kept(parts)
    places = {place: number for number, (place, _) in enumerate(there, start=1)}
    networks = platforms(visit, content)
    rows = []
    for place, part in enumerate(parts, start=1):
        number = places.get(place, 0)
        sent = as_sent(part.text, number, len(there), numbered=numbered and bool(number))
        pictures = [(sealed(visit, picture.hash), picture.alt) for picture in part.pictures]
        note = f"{number}/{len(there)}" if numbered and number else ""
        lines = sum(1 + len(line) // LINE for line in part.text.split("\n"))
        rows.append(Row(place, part.text, note, counts(sent, networks), pictures, min(max(lines, SHORTEST), TALLEST)))
    return {
        "draft": draft,
        "rows": rows,
        "making": len(there),
        "numbered": numbered,
        "accounts": [named(account) for account in accounts(visit, content)],
        "pictures": [(n, picture.filename, _home(parts, n, content)) for n, picture in enumerate(content.pictures, start=1)],
        "carried": _carried(carried, form) if carried else [],
    }


def _home(parts: Sequence[Part], number: int, content: Content) -> int:
    """The part a picture is on. The same picture may be there twice, so its place among the others counts, not its bytes."""
    picture = content.pictures[number - 1]
    return next((place for place, part in enumerate(parts, start=1) if any(each is picture for each in part.pictures)), 1)


def _carried(typed: Filled, form: Read) -> list[tuple[str, str]]:
    """The form's fields as they were sent; a picture that arrived with them is kept by now and goes by its seal."""
    slots = {f"{name}_{slot.number}": value for slot in form.slots for name, value in (("kept", slot.kept), ("filename", slot.filename)) if value}
    rest = [(name, value) for name, value in typed.pairs() if not name.startswith(OWN) and name not in slots]
    return [*rest, *slots.items()]

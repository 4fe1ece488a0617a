"""Reading consents from CSV as a school's own system exports them: tolerant about headings, exact about what could not be used."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from bot.consent.images import PLATFORMS
from bot.consent.images_register import Named, Said, problems_of, problems_with
from bot.consent.people import Giver, PersonKind, Word

MOST_ROWS = 20_000
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "forename": ("forename", "first name", "given name"),
    "surname": ("surname", "last name", "family name"),
    "form": ("form", "class", "tutor group", "registration group", "reg", "year"),
    "previous": ("previous form", "old form", "last year's form", "form before"),
    "kind": ("kind", "type", "person type"),
    "word": ("consent", "decision", "answer", "photo consent", "image consent", "permission"),
    "giver": ("given by", "who", "giver", "by whom", "relationship"),
    "form_ref": ("form ref", "reference", "form reference", "paper", "where the form is kept", "evidence"),
    "given_on": ("date", "given on", "date given", "signed on", "date signed"),
    "use": ("use", "purpose", "for"),
    "platforms": ("platforms", "where", "channels"),
    "starts": ("from", "starts", "valid from"),
    "ends": ("until", "ends", "expires", "valid until", "expiry"),
    "never": ("never show", "no identify", "do not identify", "do not show"),
}
WORDS: Mapping[str, Word] = {
    **dict.fromkeys(("yes", "y", "given", "consent", "granted", "true", "1", "agreed"), Word.GIVEN),
    **dict.fromkeys(("no", "n", "refused", "declined", "withdrawn", "false", "0", "not given"), Word.REFUSED),
}
GIVERS: Mapping[str, Giver] = {
    **{giver.value: giver for giver in Giver},
    **dict.fromkeys(("", "parent", "carer", "mother", "father", "parent/carer", "guardian", "parent 1", "first parent"), Giver.PARENT),
    **dict.fromkeys(("second parent", "other parent", "parent 2", "second carer"), Giver.SECOND_PARENT),
    **dict.fromkeys(("pupil", "student"), Giver.PUPIL),
    **dict.fromkeys(("adult", "self", "themself", "staff"), Giver.ADULT),
    **dict.fromkeys(("organisation", "school", "academy"), Giver.ORGANISATION),
}
ADULTS = frozenset({"adult", "staff", "teacher", "employee", "governor", "volunteer"})
YES = frozenset({"yes", "y", "true", "1", "x"})
PLACES = {**{name: name for name in PLATFORMS}, **{words.casefold(): name for name, words in PLATFORMS.items()}, "web": "website", "twitter": "x"}


class Row(NamedTuple):
    who: Named
    said: Said | None
    never_show: bool
    previous: str = ""  # the form they were in before: the school year has turned


def read_rows(text: str) -> tuple[list[Row], list[str]]:
    """The usable rows, and a sentence for each that was not; sentences carry row numbers, never a name."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    rows: list[Row] = []
    wrong: list[str] = []
    try:
        columns = _columns(next(lines, []))
        if missing := [name for name in ("forename", "surname") if name not in columns]:
            return [], [f"The first row must hold headings; there is none for the {missing[0]}."]
        for number, cells in enumerate(lines, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if number > MOST_ROWS + 1:
                return [], [f"The file holds more than {MOST_ROWS:,} rows. Import it in parts."]
            row = _row({key: cells[at].strip() if at < len(cells) else "" for key, at in columns.items()}, number, wrong)
            if row:
                rows.append(row)
    except csv.Error:
        wrong.append("The file is not well-formed CSV from some row on. Export it again.")
    if not rows:
        wrong.append("The file holds no row that can be used.")
    return rows, wrong


def _columns(headings: list[str]) -> dict[str, int]:
    plain = [" ".join(heading.replace("_", " ").casefold().split()) for heading in headings]
    return {key: plain.index(name) for key, names in HEADINGS.items() for name in names[::-1] if name in plain}


def _row(cells: dict[str, str], number: int, wrong: list[str]) -> Row | None:
    kind = PersonKind.ADULT if cells.get("kind", "").casefold() in ADULTS else PersonKind.PUPIL
    who = Named(cells["forename"], cells["surname"], cells.get("form", ""), kind.value)
    try:
        said = _said(cells, kind)
    except ValueError as problem:
        wrong.append(f"Row {number}: {problem}")
        return None
    problems = {**problems_of(who), **(problems_with(said) if said else {})}
    if problems:
        wrong.append(f"Row {number}: {' '.join(problems.values())}")
        return None
    return Row(who, said, cells.get("never", "").casefold() in YES, cells.get("previous", ""))


def _said(cells: dict[str, str], kind: PersonKind) -> Said | None:
    """None where nothing was said: then nothing is known, which counts as refused."""
    written = cells.get("word", "").casefold()
    if not written:
        return None
    by = cells.get("giver", "").casefold()
    giver = Giver.ADULT if kind is PersonKind.ADULT and not by else GIVERS.get(by)
    if written not in WORDS:
        raise ValueError(f"“{written[:40]}” is neither yes nor no.")
    if giver is None:
        raise ValueError(f"it is not clear who “{by[:40]}” is. Write parent, second parent, pupil, adult or organisation.")
    given_on = _day(cells.get("given_on", ""))
    if given_on is None:
        raise ValueError("there is no date on which it was said.")
    return Said(
        giver.value,
        WORDS[written].value,
        cells.get("form_ref", ""),
        given_on,
        cells.get("use", "") if cells.get("use", "").casefold() not in ("all", "any", "blanket") else "",
        _places(cells.get("platforms", "")),
        _day(cells.get("starts", "")),
        _day(cells.get("ends", "")),
    )


def _places(written: str) -> tuple[str, ...]:
    if written.casefold() in ("", "all", "any"):
        return ()
    parts = [part.strip().casefold() for part in written.replace(";", ",").replace("/", ",").replace(" and ", ",").split(",") if part.strip()]
    return tuple(PLACES.get(part.removesuffix(" only"), part) for part in parts)


def _day(written: str) -> date | None:
    if not written:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"“{written[:20]}” is no date. Write it like 2026-11-20 or 20/11/2026.")

"""Read a school's roll from CSV as its own systems export it: tolerant about headings, exact about what could not be used."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.consent.name_forms import Person

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "forename": (
        "forename",
        "forenames",
        "first name",
        "firstname",
        "first names",
        "given name",
        "given names",
        "legal forename",
        "legal first name",
        "pupil forename",
        "student forename",
    ),
    "surname": (
        "surname",
        "last name",
        "lastname",
        "family name",
        "legal surname",
        "legal last name",
        "second name",
        "pupil surname",
        "preferred surname",
    ),
    "name": ("name", "full name", "pupil name", "student name", "pupil", "student", "legal name", "staff name"),
    "preferred": (
        "preferred name",
        "preferred forename",
        "preferred first name",
        "known as",
        "chosen name",
        "preferred",
        "goes by",
        "chosen forename",
    ),
    "never": (
        "never publish",
        "do not publish",
        "no publicity",
        "flags",
        "flag",
        "restrictions",
        "consent flags",
        "no photos or names",
        "publicity",
    ),
    "kind": ("type", "kind", "role", "person type", "category", "pupil or staff", "staff or pupil"),
    "phone": ("phone", "mobile", "mobile number", "telephone", "personal phone", "phone number"),
    "handle": ("handle", "handles", "social media", "personal handle", "twitter", "instagram", "x handle"),
}
YES = frozenset({"1", "y", "yes", "true", "x", "t", "never", "never publish", "do not publish"})
NEVER_WORDS = ("never publish", "never_publish", "do not publish", "no publicity", "never")
STAFF_WORDS = frozenset({"staff", "teacher", "adult", "employee", "governor", "volunteer", "ta", "head", "headteacher", "support"})
PUPIL_WORDS = ("pupil", "student", "child", "learner")
ENCODINGS = ("utf-8-sig", "cp1252")
LARGEST_CELL = 200  # characters; nothing longer is a name


@dataclass(frozen=True)
class Problem:
    """What could not be used, never with a name: "was left out: the surname is missing."

    `row` counts from 1 with the headings; 0 is the whole file, and then the sentence is a whole one.
    """

    row: int
    sentence: str


@dataclass(frozen=True)
class Row:
    number: int
    person: Person


def read_rows(source: str | bytes) -> tuple[list[Row], list[Problem]]:
    """The usable rows of a file, or of its bytes, or of CSV text (anything with a line break), and what was not usable."""
    text, wrong = _text(source)
    if wrong:
        return [], [Problem(0, wrong)]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        columns = _columns(next(lines, []))
        if "name" not in columns and not {"forename", "surname"} <= columns.keys():
            sentence = (
                "The register needs a column for the forename and one for the surname (or one called Name). Its first row must hold the headings."
            )
            return [], [Problem(0, sentence)]
        for number, cells in enumerate(lines, start=2):
            if any(cell.strip() for cell in cells):
                row = _row({key: cells[at].strip() if at < len(cells) else "" for key, at in columns.items()}, number, problems)
                if row:
                    rows.append(row)
    except csv.Error:
        problems.append(Problem(0, f"From row {lines.line_num} on the file cannot be read as CSV. Export it again."))
        return [], problems
    if not rows:
        problems.append(Problem(0, "The register holds no usable row, so no name would be found with it."))
    return rows, problems


def problems_of(problems: Iterable[Problem]) -> list[str]:
    """As sentences, with the number of the row where there is one."""
    return [f"Row {each.row} {each.sentence}" if each.row else each.sentence for each in problems]


def _text(source: str | bytes) -> tuple[str, str]:
    """The text, and why there is none."""
    if isinstance(source, str) and "\n" in source:
        return source.lstrip("\ufeff"), ""
    try:
        raw = source if isinstance(source, bytes) else Path(source).read_bytes()
    except (OSError, ValueError):
        return "", "The register file cannot be read. Check its name and who may read it."
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace"), ""
    if b"\0" in raw[:4096] or raw[:2] == b"PK":
        return "", "The register is not a text file. Save it as CSV UTF-8 and try again."
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding), ""
        except UnicodeDecodeError:
            continue
    return "", "The register is not a text file. Save it as CSV UTF-8 and try again."


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(headings: list[str]) -> dict[str, int]:
    """Our word for a column -> where it stands; the first of two with the same meaning counts."""
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        plain = " ".join(unicodedata.normalize("NFKC", heading).casefold().replace("_", " ").replace("/", " ").split())
        for key, spellings in HEADINGS.items():
            if plain in spellings:
                found.setdefault(key, at)
    return found


def _row(cells: Mapping[str, str], number: int, problems: list[Problem]) -> Row | None:
    forename, surname = cells.get("forename", ""), cells.get("surname", "")
    if not (forename and surname) and cells.get("name"):
        forename, surname = _parted(cells["name"])
    if wrong := _wrong(forename, surname):
        problems.append(Problem(number, f"was left out: {wrong}."))
        return None
    words = cells.get("kind", "").casefold().split()
    kind: Literal["pupil", "staff"] = "staff" if STAFF_WORDS.intersection(words) else "pupil"
    if kind == "pupil" and words and not any(word in PUPIL_WORDS for word in (w.rstrip("s") for w in words)):
        problems.append(Problem(number, "has a type that is neither pupil nor staff, so it was taken as a pupil, which protects more."))
    flag = cells.get("never", "").casefold()
    never = flag in YES or any(word in flag for word in NEVER_WORDS)
    contacts = tuple(filter(None, (cells.get("phone", ""), *cells.get("handle", "").replace(";", " ").replace(",", " ").split())))
    return Row(number, Person(forename, surname, cells.get("preferred", ""), kind, never, contacts if kind == "staff" else ()))


def _wrong(forename: str, surname: str) -> str:
    for words, name in (("the forename", forename), ("the surname", surname)):
        if not name:
            return f"{words} is missing"
        if len(name) > LARGEST_CELL:
            return f"{words} is longer than {LARGEST_CELL} characters, so a quotation mark may be missing"
        if not any(letter.isalpha() for letter in name):
            return f"{words} holds no letter"
        if "\ufffd" in name:
            return f"{words} holds a character that was lost when the file was saved"
    return ""


def _parted(name: str) -> tuple[str, str]:
    """ "Surname, Forename" or "Forename Surname"."""
    if "," in name:
        surname, _, forename = name.partition(",")
        return forename.strip(), surname.strip()
    forename, _, surname = name.strip().partition(" ")
    return forename, surname.strip()

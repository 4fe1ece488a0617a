"""Read a school's roll from CSV as its own systems export it: tolerant about headings, exact about what could not be used."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
    ),
    "surname": ("surname", "last name", "lastname", "family name", "legal surname", "legal last name", "second name"),
    "name": ("name", "full name", "pupil name", "student name", "pupil", "student"),
    "preferred": ("preferred name", "preferred forename", "preferred first name", "known as", "chosen name", "preferred", "goes by"),
    "year": ("year", "year group", "yr", "nc year", "reg", "reg form", "reg group", "registration group", "form", "class", "tutor group"),
    "never": (
        "never publish",
        "never_publish",
        "do not publish",
        "no publicity",
        "flags",
        "flag",
        "restrictions",
        "consent flags",
        "no photos or names",
    ),
    "kind": ("type", "kind", "role", "person type", "category"),
}
YES = frozenset({"1", "y", "yes", "true", "x", "t", "never", "never publish", "do not publish"})
NEVER_WORDS = ("never publish", "never_publish", "do not publish", "no publicity", "never")
STAFF_WORDS = ("staff", "teacher", "adult", "employee", "governor", "volunteer", "ta", "head")
PUPIL_WORDS = ("pupil", "student", "child", "learner", "")


@dataclass(frozen=True)
class Row:
    forename: str
    surname: str
    preferred: str
    kind: Literal["pupil", "staff"]
    never_publish: bool


def read_rows(source: str) -> tuple[list[Row], list[str]]:
    """The usable rows of a file, or of CSV text (anything with a line break), and one sentence for each thing that was not usable.

    Sentences carry row numbers and headings, never a name.
    """
    text, problems = _text(source)
    if problems:
        return [], problems
    dialect = _dialect(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=dialect)
    columns = _columns(next(lines, []))
    if "name" not in columns and not {"forename", "surname"} <= columns.keys():
        return [], [
            "The register needs a column for the forename and one for the surname (or one called Name). Its first row must hold the headings."
        ]
    rows: list[Row] = []
    for number, cells in enumerate(lines, start=2):
        if any(cell.strip() for cell in cells):
            row = _row({key: cells[at].strip() if at < len(cells) else "" for key, at in columns.items()}, number, problems)
            if row:
                rows.append(row)
    if not rows:
        problems.append("The register holds no usable row, so no name would be found with it.")
    return rows, problems


def _text(source: str) -> tuple[str, list[str]]:
    if "\n" in source:
        return source.lstrip("\ufeff"), []
    try:
        raw = Path(source).read_bytes()
    except OSError:
        return "", ["The register file cannot be read. Check its name and who may read it."]
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return "", ["The register is not a text file. Save it as CSV UTF-8 and try again."]


def _dialect(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(headings: list[str]) -> dict[str, int]:
    """Our word for a column -> where it stands; the first of two with the same meaning counts."""
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        plain = " ".join(unicodedata.normalize("NFKC", heading).casefold().replace("_", " ").replace("/", " ").split())
        for key, spellings in HEADINGS.items():
            if plain in spellings or plain.replace(" ", "_") in spellings:
                found.setdefault(key, at)
    return found


def _row(cells: Mapping[str, str], number: int, problems: list[str]) -> Row | None:
    forename, surname = cells.get("forename", ""), cells.get("surname", "")
    if not (forename and surname) and cells.get("name"):
        forename, surname = _parted(cells["name"])
    if not forename or not surname:
        missing = "the forename" if not forename else "the surname"
        problems.append(f"Row {number} was left out: {missing} is missing.")
        return None
    kind_word = cells.get("kind", "").casefold()
    kind: Literal["pupil", "staff"] = "staff" if any(word in kind_word.split() for word in STAFF_WORDS) else "pupil"
    if kind == "pupil" and not any(word in kind_word for word in PUPIL_WORDS if word) and kind_word:
        problems.append(f"Row {number}: the type is neither pupil nor staff, so it was taken as a pupil, which protects more.")
    flag = cells.get("never", "").casefold()
    return Row(forename, surname, cells.get("preferred", ""), kind, flag in YES or any(word in flag for word in NEVER_WORDS))


def _parted(name: str) -> tuple[str, str]:
    """ "Surname, Forename" or "Forename Surname"."""
    if "," in name:
        surname, _, forename = name.partition(",")
        return forename.strip(), surname.strip()
    forename, _, surname = name.strip().partition(" ")
    return forename, surname.strip()

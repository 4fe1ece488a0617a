"""A file given as a source: what it is by its bytes, what it may be served as, and the words in it where we can read them.

Text and CSV are read and compared with the post. A PDF, a Word or Excel file and a picture are kept for the checker to open:
a figure that is in one of these is compared by a person.
"""

import csv
import io
import zipfile
from dataclasses import dataclass

from bot.errors import BadInput

LARGEST_FILE = 8_000_000  # bytes
LONGEST_TEXT = 200_000  # characters that are compared; the file is kept whole
PASTED = "Pasted text"
PLAIN = "text/plain"
OFFICE = "application/vnd.openxmlformats-officedocument."
SERVED: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": PLAIN,
}
"""The types a source is served with, by the ending it gets. Nothing in the file can choose another."""
MAGIC: tuple[tuple[bytes, str], ...] = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
WANTED = "Use a PDF, text, CSV, Word (docx), Excel (xlsx), PNG or JPEG file."


@dataclass(frozen=True)
class SourceFile:
    """`name` is clean; `mime` is one of SERVED."""

    name: str
    mime: str
    data: bytes


def arrived(name: str, data: bytes) -> SourceFile:
    """Raises BadInput({"file": ...}) for what cannot be a source."""
    if not data:
        raise BadInput({"file": "The file is empty. Choose it again."})
    if len(data) > LARGEST_FILE:
        raise BadInput({"file": f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Give the page that matters, or an address."})
    ending = _ending(name, data)
    if ending is None:
        raise BadInput({"file": f"This is not a file that a checker can open. {WANTED}"})
    return SourceFile(clean_name(name, ending), SERVED[ending], data)


def pasted(text: str) -> SourceFile:
    return SourceFile(PASTED, PLAIN, text.encode())


def words_of(mime: str, data: bytes) -> str:
    """What can be compared with the post: empty where only a person can read it."""
    if mime == SERVED["csv"]:
        return _rows(_decoded(data) or "")[:LONGEST_TEXT]
    return (_decoded(data) or "")[:LONGEST_TEXT] if mime == PLAIN else ""


def clean_name(name: str, ending: str) -> str:
    """The last part, printable, with an ending that says what it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    bare = "".join(c for c in last if c.isprintable() and c not in "[]<>\"'")[:100].strip(" .") or "source"
    return bare if bare.lower().endswith(f".{ending}") else f"{bare.rpartition('.')[0] or bare}.{ending}"


def _ending(name: str, data: bytes) -> str | None:
    for begins, ending in MAGIC:
        if data.startswith(begins):
            return ending
    if data.startswith(b"PK"):
        return _office(data)
    text = _decoded(data)
    if text is None:
        return None
    return "csv" if name.lower().endswith(".csv") else "txt"


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    macros = any(name.endswith("vbaProject.bin") for name in names)
    if macros or "[Content_Types].xml" not in names:
        return None
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


def _decoded(data: bytes) -> str | None:
    """None for what is no text."""
    codings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if any(ord(c) < 32 and c not in "\n\r\t\f" for c in text) else text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _rows(text: str) -> str:
    """One line for each row, each cell beside the head of its column: "Subject: English; Grade 5+: 78%"."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error:
        return text
    if len(rows) < 2:
        return text
    heads = [head.strip() for head in rows[0]]
    return "\n".join("; ".join(_cell(heads[n] if n < len(heads) else "", cell) for n, cell in enumerate(row) if cell.strip()) for row in rows[1:])


def _cell(head: str, cell: str) -> str:
    share = "%" in head or "percent" in head.lower() or "per cent" in head.lower()
    cell = cell.strip()
    shown = f"{cell}%" if share and cell.replace(".", "", 1).isdigit() else cell
    return f"{head}: {shown}" if head else shown

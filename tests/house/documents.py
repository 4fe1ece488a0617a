"""Reading the documents as the house tests do: table rows, links, and what a Python file defines."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FIRST_CELL = re.compile(r"^\| *`([^`]+)` *\| *(.*?) *\|", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


class Link(NamedTuple):
    text: str
    file: str
    anchor: str


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table_rows(name: str) -> dict[str, str]:
    """The first cell, where it is code, and the second."""
    return dict(FIRST_CELL.findall(text_of(name)))


def links(name: str) -> Iterator[Link]:
    """Those inside the repository; an empty file means the document itself."""
    for text, target in LINK.findall(FENCE.sub("", text_of(name))):
        if "://" not in target and not target.startswith("mailto:"):
            file, _, anchor = target.partition("#")
            yield Link(text, file, anchor)


def anchors(name: str) -> set[str]:
    """As the usual viewers make them out of headings."""
    made = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(FENCE.sub("", text_of(name))))
    return {heading.replace(" ", "-") for heading in made}


def defined(file: Path) -> set[str]:
    """Names a module makes at its top: functions, classes and tables."""
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names

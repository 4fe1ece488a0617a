"""How a kept file stands in the source of a fact: its name, and the SHA-256 that makes another file another source. No database here."""

from typing import NamedTuple

import regex

JOINT = " — "  # between a fact and its source, in the bundle
NOT_A_FACT = "Not a fact: "
_MARK = regex.compile(r"(?P<name>[^\[\]]*) \[(?P<kind>file|text) (?P<sha256>[0-9a-f]{64})\]")
_FORGED = regex.compile(r"\[(?=(?:file|text) [0-9a-f]{64}\])")


class Given(NamedTuple):
    """What a mark stands for."""

    name: str
    kind: str
    sha256: str


def given(source: str) -> Given | None:
    """The file or pasted words that this source is; None for anything else."""
    match = _MARK.fullmatch(source)
    return Given(match["name"], match["kind"], match["sha256"]) if match else None


def plain(source: str) -> str:
    """For people: without the hash."""
    kept = given(source)
    return (kept.name if kept.kind == "text" else f"{kept.name} (a file)") if kept else source


def typed(source: str) -> str:
    """What somebody typed, unable to pass for a kept file."""
    return str(_FORGED.sub("(", source.strip()))


def denial(source: str) -> str:
    """The author's reason why it is no fact; empty where they did not say so."""
    return source.removeprefix(NOT_A_FACT).strip() if source.startswith(NOT_A_FACT) else ""


def mark(name: str, kind: str, sha256: str) -> str:
    return f"{name} [{kind} {sha256}]"

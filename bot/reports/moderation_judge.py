"""How good the judge is, as it was measured before it was put to work: its model card in sentences, or that rules alone judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

log = structlog.get_logger()
DEEPEST = 2  # tables within tables that a page can still show


@dataclass(frozen=True)
class JudgeCard:
    """`rows`: what was measured, as (name, value) in the card's own words; `notes`: its longer texts and lists."""

    rows: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    broken: bool = False

    @property
    def rules_alone(self) -> bool:
        return not (self.rows or self.notes)


def card() -> Mapping[str, Any] | None:
    """The only place that asks the classifier. A report never fails because the judge does."""
    from bot.moderation.classifier import package  # noqa: PLC0415 -- a package that cannot be loaded must not take the report with it

    return package.card()


def read() -> JudgeCard:
    try:
        said = card()
    except Exception:
        log.exception("the model card could not be read")
        return JudgeCard(broken=True)
    if not said:
        return JudgeCard()
    if not isinstance(said, Mapping):
        return JudgeCard(broken=True)
    rows: list[tuple[str, str]] = []
    notes: list[tuple[str, tuple[str, ...]]] = []
    _flatten("", said, rows, notes, 0)
    return JudgeCard(tuple(rows), tuple(notes))


def _flatten(name: str, said: Any, rows: list[tuple[str, str]], notes: list[tuple[str, tuple[str, ...]]], depth: int) -> None:
    if isinstance(said, Mapping) and depth <= DEEPEST:
        for key, value in said.items():
            _flatten(f"{name}, {_words(key)}" if name else _words(key), value, rows, notes, depth + 1)
    elif isinstance(said, list | tuple):
        notes.append((_sentence(name), tuple(str(each) for each in said)))
    elif isinstance(said, str) and len(said) > 60:
        notes.append((_sentence(name), (said,)))
    elif said is not None:
        rows.append((_sentence(name), _value(said)))


def _words(key: object) -> str:
    return str(key).replace("_", " ").strip()


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]


def _value(said: object) -> str:
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, float):
        return f"{said:.3f}".rstrip("0").rstrip(".")
    return f"{said:,}" if isinstance(said, int) else str(said)

"""How good the judge is, as it was measured before it was put to work: its model card in sentences, or that rules alone judge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.moderation.classifier.wanted import WANTED, percent

log = structlog.get_logger()
MEANING = (
    "Measured on comments written to be hard, by hands that taught the judge nothing: each harmful one has a harmless one that looks alike.",
    "An ordinary week is easier.",
    "Part of what is only implied gets past it: somebody should still read the comments.",
)


@dataclass(frozen=True)
class JudgeCard:
    """`rows`: what was measured, as (words, value); `notes`: what to know when reading them."""

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


def read(ask: Callable[[], Mapping[str, Any] | None] = card) -> JudgeCard:
    try:
        said = ask()
        if not said:
            return JudgeCard()
        school = said["school"]
        rows = tuple((words, _against(float(school[name]), wanted, more=more)) for name, words, wanted, more in WANTED)
    except Exception:
        log.exception("the model card could not be read")
        return JudgeCard(broken=True)
    return JudgeCard((("Version", str(said["version"])), *rows), (("How to read this", MEANING),))


def _against(measured: float, wanted: float, *, more: bool) -> str:
    met = measured >= wanted if more else measured <= wanted
    return f"{percent(measured)} ({'at least' if more else 'at most'} {percent(wanted)} is wanted{'' if met else ': not reached'})"

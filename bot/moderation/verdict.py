"""What a judge says about a reply: one of four words, how grave, how sure, and the words that decided it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Word(StrEnum):
    """What should happen. `alarm` goes to the safeguarding lead alone and never sits in the ordinary queue."""

    KEEP = "keep"
    ASK = "ask"
    HIDE = "hide"
    ALARM = "alarm"


class Severity(IntEnum):
    """CONTROLS.md C15. S0 risk to life or a child; S1 threat, slur, sexual, personal data; S2 abuse; S3 criticism;
    S4 spam or unsafe link; S5 ordinary."""

    S0 = 0
    S1 = 1
    S2 = 2
    S3 = 3
    S4 = 4
    S5 = 5


@dataclass(frozen=True)
class Reason:
    """The rule that spoke and where: code points into the text as written."""

    rule: str
    start: int
    end: int

    def span(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True)
class Verdict:
    word: Word
    severity: Severity
    score: float  # 0..1, how sure
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Comment:
    """What a judge sees. Never who wrote it: a judgement is about words, not people (invariant I7)."""

    text: str
    parent_text: str = ""
    official_domains: tuple[str, ...] = ()


def widest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each place once: of several readings of one rule over the same words, the widest tells a person most."""
    distinct = list(dict.fromkeys(reasons))
    return tuple(
        one
        for one in distinct
        if not any(other is not one and other.rule == one.rule and other.start <= one.start and one.end <= other.end for other in distinct)
    )

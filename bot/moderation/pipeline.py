"""Judging a comment: an ordered list of phases that stops when one decides. It fails towards people, never towards "clean"."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.moderation.phases import criticism, hatred, insults, ordinary, personal_data, safeguarding, sexual, slurs, spam, threat
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.words.lists import Lists, standard
from bot.words.views import Views

LONGEST = 10_000  # characters that are judged; no network takes longer replies, so the rest is for a person to read


@dataclass(frozen=True)
class Phase:
    """One question asked of a comment. None means: nothing to say, ask the next."""

    name: str
    judge: Callable[[Comment, Views], Verdict | None]


PHASES: tuple[Phase, ...] = (
    Phase("safeguarding", safeguarding.judge),
    Phase("threat", threat.judge),
    Phase("slurs", slurs.judge),
    Phase("hatred", hatred.judge),
    Phase("personal data", personal_data.judge),
    Phase("sexual content", sexual.judge),
    Phase("insults", insults.judge),
    Phase("spam", spam.judge),
    Phase("criticism", criticism.judge),
    Phase("ordinary", ordinary.judge),
)


def judge(comment: Comment, phases: Sequence[Phase] = PHASES, lists: Lists | None = None) -> Verdict:
    """What should happen to a comment. An alarm, a hide or a keep ends it; an ask stands unless a later phase is sure of a hide.

    A phase that fails makes the answer at least "ask", whatever the others say; so does a missing word list.
    """
    length = len(comment.text)
    head = replace(comment, text=comment.text[:LONGEST]) if length > LONGEST else comment
    held: list[Verdict] = []
    if length > LONGEST:
        held.append(_unjudged("too long to judge", LONGEST, length))
    try:
        views = Views(head.text, lists or standard())
    except Exception:  # noqa: BLE001 - whatever went wrong, a person reads it instead
        return _unjudged("not judged: word lists", 0, length)
    for phase in phases:
        try:
            said = phase.judge(head, views)
        except Exception:  # noqa: BLE001 - whatever went wrong, a person reads it instead
            held.append(_unjudged(f"not judged: {phase.name}", 0, length))
            continue
        if said is None:
            continue
        if said.word is Word.ASK:
            held.append(said)
        elif said.word is not Word.KEEP or not held:
            return replace(said, reasons=_widest(said.reasons))
    if not held:
        return _unjudged("not judged: no phase decided", 0, length)
    return Verdict(
        Word.ASK,
        min(said.severity for said in held),
        max(said.score for said in held),
        _widest(reason for said in held for reason in said.reasons),
    )


def _widest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each place once: of several readings of one rule over the same words, the widest tells a person most."""
    distinct = list(dict.fromkeys(reasons))
    return tuple(
        one
        for one in distinct
        if not any(other is not one and other.rule == one.rule and other.start <= one.start and one.end <= other.end for other in distinct)
    )


def _unjudged(rule: str, start: int, end: int) -> Verdict:
    return Verdict(Word.ASK, Severity.S2, 0.0, (Reason(rule, start, end),))

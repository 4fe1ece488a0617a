"""Judging a comment: an ordered list of rules that stops when one decides, then the learned judge. It fails towards people,
never towards "clean"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.moderation.learned import weighed
from bot.moderation.phases import criticism, hatred, insults, ordinary, personal_data, safeguarding, sexual, slurs, spam, threat
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word, widest
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


Weigh = Callable[[Comment, Views, Verdict], Verdict]


def judge(comment: Comment, phases: Sequence[Phase] = PHASES, lists: Lists | None = None, weigh: Weigh = weighed) -> Verdict:
    """What should happen to a comment: the rules first, then the learned judge, which hears what they said.

    Whatever fails on the way, a phase, a word list or the learned judge, makes the answer at least "ask".
    """
    return _weighed(_ruled(comment, phases, lists), weigh)


def judge_all(comments: Sequence[Comment]) -> list[Verdict]:
    """The same for many. The rules read all of them before the network does: neither then pushes the other out of the processor's
    memory, which is a fifth of the time."""
    return [_weighed(ruled, weighed) for ruled in [_ruled(comment, PHASES, None) for comment in comments]]


@dataclass(frozen=True)
class _Ruled:
    """A comment after the rules. Without `views` its words could not be read, and a person does."""

    comment: Comment
    views: Views | None
    said: Verdict
    failed: list[Verdict]


def _ruled(comment: Comment, phases: Sequence[Phase], lists: Lists | None) -> _Ruled:
    length = len(comment.text)
    head = replace(comment, text=comment.text[:LONGEST]) if length > LONGEST else comment
    failed = [_unjudged("too long to judge", LONGEST, length)] if length > LONGEST else []
    try:
        views = Views(head.text, lists or standard())
    except Exception:  # noqa: BLE001 - whatever went wrong, a person reads it instead
        return _Ruled(comment, None, _unjudged("not judged: word lists", 0, length), [])
    said, broken = _by_rules(head, views, phases)
    return _Ruled(head, views, said, failed + broken)


def _weighed(ruled: _Ruled, weigh: Weigh) -> Verdict:
    said, failed = ruled.said, ruled.failed
    if ruled.views is None:
        return said
    try:
        said = weigh(ruled.comment, ruled.views, said)
    except Exception:  # noqa: BLE001 - whatever went wrong, a person reads it instead
        failed = [*failed, _unjudged("not judged: learned judge", 0, len(ruled.comment.text))]
        said = replace(said, word=Word.ASK) if said.word is Word.HIDE else said  # only an alarm of the rules stands alone
    if not failed or said.word in {Word.HIDE, Word.ALARM}:
        return replace(said, reasons=widest(said.reasons))
    return _asked([*failed, said] if said.word is Word.ASK else failed)


def rules_alone(_comment: Comment, _views: Views, rules: Verdict) -> Verdict:
    """In place of the learned judge, where the rules themselves are looked at."""
    return rules


def by_rules(comment: Comment, views: Views) -> Verdict:
    """What the rules alone say."""
    return _by_rules(comment, views, PHASES)[0]


def _by_rules(comment: Comment, views: Views, phases: Sequence[Phase]) -> tuple[Verdict, list[Verdict]]:
    """An alarm, a hide or a keep ends it; an ask stands unless a later phase is sure of a hide. Beside it, what failed on the way."""
    held: list[Verdict] = []
    failed: list[Verdict] = []
    for phase in phases:
        try:
            said = phase.judge(comment, views)
        except Exception:  # noqa: BLE001 - whatever went wrong, a person reads it instead
            failed.append(_unjudged(f"not judged: {phase.name}", 0, len(comment.text)))
            continue
        if said is None:
            continue
        if said.word is Word.ASK:
            held.append(said)
        elif said.word is not Word.KEEP or not held:
            return said, failed
    if not held:
        return (nothing := _unjudged("not judged: no phase decided", 0, len(comment.text))), [*failed, nothing]
    return _asked(held), failed


def _asked(held: Sequence[Verdict]) -> Verdict:
    return Verdict(
        Word.ASK,
        min(said.severity for said in held),
        max(said.score for said in held),
        widest(reason for said in held for reason in said.reasons),
    )


def _unjudged(rule: str, start: int, end: int) -> Verdict:
    return Verdict(Word.ASK, Severity.S2, 0.0, (Reason(rule, start, end),))

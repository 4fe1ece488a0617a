"""What the rules, the network and the second opinion say together: two chances, and from them one of four words.

The rules never decide alone except towards people: what a rule would alarm is at least asked about, what it would hide is so too
unless everything else holds it for harmless, what two signs of risk say together is alarmed, and the rest is weighed.
"""

import math
from collections.abc import Mapping

from bot.moderation.classifier.judge import Opinion
from bot.moderation.classifier.package import Bands
from bot.moderation.verdict import Severity, Verdict, Word, widest

_SURE = ("slurs", "personal data", "spam")  # lists of plain words, whose finds seldom mean something else
_LONGEST_ODDS = 12.0
_LIKELY = 0.5  # enough where two rules say so

# What each head stands for, in the words of the house rules, and how grave it is (CONTROLS.md C15).
KINDS: dict[str, tuple[str, Severity]] = {
    "threat": ("a threat", Severity.S1),
    "identity": ("an attack on people for who they are", Severity.S1),
    "sexual": ("a sexual remark", Severity.S1),
    "exposure": ("something private about somebody", Severity.S1),
    "personal": ("running somebody down", Severity.S2),
    "spam": ("spam or a trap", Severity.S4),
}


def signs(rules: Verdict, opinion: Opinion, *, counter_speech: bool) -> dict[str, float]:
    """What is added up, each by its name in the manifest's `mix`."""
    phases = {reason.rule.split(":")[0] for reason in rules.reasons}
    hides = rules.word is Word.HIDE
    plain = bool(phases.intersection(_SURE))
    return {
        "network": _held(opinion.network["harm"]),
        "kind": _held(max(opinion.network[kind] for kind in KINDS)),
        "hateful": _held(opinion.network["hateful"]),
        "second": _held(opinion.linear["harm"]),
        "network_alarm": _held(opinion.network["alarm"]),
        "second_alarm": _held(opinion.linear["alarm"]),
        "rule_hides_plainly": float(hides and plain),
        "rule_hides": float(hides and not plain),
        "rule_asks": float(rules.word is Word.ASK and "safeguarding" not in phases),
        "rule_fears": float(rules.word is Word.ASK and "safeguarding" in phases),
        "rule_alarms": float(rules.word is Word.ALARM),
        "counter_speech": float(counter_speech),
        "counter": _held(opinion.network["counter"]),
        "criticism": _held(opinion.network["criticism"]),
        "always": 1.0,
    }


def chance(mix: Mapping[str, float], found: Mapping[str, float]) -> float:
    """A chance between 0 and 1 from the signs and their weights."""
    return 1 / (1 + math.exp(-_held(sum(weight * found[name] for name, weight in mix.items()))))


def word(harm: float, alarm: float, bands: Bands, rules: Verdict, opinion: Opinion, *, protected: bool) -> Word:
    """One of four words. `protected` is criticism or counter-speech, which the machine never hides (invariant I9)."""
    if alarm >= (bands.alarm_with_rule if rules.word is Word.ALARM else bands.alarm):
        return Word.ALARM
    if rules.word is Word.ALARM and (len(widest(rules.reasons)) > 1 or harm >= bands.ask):
        return Word.ALARM  # two signs of risk, or one in what is no harmless comment: no model talks that away
    twice = rules.word is Word.HIDE and len(widest(rules.reasons)) > 1 and harm >= _LIKELY
    if twice or harm >= (bands.hide_with_rule if rules.word is Word.HIDE else bands.hide):
        denied = rules.word is not Word.HIDE and opinion.linear["harm"] < bands.second_denies
        return Word.ASK if protected or denied else Word.HIDE
    doubtful = harm >= bands.ask or alarm >= bands.ask_alarm or opinion.network["hateful"] >= bands.ask_hateful
    stands = rules.word is Word.ALARM or (rules.word is Word.HIDE and max(harm, alarm) >= bands.rule_stands)
    return Word.ASK if doubtful or stands else Word.KEEP


def protected(opinion: Opinion, rules: Verdict, bands: Bands, *, counter_speech: bool) -> bool:
    """Whether this may be criticism, or words against abuse: the machine never hides either (invariant I9)."""
    criticism = any(reason.rule.startswith("criticism") for reason in rules.reasons)
    fair = max(opinion.network["counter"], opinion.network["criticism"])
    return criticism or counter_speech or fair >= (bands.fair_with_rule if rules.word is Word.HIDE else bands.fair)


def kind(opinion: Opinion) -> tuple[str, Severity]:
    """What the harm is most likely to be."""
    return KINDS[max(KINDS, key=lambda name: opinion.network[name])]


def _held(odds: float) -> float:
    return max(-_LONGEST_ODDS, min(_LONGEST_ODDS, odds))

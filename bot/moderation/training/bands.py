"""Choosing how the opinions are added up and where the bands lie, on hands that taught the judge nothing.

The desk sets the limits: hiding wrongly is worse than asking, and a desk that is asked about everything is not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from bot.moderation.classifier.package import Bands
from bot.moderation.training.rows import Row

HARM = ("network", "kind", "hateful", "second", "rule_hides_plainly", "rule_hides", "rule_asks", "counter_speech", "counter", "criticism", "always")
ALARM = ("network_alarm", "second_alarm", "rule_alarms", "rule_fears", "always")
MOST_HIDDEN, LEAST_PRECISE = 0.006, 0.96  # of rows to keep; of rows hidden
MOST_ALARMED = 0.0075
MOST_ASKED, MOST_ASKED_HATEFUL = 0.09, 0.01
_HIDE_WITH_RULE, _ALARM_WITH_RULE = 0.85, 0.6  # of what may go wrong, how much may be where a rule says so too
_DENIED = 0.02  # of rows to hide, how many the second opinion may deny
_SHRINK = 0.002

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chosen:
    mix: dict[str, dict[str, float]]
    bands: Bands


UNDECIDED = Chosen({"harm": {}, "alarm": {}}, Bands(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0))


def choose(rows: Sequence[Row], found: Sequence[dict[str, float]]) -> Chosen:
    """The mix by logistic regression, then the bands by the limits above."""
    verdicts = np.array([row.verdict for row in rows])
    harm = _fit(HARM, found, np.isin(verdicts, ("keep", "hide")), verdicts == "hide")
    alarm = _fit(ALARM, found, np.isin(verdicts, ("keep", "hide", "alarm")), verdicts == "alarm")
    harmful, alarming = _chances(harm, found), _chances(alarm, found)
    keep, bad = verdicts == "keep", verdicts == "hide"
    rule_hides = np.array([each["rule_hides"] + each["rule_hides_plainly"] > 0 for each in found])
    rule_alarms = np.array([each["rule_alarms"] > 0 for each in found])
    alarm_from, alarm_with_rule = _pair(alarming, keep, rule_alarms, MOST_ALARMED, _ALARM_WITH_RULE)
    share = MOST_HIDDEN
    while True:  # until the hidden rows are rightly hidden
        hide_from, hide_with_rule = _pair(harmful, keep, rule_hides, share, _HIDE_WITH_RULE)
        hidden = harmful >= np.where(rule_hides, hide_with_rule, hide_from)
        if share < 1e-4 or hidden[bad].sum() >= LEAST_PRECISE * hidden[keep | bad].sum():
            break
        share *= 0.9
    hateful = _at_most(np.array([each["hateful"] for each in found])[keep], MOST_ASKED_HATEFUL)
    denies = round(float(np.quantile(np.array([each["second"] for each in found])[bad], _DENIED)), 4)
    stands = rule_hides | rule_alarms
    decided = hidden | (alarming >= np.where(rule_alarms, alarm_with_rule, alarm_from))
    ask, ask_alarm = _ask(harmful, alarming, verdicts, decided | stands, decided)
    return Chosen({"harm": harm, "alarm": alarm}, Bands(hide_from, hide_with_rule, ask, alarm_from, alarm_with_rule, ask_alarm, hateful, denies))


def _pair(scores: Numbers, keep: npt.NDArray[np.bool_], rule: npt.NDArray[np.bool_], share: float, with_rule: float) -> tuple[float, float]:
    """From which score on without and with a rule, so that together no more than this share of the rows to keep is meant."""
    most = share * keep.sum()
    return _leaves(scores[keep & ~rule], most * (1 - with_rule)), _leaves(scores[keep & rule], most * with_rule)


def _leaves(scores: Numbers, most: float) -> float:
    """The lowest score that at most so many rows reach; where a rule spoke and fewer rows are there, none at all."""
    ordered = np.sort(scores)[::-1]
    return round(float(ordered[int(most)]) + 1e-4, 4) if len(ordered) > int(most) else 0.0


def _fit(names: Sequence[str], found: Sequence[dict[str, float]], used: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> dict[str, float]:
    given = torch.tensor([[each[name] for name in names] for each, use in zip(found, used, strict=True) if use])
    wanted = torch.tensor(true[used], dtype=torch.float32)
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(given @ weights, wanted) + _SHRINK * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _chances(mix: dict[str, float], found: Sequence[dict[str, float]]) -> Numbers:
    odds = np.array([sum(weight * each[name] for name, weight in mix.items()) for each in found])
    return np.asarray(1 / (1 + np.exp(-odds)))


def _at_most(scores: Numbers, share: float) -> float:
    """The lowest score that no more than this share of the rows reaches."""
    return round(float(np.quantile(scores, 1 - share)) + 1e-4, 4)


def _ask(
    harmful: Numbers, alarming: Numbers, verdicts: npt.NDArray[np.str_], seen: npt.NDArray[np.bool_], decided: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """Of all pairs of bands that ask about few enough rows to keep, the pair that misses least. `seen` is never missed."""
    best, chosen = -1.0, (1.0, 1.0)
    keep, bad, risk = verdicts == "keep", verdicts == "hide", verdicts == "alarm"
    for a, b in product(np.quantile(harmful[keep], np.arange(0.86, 1, 0.005)), np.quantile(alarming[keep], np.arange(0.9, 1, 0.005))):
        noticed = seen | (harmful >= a) | (alarming >= b)
        if (noticed & ~decided)[keep].mean() > MOST_ASKED:
            continue
        caught = float(noticed[bad].mean() + noticed[risk].mean())
        if caught > best:
            best, chosen = caught, (round(float(a), 4), round(float(b), 4))
    return chosen

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
MOST_HIDDEN, LEAST_PRECISE = 0.006, 0.985  # of rows to keep; of rows hidden
MOST_ALARMED = 0.0075
MOST_ASKED = 0.092
_HATEFUL = (0.005, 0.01)  # of rows to keep, how many may be asked about for being hateful elsewhere
_HIDE_WITH_RULE, _ALARM_WITH_RULE = 0.85, 0.6  # of what may go wrong, how much may be where a rule says so too
_DENIED = 0.02  # of rows to hide, how many the second opinion may deny
_FAIR, _FAIR_WITH_RULE = 0.2, 0.004  # of rows plainly to hide, how many may pass for criticism or counter-speech and are asked about
_STANDS = (0.0, 0.03)  # a rule on plain words is seldom wrong outside a test made to trip it
_PLAINLY = 0.9
_SHRINK = 0.002

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chosen:
    mix: dict[str, dict[str, float]]
    bands: Bands


UNDECIDED = Chosen({"harm": {}, "alarm": {}}, Bands(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0))


def choose(rows: Sequence[Row], found: Sequence[dict[str, float]]) -> Chosen:
    """The mix by logistic regression, then the bands by the limits above."""
    verdicts = np.array([row.verdict for row in rows])
    keep, bad = verdicts == "keep", verdicts == "hide"
    harm = _fit(HARM, found, np.isin(verdicts, ("keep", "hide")), bad)
    alarm = _fit(ALARM, found, np.isin(verdicts, ("keep", "hide", "alarm")), verdicts == "alarm")
    harmful, alarming = _chances(harm, found), _chances(alarm, found)
    rule_hides, rule_alarms = _sign(found, "rule_hides", "rule_hides_plainly") > 0, _sign(found, "rule_alarms") > 0
    alarm_from, alarm_with_rule = _pair(alarming, keep, rule_alarms, MOST_ALARMED * keep.sum(), _ALARM_WITH_RULE)
    fairness, second = np.maximum(_sign(found, "counter"), _sign(found, "criticism")), _sign(found, "second")
    plain = bad & (harmful > _PLAINLY)
    fair, fair_with_rule = _upper(fairness[plain & ~rule_hides], _FAIR), _upper(fairness[plain & rule_hides], _FAIR_WITH_RULE)
    denies = round(float(np.quantile(second[bad], _DENIED)), 4)
    free = (fairness < np.where(rule_hides, fair_with_rule, fair)) & (_sign(found, "counter_speech") == 0) & (rule_hides | (second >= denies))
    hide_from, hide_with_rule = _hide(harmful, keep & free, bad & free, rule_hides, MOST_HIDDEN * keep.sum())
    decided = free & (harmful >= np.where(rule_hides, hide_with_rule, hide_from))
    decided |= alarming >= np.where(rule_alarms, alarm_with_rule, alarm_from)
    ask, ask_alarm, hateful, stands = _ask(harmful, alarming, _sign(found, "hateful"), verdicts, decided | rule_alarms, decided, rule_hides)
    bands = Bands(hide_from, hide_with_rule, ask, alarm_from, alarm_with_rule, ask_alarm, hateful, denies, stands, fair, fair_with_rule)
    return Chosen({"harm": harm, "alarm": alarm}, bands)


def _sign(found: Sequence[dict[str, float]], *names: str) -> Numbers:
    return np.array([sum(each[name] for name in names) for each in found])


def _hide(harmful: Numbers, keep: Marks, bad: Marks, rule: Marks, most: float) -> tuple[float, float]:
    """From which score on to hide, without and with a rule: fewer and fewer, until those hidden are rightly hidden."""
    while True:
        bands = _pair(harmful, keep, rule, most, _HIDE_WITH_RULE)
        hidden = harmful >= np.where(rule, bands[1], bands[0])
        if most < 1 or hidden[bad].sum() >= LEAST_PRECISE * hidden[keep | bad].sum():
            return bands
        most *= 0.9


def _pair(scores: Numbers, keep: Marks, rule: Marks, most: float, with_rule: float) -> tuple[float, float]:
    """From which score on without and with a rule, so that together no more than so many of the rows to keep are meant."""
    return _leaves(scores[keep & ~rule], most * (1 - with_rule)), _leaves(scores[keep & rule], most * with_rule)


def _leaves(scores: Numbers, most: float) -> float:
    """The lowest score that at most so many rows reach; where a rule spoke and fewer rows are there, none at all."""
    ordered = np.sort(scores)[::-1]
    return round(float(ordered[int(most)]) + 1e-4, 4) if len(ordered) > int(most) else 0.0


def _upper(scores: Numbers, share: float) -> float:
    """The score that this share of them exceeds."""
    return round(float(np.quantile(scores, 1 - share)), 4) if len(scores) else 0.0


def _fit(names: Sequence[str], found: Sequence[dict[str, float]], used: Marks, true: Marks) -> dict[str, float]:
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


def _ask(
    harmful: Numbers, alarming: Numbers, hateful: Numbers, verdicts: npt.NDArray[np.str_], seen: Marks, decided: Marks, rule: Marks
) -> tuple[float, float, float, float]:
    """Of all bands that ask about few enough rows to keep, those that miss least. `seen` is never missed."""
    keep, bad, risk = verdicts == "keep", verdicts == "hide", verdicts == "alarm"
    most = MOST_ASKED * keep.sum()
    surest = np.maximum(harmful, alarming)

    def asked(noticed: Marks) -> bool:
        return bool((noticed & ~decided)[keep].sum() <= most)

    best, chosen = -1.0, (1.0, 1.0, 1.0, 1.0)
    for share, stands in product(_HATEFUL, _STANDS):
        elsewhere = float(np.quantile(hateful[keep], 1 - share))
        first = seen | (hateful >= elsewhere) | (rule & (surest >= stands))
        for b in np.quantile(alarming[keep], np.arange(0.9, 1, 0.005)):
            second = first | (alarming >= b)
            a = next((a for a in np.quantile(harmful[keep], np.arange(0.86, 1, 0.005)) if asked(second | (harmful >= a))), None)
            if a is None:
                continue
            noticed = second | (harmful >= a)
            caught = float(noticed[bad].mean() + noticed[risk].mean())
            if caught > best:
                best, chosen = caught, (round(float(a), 4), round(float(b), 4), round(elsewhere, 4), round(float(stands), 4))
    return chosen

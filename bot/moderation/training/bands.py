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
MOST_HIDDEN, LEAST_PRECISE = 0.008, 0.975  # of rows to keep; of rows hidden
MOST_ALARMED = 0.008
MOST_ASKED = 0.09
_SHRINK = 0.002

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chosen:
    mix: dict[str, dict[str, float]]
    bands: Bands


UNDECIDED = Chosen({"harm": {}, "alarm": {}}, Bands(1.0, 1.0, 1.0, 1.0, 0.0))


def choose(rows: Sequence[Row], found: Sequence[dict[str, float]], apart: Sequence[float]) -> Chosen:
    """The mix by logistic regression, then the bands by the limits above."""
    verdicts = np.array([row.verdict for row in rows])
    harm = _fit(HARM, found, np.isin(verdicts, ("keep", "hide")), verdicts == "hide")
    alarm = _fit(ALARM, found, np.isin(verdicts, ("keep", "hide", "alarm")), verdicts == "alarm")
    harmful, alarming = _chances(harm, found), _chances(alarm, found)
    keep = verdicts == "keep"
    alarm_from = _at_most(alarming[keep], MOST_ALARMED)
    hide_from = _hide(harmful, verdicts)
    far = float(np.quantile(np.array(apart)[verdicts == "hide"], 0.97))
    ask, ask_alarm = _ask(harmful, alarming, verdicts, hide_from, alarm_from)
    return Chosen({"harm": harm, "alarm": alarm}, Bands(hide_from, ask, alarm_from, ask_alarm, far))


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


def _hide(harmful: Numbers, verdicts: npt.NDArray[np.str_]) -> float:
    keep, hide = harmful[verdicts == "keep"], harmful[verdicts == "hide"]
    start = _at_most(keep, MOST_HIDDEN)
    for candidate in np.arange(start, 1.0, 0.002):
        right, wrong = int((hide >= candidate).sum()), int((keep >= candidate).sum())
        if right and right / (right + wrong) >= LEAST_PRECISE:
            return round(float(candidate), 4)
    return 1.0


def _ask(harmful: Numbers, alarming: Numbers, verdicts: npt.NDArray[np.str_], hide: float, alarm: float) -> tuple[float, float]:
    """Of all pairs of bands that ask about few enough rows to keep, the pair that misses least."""
    best, chosen = -1.0, (hide, alarm)
    keep, bad, risk = verdicts == "keep", verdicts == "hide", verdicts == "alarm"
    decided = (harmful >= hide) | (alarming >= alarm)
    for a, b in product(np.quantile(harmful[keep], np.arange(0.86, 1, 0.005)), np.quantile(alarming[keep], np.arange(0.9, 1, 0.005))):
        asked = ~decided & ((harmful >= a) | (alarming >= b))
        if asked[keep].mean() > MOST_ASKED:
            continue
        caught = float((decided | asked)[bad].mean() + 0.5 * (decided | asked)[risk].mean())
        if caught > best:
            best, chosen = caught, (round(float(a), 4), round(float(b), 4))
    return chosen

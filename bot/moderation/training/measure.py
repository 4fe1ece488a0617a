"""What the finished judge does, measured through the same door as in use: rules, network and second opinion together."""

import csv
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from bot.moderation.classifier.judge import Judge
from bot.moderation.learned import weighed
from bot.moderation.pipeline import judge as judged
from bot.moderation.training.rows import Row
from bot.moderation.verdict import Comment, Verdict, Word

Say = Callable[[str], None]
_DISGUISED = 0.5  # of the words of four letters and more
_LEET = str.maketrans("aeiost", "431057")
_ALIKE = str.maketrans("aeiopcyx", "аеіорсух")


def said(judge: Judge, test: Sequence[Row]) -> list[tuple[Row, Verdict]]:
    """Each row with its verdict."""
    return [(row, judged(Comment(row.text, parent_text=row.parent), weigh=partial(weighed, judge=judge))) for row in test]


def everything(
    judge: Judge, test: Sequence[Row], measured: Sequence[tuple[Row, Verdict]], taught: Sequence[Row], data: Path | None, say: Say
) -> dict[str, Any]:
    """All that the model card says. `measured`: the school test as it was judged hand by hand."""
    ask = partial(judged, weigh=partial(weighed, judge=judge))
    began = time.perf_counter()
    for row in test[:500]:
        ask(Comment(row.text, parent_text=row.parent))
    rate = len(test[:500]) / (time.perf_counter() - began)
    card: dict[str, Any] = {
        "version": judge.manifest.version,
        "school": school([row for row, _ in measured], [verdict for _, verdict in measured]),
        "style_only_auc": style_only(taught, test),
        "evasion": evasion(ask, test),
        "comments_per_second": round(rate),
    }
    say("disguises judged")
    if data is not None:
        card["hatecheck"] = hatecheck(ask, data / "hatecheck.csv")
        card["hatemoji"] = hatemoji(ask, data / "hatemoji.csv")
        card["elsewhere"] = openai(ask, data / "openai_moderation_nonsexual.csv")
        say("public tests judged")
    return card


def school(test: Sequence[Row], said: Sequence[Verdict]) -> dict[str, Any]:
    """Shares on the hands that taught nothing and chose nothing."""
    words = np.array([verdict.word.value for verdict in said])
    true = np.array([row.verdict for row in test])
    category = np.array([row.category for row in test])
    score = np.array([verdict.score for verdict in said])
    keep, bad, risk = true == "keep", true == "hide", true == "alarm"
    hidden, alarmed, asked = words == "hide", words == "alarm", words == "ask"
    fair = keep & np.isin(category, ("criticism", "complaint", "counter_speech"))
    return {
        "rows": {name: int((true == name).sum()) for name in ("keep", "ask", "hide", "alarm")},
        "false_hide": _share(hidden, keep),
        "false_hide_criticism_and_counter_speech": _share(hidden, fair),
        "keep_asked": _share(asked, keep),
        "keep_alarmed": _share(alarmed, keep),
        "abuse_missed": _share(words == "keep", bad),
        "abuse_hidden": _share(hidden, bad),
        "hide_precision": _share(bad | (true == "ask"), hidden),
        "risk_alarmed": _share(alarmed, risk),
        "risk_missed": _share(words == "keep", risk),
        "auc_harm_or_risk_against_keep": auc(score[keep], score[bad | risk]),
        "by_category": {
            f"{verdict}: {name}": {
                "rows": int(each.sum()),
                **{word.value: int((each & (words == word.value)).sum()) for word in Word},
            }
            for verdict in ("alarm", "hide", "ask", "keep")
            for name in sorted(set(category[true == verdict]))
            for each in [(true == verdict) & (category == name)]
        },
    }


def style_only(taught: Sequence[Row], test: Sequence[Row]) -> dict[str, float]:
    """What a model that sees only length, capitals, marks, emoji and figures could know: near a half means that meaning has to tell."""
    return {
        name: _style_auc([r for r in taught if r.verdict in {"keep", name}], [r for r in test if r.verdict in {"keep", name}], name)
        for name in ("hide", "alarm")
    }


def evasion(ask: Callable[[Comment], Verdict], test: Sequence[Row]) -> dict[str, Any]:
    """How many of the rows to hide or alarm are still noticed when half of the longer words are disguised."""
    rows = [row for row in test if row.verdict in {"hide", "alarm"}]
    ways: dict[str, Callable[[str], str]] = {
        "as written": str,
        "figures for letters": lambda word: word.translate(_LEET),
        "spaced out": " ".join,
        "unseen characters": "\u200b".join,
        "look-alike letters": lambda word: word.translate(_ALIKE),
        "stretched letters": lambda word: word[:-2] + word[-2] * 4 + word[-1],
    }
    out = {}
    for name, disguise in ways.items():
        rng = random.Random(7)  # noqa: S311 -- a repeatable choice of words
        noticed = sum(ask(Comment(_each_word(row.text, disguise, rng), parent_text=row.parent)).word is not Word.KEEP for row in rows)
        out[name] = round(noticed / max(1, len(rows)), 3)
    return out


def hatecheck(ask: Callable[[Comment], Verdict], path: Path) -> dict[str, Any]:
    """HateCheck (test only): right when a hateful case is noticed and another is kept."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    right = [(ask(Comment(line["text"])).word is not Word.KEEP) == (line["hate"] == "1") for line in lines]
    hateful = [line["hate"] == "1" for line in lines]
    return {
        "rows": len(lines),
        "overall": _mean(right),
        "hateful": _mean(r for r, h in zip(right, hateful, strict=True) if h),
        "not_hateful": _mean(r for r, h in zip(right, hateful, strict=True) if not h),
        "by_case": _by(right, (line["functionality"] for line in lines)),
        "by_group": _by(right, (line["target_ident"] or "none" for line in lines)),
    }


def hatemoji(ask: Callable[[Comment], Verdict], path: Path) -> dict[str, Any]:
    """The `check` rows of Hatemoji (test only)."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["split"] == "check"]
    right = [(ask(Comment(line["text"])).word is not Word.KEEP) == (line["hate"] == "1") for line in lines]
    return {"rows": len(lines), "overall": _mean(right), **_by(right, ("hateful" if line["hate"] == "1" else "not_hateful" for line in lines))}


def openai(ask: Callable[[Comment], Verdict], path: Path) -> dict[str, float]:
    """Texts from elsewhere, much longer than comments: the share noticed of each kind, and of those that are nothing of the kind."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    noticed = [ask(Comment(line["text"])).word is not Word.KEEP for line in lines]
    kinds = {"hate": "H", "violence": "V", "harassment": "HR", "self_harm": "SH"}
    out = {name: _mean(n for n, line in zip(noticed, lines, strict=True) if float(line[column] or 0) > 0) for name, column in kinds.items()}
    return {**out, "none": _mean(n for n, line in zip(noticed, lines, strict=True) if not any(float(line[c] or 0) for c in kinds.values()))}


def auc(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> float:
    """The chance that a row of the second kind scores above one of the first."""
    if not len(low) or not len(high):
        return 0.5
    order = np.concatenate([low, high]).argsort(kind="stable").argsort(kind="stable") + 1.0
    values = np.concatenate([low, high])
    for value in np.unique(values):  # rows that score alike share their places
        same = values == value
        order[same] = order[same].mean()
    return round(float((order[len(low) :].sum() - len(high) * (len(high) + 1) / 2) / (len(low) * len(high))), 3)


def _style_auc(taught: Sequence[Row], test: Sequence[Row], name: str) -> float:
    given = torch.tensor([_style(row.text) for row in taught])
    mean, spread = given.mean(0), given.std(0) + 1e-6
    weights = torch.zeros(given.shape[1] + 1, requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.05)
    wanted = torch.tensor([float(row.verdict == name) for row in taught])
    for _ in range(300):
        loss = functional.binary_cross_entropy_with_logits((given - mean) / spread @ weights[:-1] + weights[-1], wanted)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    with torch.no_grad():
        said = ((torch.tensor([_style(row.text) for row in test]) - mean) / spread @ weights[:-1]).numpy().astype(np.float64)
    true = np.array([row.verdict == name for row in test])
    return auc(said[~true], said[true])


def _style(text: str) -> list[float]:
    letters = sum(c.isalpha() for c in text) or 1
    emoji = sum(ord(c) > 0x2600 for c in text)
    shape = (len(text), len(text.split()), sum(c.isupper() for c in text) / letters, emoji, sum(c.isdigit() for c in text))
    return [*map(float, shape), *(float(text.count(sign)) for sign in "!?.,'#@"), float(text[:1].isupper()), float(text[-1:] in ".!?")]


def _each_word(text: str, disguise: Callable[[str], str], rng: random.Random) -> str:
    return " ".join(disguise(word) if len(word) > 3 and word.isalpha() and rng.random() < _DISGUISED else word for word in text.split(" "))


def _share(what: npt.NDArray[np.bool_], of: npt.NDArray[np.bool_]) -> float:
    return round(float(what[of].mean()), 4) if of.any() else 0.0


def _mean(values: Iterable[bool]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def _by(right: Sequence[bool], names: Iterable[str]) -> dict[str, float]:
    total: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for name, each in zip(names, right, strict=True):
        total[name] += 1
        good[name] += each
    return {name: round(good[name] / total[name], 3) for name in sorted(total)}

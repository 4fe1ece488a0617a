"""`classify`: a rehearsal of the judge that needs neither a database nor a network, and loads neither."""

import argparse
from typing import Any

from bot.cli.lines import at_line, lines, say_json
from bot.moderation.classify import comment, told
from bot.moderation.pipeline import judge_all
from bot.moderation.verdict import Comment

AT_ONCE = 64


def add_commands(commands: Any) -> None:
    judge = commands.add_parser("classify", help="judge comments: lines of {id, text} in, verdicts out")
    judge.add_argument("--json", action="store_true", help="one JSON object a line (the only form)")
    judge.add_argument("file", nargs="?", help="a file of lines; standard input when left out")
    judge.set_defaults(run=_classify)


def _classify(args: argparse.Namespace) -> int:
    """A file is judged some lines at a time; whoever types or pipes lines is answered after each."""
    waiting: list[tuple[Any, Comment]] = []
    try:
        for number, line in lines(args.file):
            waiting.append((line, at_line(number, comment, line)))
            if len(waiting) >= (AT_ONCE if args.file else 1):
                _answer(waiting)
    finally:  # a bad line ends it, after what came before has been answered
        _answer(waiting)
    return 0


def _answer(waiting: list[tuple[Any, Comment]]) -> None:
    said = judge_all([each for _, each in waiting])
    for (line, _), verdict in zip(waiting, said, strict=True):
        say_json(told(line, verdict))
    waiting.clear()

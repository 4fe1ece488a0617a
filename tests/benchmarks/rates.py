"""How many drafts and comments a second one process judges.

Method: the lines below, repeated, each made a little different so that nothing can be remembered; one warm-up round outside the
clock; `time.perf_counter` around the same functions that the commands call for each line. No files and no network are read.
"""

import argparse
import time
from collections.abc import Callable
from datetime import date

from bot.cli.judging import AT_ONCE
from bot.drafts.check import check
from bot.moderation.pipeline import judge_all
from bot.moderation.verdict import Comment

DRAFTS = (
    "Well done to everyone who sang in the hall. Thank you for coming to listen.",
    "87% of our Year 11s achieved a grade 5 or above in English, the best results in the city.",
    "Open evening is on 3 December from 5pm to 7.30pm. Details: https://academy-a.example.sch.uk/open",
    "Our robotics team won the National Young Engineers Award and £2,500 for new parts.",
    "“A warm and ambitious school”, said the inspectors, who came in October.",
)
COMMENTS = (
    "What a lovely concert, thank you all!",
    "This is the third time the bus was late and nobody answers the phone. Not good enough.",
    "you are all 1d10ts and should be ashamed",
    "Call me on 07700 900123 and I will tell you where she lives",
    "win a free phone http://free-prizes.example click now",
)


def check_main(arguments: list[str]) -> dict[str, object]:
    def judge(number: int) -> None:
        line = {"id": number, "text": f"{DRAFTS[number % len(DRAFTS)]} {number}", "platform": "x"}
        check(line, policy=None, platform=None, today=date(2026, 11, 20), names=None, links={}, read_media=False)

    return _rate(judge, arguments)


def classify_main(arguments: list[str]) -> dict[str, object]:
    def judge(number: int) -> None:
        """Sixty-four at a time, as the command does with a file."""
        if number % AT_ONCE == 0:
            judge_all([Comment(f"{COMMENTS[n % len(COMMENTS)]} {n}") for n in range(number, number + AT_ONCE)])

    return _rate(judge, arguments)


def _rate(judge: Callable[[int], None], arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=1_024)
    lines = parser.parse_args(arguments).lines
    for number in range(50):
        judge(number)
    began = time.perf_counter()
    for number in range(lines):
        judge(number)
    seconds = time.perf_counter() - began
    return {"lines": lines, "seconds": round(seconds, 2), "lines_per_second": round(lines / seconds)}

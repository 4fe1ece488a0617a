"""How much of what could be checked the claim finder finds.

Method: school posts marked by hand (tests/drafts/claim_*.txt, each saying when it was marked and what the finder made of it at first
look). A mark counts as found when a claim overlaps it. Precision is printed, because each claim too many costs a checker a click.
"""

import argparse
import sys

from tests.drafts.claim_measure import SETS, measure

ENOUGH = 0.95


def main(arguments: list[str]) -> dict[str, object]:
    argparse.ArgumentParser().parse_args(arguments)
    figures: dict[str, object] = {}
    good = True
    for name in SETS:
        measured = measure(name)
        sys.stdout.write(f"{name}: {measured.posts} posts\n{measured.table()}\n\n")
        figures[name.removesuffix(".txt")] = {"recall": round(measured.recall, 3), "precision": round(measured.precision, 3)}
        good = good and measured.recall >= ENOUGH
    return {**figures, "good": good}

"""Measuring the claim finder on posts marked by hand: what it finds, what it calls it, and what it finds besides."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.drafts.claims import FoundClaim, find

TODAY = date(2026, 11, 20)
SETS = ("claim_posts.txt", "claim_posts_second.txt", "claim_sentences.txt", "claim_sentences_second.txt", "claim_sentences_third.txt")
MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]")
Gold = list[tuple[str, int, int]]


@dataclass
class Measured:
    """Counted by kind. `named` are found under the kind that was marked; `right` are listed and overlap a mark."""

    posts: int = 0
    marked: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    listed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.met.total() / self.marked.total()

    @property
    def precision(self) -> float:
        return self.right.total() / self.listed.total()

    def table(self) -> str:
        """By kind, as text."""
        lines = [f"{'kind':<13}{'marked':>7}{'found':>7}{'named so':>9}{'recall':>8}{'listed':>8}{'right':>7}{'precision':>11}"]
        for kind in sorted(set(self.marked) | set(self.listed)):
            marked, listed = self.marked[kind], self.listed[kind]
            recall = f"{self.met[kind] / marked:.3f}" if marked else "-"
            precision = f"{self.right[kind] / listed:.3f}" if listed else "-"
            lines.append(f"{kind:<13}{marked:>7}{self.met[kind]:>7}{self.named[kind]:>9}{recall:>8}{listed:>8}{self.right[kind]:>7}{precision:>11}")
        totals = f"{'all':<13}{self.marked.total():>7}{self.met.total():>7}{self.named.total():>9}{self.recall:>8.3f}"
        return "\n".join([*lines, f"{totals}{self.listed.total():>8}{self.right.total():>7}{self.precision:>11.3f}"])


def posts(name: str) -> list[tuple[str, Gold]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [unmark(line) for line in lines if line and not line.startswith("# ")]


def unmark(line: str) -> tuple[str, Gold]:
    plain, last = "", 0
    gold: Gold = []
    for mark in MARK.finditer(line):
        plain += line[last : mark.start()]
        gold.append((mark[1], len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        last = mark.end()
    return plain + line[last:], gold


def overlap(claim: FoundClaim, start: int, end: int) -> bool:
    return claim.start < end and start < claim.end


def measure(name: str) -> Measured:
    """One set of posts. A mark is found when any claim overlaps it; a claim is right when it overlaps any mark."""
    counted = Measured()
    for text, gold in posts(name):
        claims = find(text, TODAY)
        counted.posts += 1
        for kind, start, end in gold:
            hits = [claim for claim in claims if overlap(claim, start, end)]
            counted.marked[kind] += 1
            counted.met[kind] += bool(hits)
            counted.named[kind] += any(claim.kind == kind for claim in hits)
            if not hits:
                counted.missed.append(f"{kind} {text[start:end]!r} in {text!r}")
        for claim in claims:
            counted.listed[claim.kind] += 1
            counted.right[claim.kind] += any(overlap(claim, start, end) for _, start, end in gold)
    return counted

"""The claim finder, measured on school posts marked by hand before it was written."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.drafts.claims import FoundClaim, find

TODAY = date(2026, 11, 20)
MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]")
Gold = list[tuple[str, int, int]]


def posts(name: str = "claim_sentences.txt") -> list[tuple[str, Gold]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [unmark(line) for line in lines if line and not line.startswith("# ")]


def unmark(line: str) -> tuple[str, Gold]:
    plain, gold, last = "", [], 0
    for mark in MARK.finditer(line):
        plain += line[last : mark.start()]
        gold.append((mark[1], len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        last = mark.end()
    return plain + line[last:], gold


def overlap(claim: FoundClaim, start: int, end: int) -> bool:
    return claim.start < end and start < claim.end


def test_recall_on_marked_school_posts(capsys: pytest.CaptureFixture[str]) -> None:
    marked = met = named = listed = right = 0
    missed: list[str] = []
    for text, gold in posts():
        claims = find(text, TODAY)
        for kind, start, end in gold:
            hits = [claim for claim in claims if overlap(claim, start, end)]
            marked += 1
            met += bool(hits)
            named += any(claim.kind == kind for claim in hits)
            if not any(claim.kind == kind for claim in hits):
                missed.append(f"{kind} {text[start:end]!r} {[(c.kind, c.text) for c in hits]} in {text!r}")
        listed += len(claims)
        right += sum(any(overlap(claim, start, end) for _, start, end in gold) for claim in claims)
    with capsys.disabled():
        print(f"\nclaims: {len(posts())} posts, {marked} marked, found {met / marked:.3f}, of the right kind {named / marked:.3f}, precision {right / listed:.3f}")
    assert marked >= 100
    assert met / marked >= 0.95, missed
    assert named / marked >= 0.95, missed

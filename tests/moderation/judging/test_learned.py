"""The learned judge beside the rules: what it must never do, that it fails towards people, and that its check finds it broken."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from bot.moderation.classifier.judge import Judge
from bot.moderation.classifier.package import FOLDER, LINEAR, MANIFEST, NETWORK, TOKENS, Unusable, card
from bot.moderation.learned import weighed
from bot.moderation.pipeline import judge
from bot.moderation.verdict import Comment, Severity, Verdict, Word

from .table import DISGUISES, rows

FAIR = {"criticism", "counter", "ordinary"}


def without_learning(_comment: Comment, _views: object, _rules: Verdict) -> Verdict:
    """The shipped folder cannot be damaged in a test, so what asks the judge is given a damaged copy."""
    raise Unusable("gone")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "weights")
    return tmp_path / "weights"


@pytest.mark.parametrize("name", [NETWORK, TOKENS, LINEAR, MANIFEST])
def test_a_file_that_is_missing_makes_it_unusable(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(Unusable, match="missing"):
        Judge(copy)


def test_a_file_with_another_hash_is_not_used(copy: Path) -> None:
    weights = bytearray((copy / NETWORK).read_bytes())
    weights[-100] ^= 1
    (copy / NETWORK).write_bytes(weights)
    with pytest.raises(Unusable, match="hash differs"):
        Judge(copy)


def test_a_network_that_is_none_is_not_used(copy: Path) -> None:
    """Also where somebody made the hash fit."""
    (copy / NETWORK).write_bytes(b"nothing")
    said = json.loads((copy / MANIFEST).read_text())
    said["files"][NETWORK] = "f1a1cb2a5e5b8e9d23ae6a51c8d9aa4d6f9ad0a4ff2b4a3c4b9a1e5a1e0d0a00"
    (copy / MANIFEST).write_text(json.dumps(said))
    with pytest.raises(Unusable):
        Judge(copy)


@pytest.mark.parametrize("text", ["Well done everyone", "This school is a joke", "you idiot", "", "😀"])
def test_S15_without_the_learned_judge_everything_is_asked_about(text: str) -> None:
    verdict = judge(Comment(text), weigh=without_learning)
    assert verdict.word is Word.ASK
    assert "not judged: learned judge" in {reason.rule for reason in verdict.reasons}


def test_S16_without_the_learned_judge_a_rule_still_asks_about_a_child_at_risk() -> None:
    assert judge(Comment("cant do this anymore, ive got the tablets ready"), weigh=without_learning).word is not Word.KEEP


def test_S15_2_what_is_fair_is_never_hidden_and_seldom_asked_about() -> None:
    said = [(row, judge(Comment(row.text))) for row in rows() if row.kind in FAIR and row.verdict is Word.KEEP]
    assert len(said) > 60
    assert [row.text for row, verdict in said if verdict.word in {Word.HIDE, Word.ALARM}] == []
    assert sum(verdict.word is Word.ASK for _, verdict in said) <= 0.1 * len(said)


def test_plain_abuse_and_plain_risk_are_noticed() -> None:
    harmful = [row for row in rows() if row.verdict in {Word.HIDE, Word.ALARM}]
    assert [row.text for row in harmful if judge(Comment(row.text)).word is Word.KEEP] == []


def test_S15_disguises_cost_little() -> None:
    abuse = [row.text for row in rows() if row.kind in {"threat", "slur", "insult"} and row.verdict is Word.HIDE][:40]
    for disguise in DISGUISES.values():
        assert sum(judge(Comment(disguise(text))).word is not Word.KEEP for text in abuse) >= 0.95 * len(abuse)


def test_what_it_answers_counts() -> None:
    """The same words under two posts: the judge is told what they answer, and says something else."""
    weigh = partial(weighed, judge=Judge())
    alone = judge(Comment("good, one less"), weigh=weigh).score
    under = judge(Comment("good, one less", parent_text="We are sorry to tell you that a pupil of Year 9 has died."), weigh=weigh).score
    assert alone != under


def test_the_place_it_points_at_is_in_the_text_as_written() -> None:
    text = "Ｗow 🎉 what a rôle mođel, h0pe his kids are proud of the m0nster"
    verdict = judge(Comment(text))
    assert all(0 <= reason.start < reason.end <= len(text) for reason in verdict.reasons)


def test_an_alarm_is_the_gravest() -> None:
    assert judge(Comment("cant do this anymore, ive got the tablets ready")).severity is Severity.S0


def test_the_model_card_is_there_for_the_report() -> None:
    said = card()
    assert said is not None
    assert said["school"]["rows"]["keep"] > 1000
    assert said["school"]["false_hide"] <= 0.01

"""The check of the judge, through its job: what happens while the judge is broken, and when it works again (C15, C33)."""

from datetime import timedelta
from functools import partial

import time_machine
from sqlmodel import col, select

from bot.audit.actions import Act
from bot.clock import now
from bot.moderation import canary, pipeline
from bot.moderation.classifier.package import Unusable
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Comment, Verdict, Word
from bot.notify.models import Notice
from bot.reports import watching
from tests.scene import Scene


def _gone(_comment: Comment, _views: object, _rules: Verdict) -> Verdict:
    raise Unusable("gone")


broken_judge = partial(pipeline.judge, weigh=_gone)


def checked(scene: Scene, judge: canary.Judge = pipeline.judge) -> str:
    with scene.session() as session:
        return canary.run(session, 1, judge)


def test_the_shipped_judge_passes_its_check(scene: Scene) -> None:
    assert checked(scene) == "well"
    with scene.session() as session:
        assert canary.broken(session) is None
        assert canary.due(session) == []
    with time_machine.travel(now() + timedelta(hours=1, minutes=1), tick=True), scene.session() as session:
        assert canary.due(session) == [1]


def test_S15_while_the_judge_is_broken_people_are_told_and_every_comment_waits(scene: Scene) -> None:
    assert checked(scene, broken_judge) == "broken"
    assert checked(scene, broken_judge) == "broken"
    with scene.session() as session:
        row = canary.broken(session)
        assert row is not None
        assert "could not judge" in row.why
        told = session.exec(select(Notice).where(Notice.subject == canary.SUBJECT)).all()
        assert {notice.role for notice in told if notice.role} == set(canary.TOLD)  # once, however often it is found
        assert any("Not judged" in line[1] for line in watching.lines(session, scene.who(session, "slt")))
    scene.someone_says("Well done everybody, what a lovely concert it was")
    scene.someone_says("cant do this anymore, ive got the tablets ready")
    scene.work("replies")
    with scene.session() as session:
        ordinary, risk = session.exec(select(Reply).order_by(col(Reply.remote_id))).all()
        assert (ordinary.review, ordinary.word) == (Review.WAITING, Word.ASK)
        assert "could not judge" in ordinary.clock_note
        assert risk.review is Review.SAFEGUARDING


def test_when_it_works_again_the_banner_goes_and_both_are_on_record(scene: Scene) -> None:
    checked(scene, broken_judge)
    assert checked(scene) == "well"
    with scene.session() as session:
        assert canary.broken(session) is None
        assert session.exec(select(Notice.id).where(Notice.subject == canary.SUBJECT, col(Notice.read_at).is_(None))).all() == []
    assert (len(scene.entries(Act.JUDGE_BROKEN)), len(scene.entries(Act.JUDGE_WELL))) == (1, 1)

"""Watch only: the machine judges and shows, and hides nothing; people's answers are counted against what it would have done."""

from datetime import timedelta

import pytest

from bot.accounts import register
from bot.clock import today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk import shadow, shadow_report
from bot.moderation.desk.shadow_models import Watch
from bot.moderation.models import Review, Visibility
from bot.moderation.verdict import Reason
from bot.reports.today import waiting_for
from tests.moderation.desk.desk import THREAT, decides, hidden_on_network, said, stored
from tests.scene import Scene

SOON = timedelta(days=14)
RULE = "threat: threat to a person"


def watching(scene: Scene, *rules: str) -> bool:
    with scene.session() as session:
        return shadow.watching(session, register.account(session, scene.account_id), [Reason(rule, 0, 1) for rule in rules])


def watch_account(scene: Scene, name: str = "slt") -> int:
    with scene.session() as session:
        return shadow.watch_account(session, scene.who(session, name), scene.account_id, "Before it goes live", today() + SOON).id or 0


def watch_rule(scene: Scene, rule: str, name: str = "head") -> int:
    with scene.session() as session:
        return shadow.watch_rule(session, scene.who(session, name), scene.academy_id, rule, "It is often wrong", today() + SOON).id or 0


def test_an_account_that_only_watches_hides_nothing_and_says_what_it_would_have_done(scene: Scene) -> None:
    key = watch_account(scene)
    assert watching(scene, RULE)
    assert watching(scene)
    with pytest.raises(Refusal):
        watch_account(scene, "head")
    reply = said(scene, THREAT)
    assert not hidden_on_network(scene, THREAT)
    assert (stored(scene, reply).state, stored(scene, reply).review) == (Visibility.VISIBLE, Review.WAITING)
    assert not stored(scene, reply).machine_hid
    with scene.session() as session:
        (tally,) = [shadow_report.would_have(session, row) for row in shadow.standing(session, scene.who(session, "slt"))]
    assert (tally.would, tally.agreed, tally.disagreed, tally.waiting) == (1, 0, 0, 1)
    decides(scene, "slt", reply, "hide", "threat")
    other = said(scene, "I will kill the maths teacher tomorrow", "another")
    decides(scene, "slt", other, "leave", "not_abuse")
    with scene.session() as session:
        (by_rule,) = [t for t in shadow_report.by_rule(session, scene.academy_id) if t.name == RULE]
        assert (by_rule.agreed, by_rule.disagreed, by_rule.waiting) == (1, 1, 0)
        shadow.end(session, scene.who(session, "head"), key)
    with scene.session() as session, pytest.raises(Refusal):
        shadow.end(session, scene.who(session, "head"), key)
    assert not watching(scene, RULE)
    assert stored(scene, other).state is Visibility.VISIBLE


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rule_that_only_watches_holds_back_alone_but_not_where_another_speaks(scene: Scene) -> None:
    watch_rule(scene, "threat")
    assert watching(scene, RULE)
    assert watching(scene, RULE, "threat: other")
    assert not watching(scene, RULE, "slurs: slur")
    assert not watching(scene)
    assert not watching(scene, "threatening: x")
    watch_rule(scene, "judge")  # the learned judge calls it a threat too
    key = said(scene, THREAT)
    assert stored(scene, key).state is Visibility.VISIBLE
    with scene.session() as session:
        assert shadow_report.would_be_hidden(session, [key]) == {key}
        assert RULE in shadow.rules(session, scene.academy_id) or any(r.startswith("threat: ") for r in shadow.rules(session, scene.academy_id))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_about_a_child_is_paged_all_the_same_and_its_rules_never_only_watch(scene: Scene) -> None:
    watch_account(scene)
    scene.someone_says("cant do this anymore, ive got the tablets ready")
    scene.work("replies")
    assert len(scene.entries("case:raise")) == 1
    with pytest.raises(Refusal) as refused:
        watch_rule(scene, "safeguarding")
    assert refused.value.rule == "safeguarding"
    with scene.session() as session:
        assert shadow_report.by_rule(session, scene.academy_id) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_input_and_people_who_may_not(scene: Scene) -> None:
    with scene.session() as session:
        slt = scene.who(session, "slt")
        for reason, day, field in (
            ("", today() + SOON, "reason"),
            ("why", None, "review_on"),
            ("why", today(), "review_on"),
            ("why", today() + timedelta(days=93), "review_on"),
        ):
            with pytest.raises(BadInput) as bad:
                shadow.watch_account(session, slt, scene.account_id, reason, day)
            assert list(bad.value.fields) == [field]
        with pytest.raises(BadInput):
            shadow.watch_rule(session, slt, scene.academy_id, "no such rule", "why", today() + SOON)
        for name in ("admin", "author", "governor"):
            with pytest.raises(Refusal):
                shadow.watch_account(session, scene.who(session, name), scene.account_id, "why", today() + SOON)
        with pytest.raises(NotFound):
            shadow.end(session, scene.who(session, "admin"), 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_day_to_look_again_stands_on_today(scene: Scene) -> None:
    key = watch_account(scene)
    with scene.session() as session:
        row = session.get_one(Watch, key)
        row.review_on = today()
        session.add(row)
        session.commit()
        assert any("set to watch only" in line.sentence for line in waiting_for(session, scene.who(session, "slt")))

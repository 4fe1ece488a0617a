"""C31: a sentence at the moment of acting, with the trust's own clause, and links to help that lead somewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.clock import now
from bot.drafts import guidance
from bot.drafts.advice_models import GuidanceLink
from bot.people.permissions import Role
from bot.platforms.open_web import Led
from bot.platforms.registry import Means
from bot.policy.clauses import register
from bot.policy.profile import load
from tests.drafts.gate import told
from tests.scene import Scene

URL = guidance.read().links[0][0].url
Answers = Callable[..., None]


@pytest.fixture
def answers(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Each address answers 200, but the first with the status that is given; then a week goes by."""

    def answered(status: int) -> None:
        monkeypatch.setattr(scene.means.doors.web, "follow", lambda url: Led(status if url == URL else 200, url))
        scene.work("guidance")
        a_week_later(scene)
        scene.work("guidance")

    return answered


def a_week_later(scene: Scene) -> None:
    with scene.session() as session:
        for row in session.exec(select(GuidanceLink)):
            row.check_at = now() - timedelta(minutes=1)
            session.add(row)
        session.commit()


def shown(scene: Scene) -> list[str]:
    with scene.session() as session:
        return [each.url for each in guidance.links(session, load("default"))]


def test_S31_2_a_dead_help_link_is_hidden_and_the_owner_told(scene: Scene, answers: Answers) -> None:
    answers(200)
    assert URL in shown(scene)
    answers(404)
    assert URL not in shown(scene)
    assert len(shown(scene)) == len(guidance.read().links) - 1
    assert ["leads nowhere any more" in text for text in told(scene, Role.ADMIN)] == [True]
    answers(404)
    assert len(told(scene, Role.ADMIN)) == 1, "told once"
    answers(200)
    assert URL in shown(scene)
    assert told(scene, Role.ADMIN) == []
    assert [e.detail["hidden"] for e in scene.entries("guidance:link")] == [True, False]


@pytest.mark.parametrize("status", [0, 503])
def test_S31_2_silence_is_not_believed_at_once(scene: Scene, answers: Answers, status: int) -> None:
    answers(status)
    assert URL in shown(scene)
    with scene.session() as session:
        row = session.exec(select(GuidanceLink).where(GuidanceLink.url == URL)).one()
        assert row.check_at < now() + timedelta(days=2), "looked at again sooner than in a week"
    answers(status)
    assert URL not in shown(scene)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_page_that_turns_a_machine_away_is_there(scene: Scene, answers: Answers, status: int) -> None:
    answers(status)
    answers(status)
    assert URL in shown(scene)


def test_a_week_goes_by_between_looks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def follow(url: str) -> Led:
        asked.append(url)
        return Led(200, url)

    means: Means = scene.means
    monkeypatch.setattr(means.doors.web, "follow", follow)
    scene.work("guidance")
    assert asked == [], "a new address is not asked in the moment of starting"
    a_week_later(scene)
    scene.work("guidance")
    scene.work("guidance")
    assert sorted(asked) == sorted(each.url for each, _ in guidance.read().links)


@pytest.mark.parametrize("name", ["default", "att", "bet", "core", "acet", "inspire"])
def test_every_moment_has_its_sentence_and_no_trust_sees_another_s_clause(name: str) -> None:
    profile = load(name)
    own = {each.clause.partition("-")[0] for each in profile.parameters().values() if each.stated}
    for where in guidance.PLACES:
        found = guidance.reminders(profile, where)
        assert found
        assert all(each.clause.partition("-")[0] in own for each in found if each.clause)


def test_every_clause_that_is_cited_is_in_the_register_and_is_answered_by_this_control() -> None:
    known, read = register(), guidance.read()
    cited = [clause for _, clauses in (*read.reminders, *read.links) for clause in clauses]
    assert cited
    wrong = [c for c in cited if c not in known or not {"C31", "C04"} & set(known[c].controls)]
    assert wrong == []

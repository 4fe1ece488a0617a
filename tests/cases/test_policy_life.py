"""The life of a policy: its review is counted, a new edition of a law asks whether it is reviewed earlier, and the answer is kept (C27)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.audit.actions import Act
from bot.cases import policy_life
from bot.cases.policy_models import Answer, LegalReference, PolicyQuestion
from bot.clock import today
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Notice
from bot.notify.send import unread
from bot.people.models import Academy, RoleHolding, Standing
from bot.people.permissions import Role
from bot.reports.today import waiting_for
from bot.web.frame import late_reviews
from tests.scene import Scene

KCSIE = "Keeping children safe in education"
NAMES = {"att": 1877, "bet": 2425, "core": 446, "acet": 873, "inspire": 1269}


def under(scene: Scene, policy: str) -> None:
    with scene.session() as session:
        session.get_one(Academy, scene.academy_id).policy = policy
        session.commit()


def enter(scene: Scene, edition: str = "2026", since: date = date(2026, 9, 1), who: str = "admin") -> None:
    with scene.session() as session:
        policy_life.enter_law(session, scene.who(session, who), name=KCSIE, edition=edition, in_force_since=since, checked_on=today())


def questions(scene: Scene) -> list[PolicyQuestion]:
    with scene.session() as session:
        return list(session.exec(select(PolicyQuestion).order_by("id")))


@contextmanager
def waiting(scene: Scene, who: str) -> Iterator[list[str]]:
    with scene.session() as session:
        yield [line.sentence for line in waiting_for(session, scene.who(session, who))]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S27_1_approvers_see_how_late_the_review_is(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.frame.today", lambda: date(2026, 11, 20))
    for name, days in NAMES.items():
        under(scene, name)
        with scene.session() as session:
            (sentence,) = late_reviews(session, list(session.exec(select(Academy))))
        assert f"{days} days overdue" in sentence


@pytest.mark.parametrize("policy", ["inspire", "core"])
def test_S27_3_a_new_edition_asks_the_owner_and_the_answer_is_minuted(scene: Scene, policy: str) -> None:
    under(scene, policy)
    enter(scene)
    (question,) = questions(scene)
    assert KCSIE in question.about
    assert "2026" in question.about
    with waiting(scene, "head") as lines:
        assert "Decide whether the policy is reviewed earlier" in lines
    with scene.session() as session:
        head = scene.who(session, "head")
        assert any(KCSIE in notice.text for notice in unread(session, head))
        policy_life.answer(session, head, question.id or 0, "earlier", "The new edition speaks of generated images.")
        assert not any(KCSIE in notice.text for notice in unread(session, head))
    (answered,) = questions(scene)
    assert (answered.answer, answered.answered_by) == (Answer.EARLIER, scene.people["head"])
    (entry,) = scene.entries(Act.POLICY_ANSWERED)
    assert (entry.detail["answer"], entry.detail["reason"]) == ("earlier", "The new edition speaks of generated images.")
    with waiting(scene, "head") as lines:
        assert "Decide whether the policy is reviewed earlier" not in lines


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S27_3_a_decision_needs_a_reason_and_whom_the_profile_names_and_is_made_once(scene: Scene) -> None:
    under(scene, "core")
    enter(scene)
    key = questions(scene)[0].id or 0
    with scene.session() as session:
        head = scene.who(session, "head")
        with pytest.raises(Refusal) as refused:
            policy_life.answer(session, scene.who(session, "slt"), key, "earlier", "Because.")
        assert refused.value.clause == "CORE-3.1a"
        for said, reason, wrong in (("earlier", "  ", "reason"), ("perhaps", "Because.", "answer"), ("earlier", "x" * 2001, "reason")):
            with pytest.raises(BadInput) as bad:
                policy_life.answer(session, head, key, said, reason)
            assert list(bad.value.fields) == [wrong]
        policy_life.answer(session, head, key, "as_planned", "It changes nothing for us.")
        with pytest.raises(Refusal, match="answered already"):
            policy_life.answer(session, head, key, "earlier", "On second thoughts.")
        with pytest.raises(NotFound):
            policy_life.answer(session, head, 999, "earlier", "Because.")


def test_S27_3_a_law_older_than_the_policy_asks_nothing_and_an_older_edition_is_replaced(scene: Scene) -> None:
    under(scene, "core")
    enter(scene, "2024", date(2024, 9, 1))
    assert questions(scene) == []
    enter(scene, "2026")
    assert len(questions(scene)) == 1
    enter(scene, "2026")  # looked up again
    assert len(questions(scene)) == 1
    with scene.session() as session:
        rows = policy_life.laws(session)
    assert [(law.edition, law.replaced_at is None) for law in rows] == [("2026", True), ("2024", False)]
    assert (len(scene.entries(Act.LAW_ENTERED)), len(scene.entries(Act.LAW_CHECKED))) == (2, 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C27_a_law_without_its_facts_is_refused(scene: Scene) -> None:
    good: dict[str, object] = {"name": KCSIE, "edition": "2026", "in_force_since": date(2026, 9, 1), "checked_on": today()}
    bad: list[tuple[str, object]] = [
        ("name", "  "),
        ("name", "x" * 201),
        ("edition", ""),
        ("in_force_since", None),
        ("in_force_since", date(1026, 9, 1)),
        ("checked_on", None),
        ("checked_on", today() + timedelta(days=2)),
    ]
    with scene.session() as session:
        for field, value in bad:
            with pytest.raises(BadInput) as wrong:
                policy_life.enter_law(session, scene.who(session, "admin"), **good | {field: value})  # type: ignore[arg-type]
            assert list(wrong.value.fields) == [field]
        assert session.exec(select(LegalReference)).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C27_who_may_not_keep_the_register_is_refused_on_record(scene: Scene) -> None:
    with pytest.raises(Refusal):
        enter(scene, who="author")
    assert len(scene.entries(Act.LAW_ENTERED, "refused")) == 1


def test_C27_an_urgent_concern_goes_to_whom_the_profile_names(scene: Scene) -> None:
    under(scene, "inspire")
    with scene.session() as session:
        policy_life.raise_concern(session, scene.who(session, "author"), scene.academy_id, "The section on messages contradicts itself.")
        assert {notice.role for notice in session.exec(select(Notice))} == {Role.DSL}  # the executive lead holds no role here
    with waiting(scene, "dsl") as lines:
        assert "Decide whether the policy is reviewed earlier" in lines
    with waiting(scene, "slt") as lines:
        assert "Decide whether the policy is reviewed earlier" not in lines


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C27_a_concern_goes_to_the_headteacher_where_nobody_holds_the_role(scene: Scene) -> None:
    under(scene, "acet")  # the Network Manager never signs in
    with scene.session() as session:
        policy_life.raise_concern(session, scene.who(session, "governor"), scene.academy_id, "The word not is missing.")
        assert [notice.role for notice in session.exec(select(Notice))] == [Role.HEAD]
        for wrong in ("", "  ", "x" * 2001):
            with pytest.raises(BadInput):
                policy_life.raise_concern(session, scene.who(session, "governor"), scene.academy_id, wrong)
        stranger = scene.who(session, "slt2")
        for holding in session.exec(select(RoleHolding).where(RoleHolding.person_id == stranger.id)):
            holding.standing = Standing.ENDED
        session.commit()
        with pytest.raises(Refusal):
            policy_life.raise_concern(session, stranger, scene.academy_id, "I do not work here.")


def test_C27_notices_go_out_once_90_and_30_days_before_and_on_the_day(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for day in (date(2027, 5, 1), date(2027, 6, 2), date(2027, 6, 3), date(2027, 8, 1), date(2027, 8, 31), date(2027, 9, 9)):
        monkeypatch.setattr(policy_life, "today", lambda day=day: day)
        scene.work("policy")
        scene.work("policy")
        said.append([entry.detail["days_left"] for entry in scene.entries(Act.POLICY_DUE)])
    assert said == [[], [90], [90], [90, 30], [90, 30, 0], [90, 30, 0]]
    with scene.session() as session:
        assert "due today" in unread(session, scene.who(session, "head"))[0].text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C27_a_policy_that_is_overdue_already_is_told_once(scene: Scene) -> None:
    under(scene, "bet")
    scene.work("policy")
    scene.work("policy")
    (entry,) = scene.entries(Act.POLICY_DUE)
    assert entry.detail["days_left"] < 0

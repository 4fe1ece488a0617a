"""S14.2: a leader posts natively, says so, and a second leader reviews it within the hour, or it is a stray post like any other."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.accounts import stop
from bot.clock import now
from bot.drafts import break_glass
from bot.drafts.break_glass_leaders import name_leader
from bot.drafts.break_glass_models import BreakGlass, NoticeState
from bot.drafts.models import Stray, StrayState
from bot.errors import BadInput
from bot.notify.models import Notice, Urgency
from bot.people.models import Person
from bot.people.permissions import Role
from tests.drafts.gate import refused, told
from tests.drafts.live import again, decide, found, read, seen_long_ago
from tests.scene import Scene

SNOW = "The school is closed today because of snow. Please do not travel."


def declare(scene: Scene, name: str = "head", reason: str = "Snow at six in the morning.", **more: Any) -> int:
    with scene.session() as session:
        return break_glass.declare(session, scene.who(session, name), scene.account_id, reason, **more).id or 0


def adopt(scene: Scene, key: int, name: str = "slt", **words: str) -> None:
    with scene.session() as session:
        break_glass.adopt(session, scene.who(session, name), key, **{"facts": "The council's closure page.", "reason": "True and urgent.", **words})


def notice(scene: Scene) -> BreakGlass:
    with scene.session() as session:
        return session.exec(select(BreakGlass)).one()


def an_hour_later(scene: Scene) -> None:
    with scene.session() as session:
        for row in session.exec(select(BreakGlass)):
            row.due_at, row.declared_at = row.due_at - timedelta(minutes=61), row.declared_at - timedelta(minutes=61)
            session.add(row)
        for stray in session.exec(select(Stray)):
            stray.seen_at -= timedelta(minutes=61)
            session.add(stray)
        session.commit()


@pytest.mark.parametrize("first", ["notice", "post"])
def test_S14_2_a_second_leader_adopts_it_and_it_is_a_recorded_post(scene: Scene, first: str) -> None:
    if first == "notice":
        key = declare(scene)
        scene.academy_says_natively(SNOW)
        read(scene)
    else:
        scene.academy_says_natively(SNOW)
        read(scene)
        key = declare(scene)
    assert notice(scene).state is NoticeState.MATCHED
    seen_long_ago(scene)  # past the fifteen minutes of P52
    scene.work("break-glass", "remove")
    assert scene.live() == [SNOW], "another leader has an hour"
    assert any("Review a break-glass post" in text for text in told(scene, Role.SLT))
    adopt(scene, key)
    an_hour_later(scene)
    scene.sweep()
    assert scene.live() == [SNOW]
    stray, row = found(scene)[0], notice(scene)
    assert (stray.state, stray.decision_reason, stray.decided_by) == (StrayState.ADOPTED, "True and urgent.", scene.people["slt"])
    assert (row.state, row.facts_seen, row.overdue_at) == (NoticeState.ADOPTED, "The council's closure page.", None)
    (entry,) = scene.entries("native:adopt")
    assert entry.detail["declared"] == "Snow at six in the morning."
    assert told(scene, Role.HEAD) == []


def test_S14_2_nobody_adopts_it_and_it_goes_the_way_of_a_stray_post_with_an_alarm(scene: Scene) -> None:
    declare(scene)
    scene.academy_says_natively(SNOW)
    read(scene)
    an_hour_later(scene)
    scene.work("break-glass")
    assert notice(scene).state is NoticeState.OVERDUE
    for role in (Role.HEAD, Role.SLT):
        assert any("Overdue: nobody reviewed" in text for text in told(scene, role))
    with scene.session() as session:
        assert session.exec(select(Notice.role).where(Notice.urgency == Urgency.NOW)).all()
    scene.work("remove")
    assert scene.live() == []
    assert found(scene)[0].state is StrayState.REMOVED
    assert [len(scene.entries(act)) for act in ("native:overdue", "stray:remove", "stray:gone")] == [1, 1, 1]
    assert not [text for text in told(scene, Role.HEAD) if "Overdue" in text], "gone, so the alarm is over"


def test_S14_2_who_declared_it_cannot_be_the_second_leader_under_any_login(scene: Scene) -> None:
    key = declare(scene)
    scene.academy_says_natively(SNOW)
    read(scene)
    with refused("self-approval attempt"):
        adopt(scene, key, "head")
    with refused("break-glass"):
        decide(scene, "head", "adopt")
    with scene.session() as session:
        twin = session.get_one(Person, scene.people["slt2"])
        twin.staff_id = session.get_one(Person, scene.people["head"]).staff_id
        session.add(twin)
        session.commit()
    with refused("self-approval attempt"):
        adopt(scene, key, "slt2")
    with refused("role"):
        adopt(scene, key, "author")
    assert found(scene)[0].state is StrayState.OPEN


def test_S14_2_a_leader_has_it_removed_after_all(scene: Scene) -> None:
    key = declare(scene)
    scene.academy_says_natively(SNOW)
    read(scene)
    decide(scene, "head", "remove")
    again(scene)
    assert (scene.live(), notice(scene).state) == ([], NoticeState.CLOSED)
    with refused("already-decided"):
        adopt(scene, key)


def test_S14_2_one_notice_covers_one_post_and_only_what_it_speaks_of(scene: Scene) -> None:
    declare(scene, expected_text=SNOW)
    scene.academy_says_natively("Buy tickets from me, cash only.")
    scene.academy_says_natively(SNOW.replace("today", "all day"))
    scene.academy_says_natively(SNOW)
    read(scene)
    covered = notice(scene).stray_id
    texts = {s.id: s.live_text for s in found(scene)}
    assert "all day" in texts[covered]
    seen_long_ago(scene)
    scene.work("remove")
    assert scene.live() == [texts[covered]]


def test_S14_2_a_notice_on_another_day_protects_nothing(scene: Scene) -> None:
    declare(scene)
    an_hour_later(scene)
    scene.academy_says_natively(SNOW)
    read(scene)
    assert notice(scene).state is NoticeState.DECLARED
    scene.work("break-glass")
    assert notice(scene).state is NoticeState.CLOSED
    seen_long_ago(scene)
    scene.work("remove")
    assert scene.live() == []


def test_S14_2_a_late_adoption_stands_and_its_lateness_stays_visible(scene: Scene) -> None:
    key = declare(scene)
    scene.academy_says_natively(SNOW)
    read(scene)
    an_hour_later(scene)
    scene.work("break-glass")
    adopt(scene, key)
    scene.work("remove")
    assert scene.live() == [SNOW]
    assert notice(scene).overdue_at is not None
    assert scene.entries("native:adopt")[0].detail["late"] is True


def test_S14_1_nothing_is_removed_by_itself_while_the_account_is_stopped(scene: Scene) -> None:
    declare(scene)
    scene.academy_says_natively(SNOW)
    read(scene)
    an_hour_later(scene)
    with scene.session() as session:
        stop.press(session, scene.who(session, "slt"), reason="Takeover", academy_id=scene.academy_id)
    scene.work("break-glass", "remove")
    assert (scene.live(), notice(scene).state) == ([SNOW], NoticeState.OVERDUE)


def test_only_the_headteacher_and_whom_they_named_may_declare(scene: Scene) -> None:
    for name, rule in (("author", "role"), ("slt", "break-glass")):
        with refused(rule):
            declare(scene, name)
    with scene.session() as session, refused("role"):
        name_leader(session, scene.who(session, "slt"), scene.academy_id, scene.people["slt"], permitted=True)
    with scene.session() as session, pytest.raises(BadInput):
        name_leader(session, scene.who(session, "head"), scene.academy_id, scene.people["author"], permitted=True)
    with scene.session() as session:
        name_leader(session, scene.who(session, "head"), scene.academy_id, scene.people["slt"], permitted=True)
    declare(scene, "slt")
    with scene.session() as session:
        name_leader(session, scene.who(session, "head"), scene.academy_id, scene.people["slt"], permitted=False)
    with refused("break-glass"):
        declare(scene, "slt")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_input_is_said_and_changes_nothing(scene: Scene) -> None:
    for values, field in (({"reason": " "}, "reason"), ({"reason": "x" * 2_001}, "reason"), ({"expected_text": "x" * 2_001}, "expected_text")):
        with pytest.raises(BadInput) as wrong:
            declare(scene, **values)
        assert list(wrong.value.fields) == [field]
    key = declare(scene)
    with refused("already-decided"):
        adopt(scene, key)
    scene.academy_says_natively(SNOW)
    read(scene)
    for field in ("facts", "reason"):
        with pytest.raises(BadInput) as wrong:
            adopt(scene, key, **{field: " "})
        assert list(wrong.value.fields) == [field]
    assert found(scene)[0].state is StrayState.OPEN
    assert now() < notice(scene).due_at

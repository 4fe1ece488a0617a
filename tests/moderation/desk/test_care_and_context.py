"""Care for who reads abuse, the writer's counts on this account alone, the order of the desk, and criticism passed on."""

import pytest

from bot.cases import tasks
from bot.errors import Refusal
from bot.moderation.desk import care, decide
from bot.moderation.desk import complaint as desk_complaint
from bot.moderation.desk import history as desk_history
from bot.moderation.desk.queue import next_for
from bot.moderation.models import Reply
from tests.moderation.desk.desk import ABUSE, CRITICISM, THREAT, called, decides, said
from tests.scene import Scene


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_grave_comments_opened_are_counted_once_a_day_and_reported_without_names(scene: Scene) -> None:
    grave, mild = said(scene, THREAT), said(scene, CRITICISM)
    with scene.session() as session:
        slt = scene.who(session, "slt")
        for _ in range(2):
            decide.opened(session, slt, grave)
            decide.opened(session, slt, mild)
        assert care.opened_today(session, slt) == 1
        assert care.opened_today(session, scene.who(session, "slt2")) == 0
        decide.opened(session, scene.who(session, "slt2"), grave)
        (day,) = care.per_day(session, scene.academy_id)
        assert (day.people, day.opened) == (2, 2)
        assert care.setting(session, slt).veil
        care.keep_setting(session, slt, veil=False, letters=True)
        care.keep_setting(session, slt, veil=False, letters=False)
        found = care.setting(session, slt)
        assert (found.veil, found.letters) == (False, False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_I7_the_writer_is_counted_on_this_account_and_safeguarding_is_in_no_count(scene: Scene) -> None:
    key = said(scene, THREAT)
    said(scene, "Great photos")
    said(scene, "cant do this anymore, ive got the tablets ready")
    said(scene, "Well done everyone", "somebody_else")
    decides(scene, "slt", key, "restore", "misread")
    with scene.session() as session:
        writer = desk_history.of_writer(session, session.get_one(Reply, key))
    assert (writer.seen, writer.hidden, writer.restored) == (2, 1, 1)


def test_the_gravest_first_and_then_the_shortest_clock(scene: Scene) -> None:
    second, first = said(scene, ABUSE), said(scene, THREAT, "another")
    third = said(scene, "What a disgusting fat pig that teacher is", "a_third")
    with scene.session() as session:
        row, other = session.get_one(Reply, third), session.get_one(Reply, second)
        row.decide_by, row.severity = other.seen_at, other.severity
        session.add(row)
        session.commit()
        slt = scene.who(session, "slt")
        assert [reply.id for reply in decide.queue(session, slt)] == [first, third, second]
        assert (found := next_for(session, slt)) is not None
        assert found.id == first
        assert (found := next_for(session, slt, after=first)) is not None
        assert found.id == third


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S15_2_criticism_is_passed_to_who_deals_with_complaints_once(scene: Scene) -> None:
    key = said(scene, CRITICISM)
    for _ in range(2):
        with scene.session() as session:
            desk_complaint.pass_on(session, scene.who(session, "slt"), key)
    with scene.session() as session:
        (task,) = tasks.open_for(session, scene.who(session, "head"))
        assert task.title == desk_complaint.TITLE
        assert "complaints policy" in task.steps[1]
        assert CRITICISM not in str(task.steps)
    abusive = said(scene, ABUSE, "another")
    with scene.session() as session, pytest.raises(Refusal):
        desk_complaint.pass_on(session, scene.who(session, "slt"), abusive)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S15_2_a_complaint_about_the_headteacher_goes_to_senior_leadership(scene: Scene) -> None:
    called(scene, "head", "Pat Brown")
    key = said(scene, "Terrible communication from Mrs Brown, third time this month")
    with scene.session() as session:
        assert desk_complaint.pass_on(session, scene.who(session, "slt"), key).role.value == "slt"

"""S05.4: whose turn it is hears of it, the deputy and the trust approver pool step in, and nothing is approved by waiting."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import col, select

from bot.clock import from_london, today
from bot.drafts import turns
from bot.drafts.lifecycle import Move
from bot.drafts.models import Draft
from bot.notify.models import Notice
from bot.people.directory_write import name_holder, set_absence
from bot.people.models import Grant
from bot.people.permissions import Role, Verb
from tests.drafts.gate import approve_as, behind_the_back, check_as, refused, told
from tests.scene import WITH_FIGURE, Scene

LATER = timedelta(days=20)


def next_day(weekday: int, hour: str) -> datetime:
    """The next such day that is still to come, in London."""
    days = (weekday - today().weekday()) % 7 or 7
    return from_london(f"{today() + timedelta(days=days)}T{hour}")


def notices_to(scene: Scene, name: str) -> list[str]:
    with scene.session() as session:
        query = select(Notice.text).where(Notice.person_id == scene.people[name], col(Notice.read_at).is_(None)).order_by(col(Notice.id))
        return list(session.exec(query))


def mine(scene: Scene, name: str, move: Move = Move.APPROVE) -> list[int]:
    with scene.session() as session:
        return [d.id or 0 for d in turns.waiting(session, scene.who(session, name), move)]


def only_approver(scene: Scene, name: str = "slt") -> None:
    """Nobody else at the academy may approve."""
    with scene.session() as session:
        for row in session.exec(select(Grant).where(Grant.verb == Verb.APPROVE, Grant.person_id != scene.people[name])):
            session.delete(row)
        session.commit()


def on_leave(scene: Scene, name: str, deputy: str) -> None:
    with scene.session() as session:
        admin = scene.who(session, "admin")
        people: dict[str, Any] = {"person_id": scene.people[name], "deputy_id": scene.people[deputy]}
        entry = name_holder(session, admin, scene.academy_id, "slt", {}, **people)
        set_absence(session, admin, entry.id or 0, today(), today() + timedelta(days=30))


class TestWaiting:
    def test_S05_4_the_only_approver_is_on_leave_and_the_pool_approves_after_four_working_hours(self, scene: Scene) -> None:
        only_approver(scene)
        with time_machine.travel(next_day(0, "09:00"), tick=True):
            key = scene.submitted(not_after=next_day(0, "09:00") + LATER)
            assert mine(scene, "pool") == []
            with refused("pool-early"):
                approve_as(scene, "pool", key)
            scene.work("remind")
            assert notices_to(scene, "slt") == []
        with time_machine.travel(next_day(0, "12:59"), tick=True):
            scene.work("remind")
            assert notices_to(scene, "pool") == []
        on_leave(scene, "slt", "pool")
        with time_machine.travel(next_day(0, "13:01"), tick=True):
            scene.work("remind")
            assert "You stand in for" in notices_to(scene, "pool")[0]
            assert notices_to(scene, "slt") == []
            assert scene.state(key) == "waiting for approval"
            assert mine(scene, "pool") == [key]
            approve_as(scene, "pool", key)
            scene.work("publish")
        assert scene.release(key).state == "published", scene.release(key).reason

    def test_the_pool_steps_in_at_once_while_nobody_of_the_academy_is_there(self, scene: Scene) -> None:
        only_approver(scene)
        on_leave(scene, "slt", "pool")
        key = scene.submitted()
        assert mine(scene, "pool") == [key]

    def test_the_pool_may_not_sign_what_it_wrote_and_signs_a_digest_like_everybody(self, scene: Scene) -> None:
        only_approver(scene)
        on_leave(scene, "slt", "pool")
        key = scene.submitted()
        with refused("digest"):
            approve_as(scene, "pool", key, "0" * 64)
        behind_the_back(scene, "UPDATE person SET staff_id = 'STAFF-0' WHERE id = :who", who=scene.people["pool"])
        with refused("same-person"):
            approve_as(scene, "pool", key)

    @pytest.mark.parametrize("lost", ["training", "attestation", "role_holding"])
    def test_the_pool_needs_what_everybody_needs_now_and_when_it_is_sent(self, scene: Scene, lost: str) -> None:
        only_approver(scene)
        on_leave(scene, "slt", "pool")
        key = scene.submitted(not_before=None)
        approve_as(scene, "pool", key)
        behind_the_back(scene, f"DELETE FROM {lost} WHERE person_id = :who", who=scene.people["pool"])  # noqa: S608
        scene.work("publish")
        assert "may no longer do so" in scene.release(key).reason

    def test_reminders_come_after_four_hours_then_daily_and_once_each(self, scene: Scene) -> None:
        with time_machine.travel(next_day(3, "16:00"), tick=True):
            key = scene.submitted(not_after=next_day(3, "16:00") + LATER)
        seen = []
        friday = next_day(3, "16:00") + timedelta(hours=16)
        for moment in (friday, friday + timedelta(hours=3, minutes=5), friday + timedelta(hours=8), friday + timedelta(days=3, hours=1)):
            with time_machine.travel(moment, tick=True):
                scene.work("remind")
                scene.work("remind")
                seen.append(len(scene.entries("draft:remind")))
        assert seen == [0, 1, 1, 2], "four working hours after Thursday 4pm is Friday 11am; the next is after the weekend"
        assert len(notices_to(scene, "slt")) == 1, "a newer reminder takes the place of an older one"
        assert notices_to(scene, "pool")
        assert scene.state(key) == "waiting for approval"
        approve_as(scene, "slt", key)
        assert notices_to(scene, "slt2") == []

    def test_when_nobody_can_the_headteacher_is_told(self, scene: Scene) -> None:
        behind_the_back(scene, "DELETE FROM role_holding WHERE role = 'pool'")
        only_approver(scene, "author")
        with time_machine.travel(next_day(0, "09:00"), tick=True):
            scene.submitted(not_after=next_day(0, "09:00") + LATER)
        with time_machine.travel(next_day(0, "14:00"), tick=True):
            scene.work("remind")
        assert any("Nobody can make the next step" in text for text in told(scene, Role.HEAD))

    def test_each_step_waits_anew(self, scene: Scene) -> None:
        key = scene.submitted(WITH_FIGURE)
        behind_the_back(scene, "UPDATE draft SET waiting_since = :then", then=from_london("2026-01-05T09:00"))
        check_as(scene, "checker", key)
        with scene.session() as session:
            assert (session.get_one(Draft, key).waiting_since or from_london("2026-01-05T09:00")).year > 2000
            assert session.get_one(Draft, key).waiting_since != from_london("2026-01-05T09:00")

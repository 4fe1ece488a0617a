"""Hiding: evidence first, then the call, then read back; what cannot be done is said, and a person gets a timed task (C15, I5, I8)."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.cases import tasks
from bot.cases.models import Evidence, Task, TaskState
from bot.clock import now
from bot.db import open_session
from bot.moderation.desk import for_good, reporting
from bot.moderation.desk.decide import decide
from bot.moderation.models import Reply, Visibility
from bot.notify.send import unread
from bot.platforms.base import Refused, Unsupported
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault, PracticePost
from tests.scene import Scene

THREAT = "I'm going to break that PE teacher's legs"


@pytest.fixture
def judged(scene: Scene) -> Scene:
    """A threat that was read and waits to be hidden."""
    scene.someone_says(THREAT)
    scene.work("replies")
    assert reply(scene).state is Visibility.HIDING
    return scene


def reply(scene: Scene) -> Reply:
    with scene.session() as session:
        return session.exec(select(Reply)).one()


def on_network(scene: Scene) -> bool:
    with scene.session() as session:
        return session.exec(select(PracticePost).where(PracticePost.text == THREAT)).one().hidden


def open_tasks(scene: Scene, name: str = "slt") -> list[Task]:
    with scene.session() as session:
        return tasks.open_for(session, scene.who(session, name))


def try_again(scene: Scene) -> list[object]:
    with scene.session() as session:
        session.execute(sa.update(Reply).values(not_before=now(), lease_until=None))
        session.commit()
    return [d.result for d in scene.work("hide")]


def test_S15_1_a_threat_is_hidden_with_evidence_and_leaders_are_told(judged: Scene) -> None:
    assert [d.result for d in judged.work("hide")] == ["hidden"]
    assert on_network(judged)
    assert reply(judged).read_back is True
    for name in ("slt", "head"):
        with judged.session() as session:
            assert any("threat" in n.text for n in unread(session, judged.who(session, name)))


def test_I5_the_evidence_is_committed_before_the_network_is_called(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, object]] = []
    real = Practice.set_hidden

    def looking(self: Practice, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        with open_session(judged.engine) as other:  # another connection sees only what is committed
            seen.append(other.exec(select(Evidence)).one().content)
        return real(self, reply_id, root_id, hidden)

    monkeypatch.setattr(Practice, "set_hidden", looking)
    judged.work("hide")
    assert seen[0]["text"] == THREAT
    assert on_network(judged)


@pytest.mark.parametrize("no", [Refused("The network refused this."), Unsupported("This network cannot hide a reply.")])
def test_I8_a_definite_no_is_shown_as_still_visible_with_a_timed_task(judged: Scene, monkeypatch: pytest.MonkeyPatch, no: Exception) -> None:
    def refuse(*_: object) -> bool:
        raise no

    monkeypatch.setattr(Practice, "set_hidden", refuse)
    assert [d.result for d in judged.work("hide")] == ["cannot hide"]
    assert reply(judged).state is Visibility.CANNOT_HIDE
    assert judged.entries("reply:hidden") == []
    (task,) = open_tasks(judged)
    assert task.title == "Hide a reply by hand"
    assert str(no) in task.steps[0]
    assert len(task.steps) >= 4
    assert timedelta(minutes=59) < task.due_at - now() <= timedelta(minutes=60)


def test_I8_hidden_false_is_never_called_hidden(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Practice, "set_hidden", lambda *_: False)
    assert [d.result for d in judged.work("hide")] == ["again"]
    assert reply(judged).state is Visibility.HIDING
    assert try_again(judged) == ["again"]
    assert try_again(judged) == ["cannot hide"]
    assert len(open_tasks(judged)) == 1
    assert judged.entries("reply:hidden") == []
    assert not on_network(judged)


def test_a_yes_that_the_read_back_does_not_bear_out_is_not_believed(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Practice, "set_hidden", lambda *_: True)
    assert [d.result for d in judged.work("hide")] == ["again"]
    assert reply(judged).state is Visibility.HIDING


def test_a_network_that_does_not_tell_is_taken_at_its_word_and_the_record_says_so(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Practice, "is_hidden", lambda *_: None)
    assert [d.result for d in judged.work("hide")] == ["hidden"]
    assert reply(judged).read_back is None
    assert judged.entries("reply:hidden")[0].detail["read_back"] is False


def test_I11_a_lost_answer_is_read_back(judged: Scene) -> None:
    judged.fault(Fault.LOST, call="set_hidden")
    assert [d.result for d in judged.work("hide")] == ["hidden"]
    assert on_network(judged)


def test_I11_an_answer_lost_twice_is_tried_again(judged: Scene) -> None:
    judged.fault(Fault.LOST, call="set_hidden")
    judged.fault(Fault.LOST, call="is_hidden")
    assert [d.result for d in judged.work("hide")] == ["again"]
    assert reply(judged).state is Visibility.HIDING
    assert try_again(judged) == ["hidden"]


def test_a_network_that_is_down_is_tried_again_and_a_person_is_asked_meanwhile(judged: Scene) -> None:
    judged.fault(Fault.DOWN, call="set_hidden", times=4)
    assert [d.result for d in judged.work("hide")] == ["again"]
    assert judged.work("hide") == [], "it waits before it asks again"
    assert try_again(judged) == ["again"]
    assert open_tasks(judged) == []
    assert try_again(judged) == ["again"]
    (task,) = open_tasks(judged)
    assert "practice network is down" in task.steps[0]
    assert try_again(judged) == ["again"]
    assert len(open_tasks(judged)) == 1
    assert try_again(judged) == ["hidden"]
    assert open_tasks(judged) == [], "nobody is sent to do by hand what is done"
    assert judged.entries("task:done")[0].detail["by_hand"] is False


def test_a_lost_credential_is_said_on_the_account_and_hiding_goes_on_later(judged: Scene) -> None:
    judged.fault(Fault.TURNED_AWAY, call="set_hidden")
    judged.work("hide")
    assert len(judged.entries("account:blind")) == 1
    assert try_again(judged) == ["hidden"]


def test_I10_an_overdue_task_tells_the_headteacher_and_stays_late_when_done(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise Refused("No.")

    monkeypatch.setattr(Practice, "set_hidden", refuse)
    judged.work("hide")
    with judged.session() as session:
        session.execute(sa.update(Task).values(due_at=now() - timedelta(minutes=1)))
        session.commit()
    judged.work("tasks")
    with judged.session() as session:
        assert any(n.text.startswith("Overdue") for n in unread(session, judged.who(session, "head")))
    (task,) = open_tasks(judged)
    with judged.session() as session:
        assert tasks.done(session, judged.who(session, "slt"), task.id or 0).late
    with judged.session() as session:
        assert session.get_one(Task, task.id).state is TaskState.DONE
        assert session.get_one(Task, task.id).late


def decided(scene: Scene, decision: str, reason: str) -> None:
    key = reply(scene).id or 0
    with scene.session() as session:
        decide(session, scene.who(session, "slt"), key, decision, reason)


def test_S15_3_a_restored_reply_is_visible_within_one_cycle_and_never_hidden_again(judged: Scene) -> None:
    judged.work("hide")
    decided(judged, "restore", "misread")
    judged.sweep()
    assert reply(judged).state is Visibility.VISIBLE
    assert not on_network(judged)
    assert judged.entries("reply:decide")[0].detail["false_hide"] is True
    judged.reread()
    judged.sweep()
    assert not on_network(judged)
    assert len(judged.entries("reply:hidden")) == 1


def test_S15_3_restored_while_it_waits_to_be_hidden_never_reaches_the_network(judged: Scene) -> None:
    decided(judged, "restore", "misread")
    judged.sweep()
    assert reply(judged).state is Visibility.VISIBLE
    assert judged.entries("reply:hidden") == []


def test_S15_3_restored_while_the_worker_is_hiding_it_ends_visible(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    hiding, decided_now = threading.Event(), threading.Event()
    real = Practice.set_hidden

    def slow(self: Practice, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        hiding.set()
        assert decided_now.wait(60)
        return real(self, reply_id, root_id, hidden)

    monkeypatch.setattr(Practice, "set_hidden", slow)
    worker = threading.Thread(target=judged.work, args=("hide",))
    worker.start()
    assert hiding.wait(60)
    decided(judged, "restore", "misread")
    decided_now.set()
    worker.join()
    assert reply(judged).state is Visibility.SHOWING, "what the late worker writes back must not undo the decision"
    assert try_again(judged) == ["visible"]
    assert not on_network(judged)


def test_I8_a_reply_that_cannot_be_shown_again_is_still_hidden_and_somebody_is_asked(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    judged.work("hide")
    decided(judged, "restore", "misread")

    def refuse(*_: object) -> bool:
        raise Refused("The network refused this.")

    monkeypatch.setattr(Practice, "set_hidden", refuse)
    judged.work("hide")
    assert reply(judged).state is Visibility.HIDDEN
    assert [t.title for t in open_tasks(judged)] == ["Show a reply by hand"]


def test_left_visible_by_a_person_takes_the_task_away(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise Refused("No.")

    monkeypatch.setattr(Practice, "set_hidden", refuse)
    judged.work("hide")
    decided(judged, "leave", "not_abuse")
    assert open_tasks(judged) == []


def test_what_a_person_hides_is_hidden_too(scene: Scene) -> None:
    scene.someone_says("The head should resign over this")
    scene.work("replies")
    decided(scene, "hide", "abuse")
    scene.work("hide")
    assert reply(scene).state is Visibility.HIDDEN


@pytest.mark.parametrize(("network", "by_us"), [("x", None), ("mastodon", None), ("youtube", False), ("practice", True)])
def test_a_removal_is_offered_only_where_the_network_can(network: str, by_us: bool | None) -> None:
    account = Account(academy_id=1, platform=network, handle="oak", purpose="News", official_email="office@oak.example.sch.uk")
    assert for_good.offered(Reply(state=Visibility.VISIBLE), account).get("remove") is by_us  # type: ignore[call-arg]


def test_a_removal_and_a_report_can_be_practised(judged: Scene) -> None:
    decided(judged, "remove", "abuse")
    with judged.session() as session:
        row = session.exec(select(Reply).where(Reply.decision == "remove")).one()
        key, remote_id = row.id or 0, int(row.remote_id)
        reporting.ask(session, judged.who(session, "slt"), key, "abuse")
        session.execute(sa.update(Reply).values(not_before=now()))
        session.commit()
    assert [done.result for job in ("reply-report", "reply-removal") for done in judged.work(job)] == ["sent", "removed"]
    with judged.session() as session:
        assert session.get_one(Reply, key).state is Visibility.REMOVED
        post = session.get_one(PracticePost, remote_id)
        assert (post.gone, post.removed, post.reported) == (True, True, reporting.worded("abuse"))


def test_no_session_is_open_while_the_network_is_asked(judged: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote: list[bool] = []

    def look(self: Practice, reply_id: str, root_id: str | None) -> bool:
        with Session(judged.engine) as other:
            other.execute(sa.text("UPDATE academy SET contacts = 'x'"))
            other.commit()
        wrote.append(True)
        return True

    monkeypatch.setattr(Practice, "is_hidden", look)
    judged.work("hide")
    assert wrote == [True]

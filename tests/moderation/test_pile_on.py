"""Many at once: one alert for all, each linked, a threat with its own; and closing the post to replies, which ends by itself."""

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from bot.accounts.models import Account
from bot.cases import tasks
from bot.cases.models import Task
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.crowd import pile_on, reply_lock
from bot.moderation.crowd.pile_on_models import PileOn
from bot.moderation.crowd.reply_lock_models import LockState, ReplyLock
from bot.moderation.desk.decide import decide
from bot.moderation.models import Reply
from bot.notify.models import Urgency
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.base import Refused
from bot.platforms.practice import Practice
from bot.settings import Settings
from tests.moderation.november import FRIDAY_NIGHT, MONDAY, academy, at, notices, read
from tests.scene import Scene

THREAT = "I'm going to break that PE teacher's legs"
CROWD = (
    "You are all pathetic scum",
    "shut up you stupid cow",
    "you are a useless idiot",
    "you lot are absolute wankers and morons",
    "ugly bitch of a teacher",
    "your head teacher is a fucking cunt",
)
WHY = "Forty people write abuse under one post"


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    return academy(engine, gate_settings)


def crowd(scene: Scene, texts: tuple[str, ...] = CROWD) -> list[Reply]:
    for number, text in enumerate(texts):
        scene.someone_says(text, f"writer_{number}")
    return read(scene)


def the_pile(scene: Scene) -> PileOn:
    with scene.session() as session:
        return session.exec(select(PileOn)).one()


def the_lock(scene: Scene) -> ReplyLock:
    with scene.session() as session:
        return session.exec(select(ReplyLock).order_by(col(ReplyLock.id).desc())).first() or pytest.fail("no lock")


def close(scene: Scene, hours: int = 3, by: str = "slt") -> int:
    with scene.session() as session:
        return reply_lock.close(session, scene.who(session, by), 1, hours, WHY).id or 0


def setting(scene: Scene) -> str:
    with scene.session() as session:
        query = select(world.PracticePost).where(world.PracticePost.author_id == scene.remote_id).order_by(col(world.PracticePost.id).desc())
        return (session.exec(query).first() or pytest.fail("no post")).reply_setting


def test_C15_five_become_one_alert_and_a_threat_keeps_its_own(scene: Scene) -> None:
    with at(MONDAY):
        found = crowd(scene, (*CROWD[:4], THREAT, *CROWD[4:], "Well done everyone"))
        pile = the_pile(scene)
        assert [r.pile_on_id for r in found] == [pile.id] * 7 + [None]
        assert pile.post_text == "Welcome."
        (alert, for_head) = notices(scene, f"pile-on:{pile.id}")
        assert {(n.role, n.urgency) for n in (alert, for_head)} == {(Role.SLT, Urgency.SOON), (Role.HEAD, Urgency.SOON)}
        threat = next(r for r in found if r.text == THREAT)
        assert {n.subject for n in notices(scene, "reply:")} == {f"reply:{threat.id}"}
        assert len(scene.entries("pile-on:found")) == 1
        crowd(scene, ("what a stupid cow", "you useless morons"))
        assert len(notices(scene, "pile-on:")) == 2, "the Headteacher is told once"
        with scene.session() as session:
            assert len(pile_on.of(session, pile.id or 0)) == 9


def test_C15_a_crowd_at_night_is_told_at_once(scene: Scene) -> None:
    with at(FRIDAY_NIGHT):
        found = crowd(scene)
        assert {r.tell_at for r in found} == {None}
        assert len(notices(scene, "pile-on:")) == 2


def test_C15_a_child_at_risk_is_never_part_of_a_pile_on(scene: Scene) -> None:
    with at(MONDAY):
        found = crowd(scene, (*CROWD[:4], "cant do this anymore, ive got the tablets ready"))
        assert {r.pile_on_id for r in found} == {None}


def test_C15_criticism_by_many_is_no_pile_on(scene: Scene) -> None:
    critics = ("Terrible communication", "Shame on you for closing the library", "Very disappointed", "You never listen to parents", "Unacceptable")
    with at(MONDAY):
        crowd(scene, critics)
        with scene.session() as session:
            assert session.exec(select(PileOn)).first() is None


def test_C15_when_it_is_over_or_quiet_alerts_come_one_by_one_again(scene: Scene) -> None:
    with at(MONDAY) as clock:
        crowd(scene)
        with scene.session() as session, pytest.raises(NotFound):
            pile_on.say_over(session, scene.who(session, "author"), 1)
        with scene.session() as session:
            pile_on.say_over(session, scene.who(session, "slt"), 1)
        assert notices(scene, "pile-on:") == []
        scene.someone_says("what a stupid cow", "late")
        assert read(scene)[-1].pile_on_id is None
        clock.move_to(MONDAY + timedelta(hours=25))
        with scene.session() as session:
            assert pile_on.is_over(session.get_one(PileOn, 1), now())


def test_C15_only_who_reads_comments_there_sees_it(scene: Scene) -> None:
    with at(MONDAY):
        crowd(scene)
        for name, sees in (("slt", 1), ("head", 1), ("author", 0), ("dsl", 0)):
            with scene.session() as session:
                assert len(pile_on.visible(session, scene.who(session, name))) == sees
        with scene.session() as session, pytest.raises(NotFound):
            pile_on.opened(session, scene.who(session, "author"), 1)


def test_I6_a_post_is_closed_to_replies_read_back_and_opened_again_by_itself(scene: Scene) -> None:
    with at(MONDAY) as clock:
        crowd(scene)
        key = close(scene)
        assert setting(scene) == "everyone", "nothing is sent from the page"
        assert [d.result for d in scene.work("reply-lock")] == ["closed"]
        assert setting(scene) == "nobody"
        lock = the_lock(scene)
        assert (lock.before, lock.ends_at, lock.reason) == ("everyone", MONDAY + timedelta(hours=3), WHY)
        with pytest.raises(Refused, match="closed to replies"):
            scene.someone_says("one more", "late")
        assert scene.work("reply-lock") == []
        clock.move_to(MONDAY + timedelta(hours=3))
        assert [d.result for d in scene.work("reply-lock")] == ["open again"]
        assert setting(scene) == "everyone"
        scene.someone_says("one more", "late")
        acts = [e.act for e in scene.entries("reply-lock:closed") + scene.entries("reply-lock:opened")]
        assert acts == ["reply-lock:closed", "reply-lock:opened"]
        assert the_lock(scene).live_key is None
        assert close(scene) != key, "it can be closed again"


def test_I6_a_leader_opens_it_before_its_time(scene: Scene) -> None:
    with at(MONDAY):
        crowd(scene)
        key = close(scene, by="head")
        scene.work("reply-lock")
        with scene.session() as session, pytest.raises(Refusal, match="closed to replies already"):
            reply_lock.close(session, scene.who(session, "slt"), 1, 3, WHY)
        with scene.session() as session:
            reply_lock.open_again(session, scene.who(session, "slt"), key)
        assert [d.result for d in scene.work("reply-lock")] == ["open again"]
        assert setting(scene) == "everyone"
        with scene.session() as session, pytest.raises(Refusal, match="not closed"):
            reply_lock.open_again(session, scene.who(session, "slt"), key)


def test_I11_a_crash_between_closing_and_writing_it_down_still_opens_as_it_was(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with at(MONDAY) as clock:
        crowd(scene)
        with scene.session() as session:
            root = session.exec(select(world.PracticePost).where(world.PracticePost.author_id == scene.remote_id)).one()
            root.reply_setting = "mentioned"
            session.add(root)
            session.commit()
        close(scene)
        real = Practice.set_reply_setting

        def dies(self: Practice, post_id: str, setting: str) -> None:
            real(self, post_id, setting)
            raise KeyboardInterrupt

        monkeypatch.setattr(Practice, "set_reply_setting", dies)
        with pytest.raises(KeyboardInterrupt):
            scene.work("reply-lock")
        monkeypatch.undo()
        assert (setting(scene), the_lock(scene).state) == ("nobody", LockState.CLOSING)
        clock.move_to(MONDAY + timedelta(minutes=2))
        assert [d.result for d in scene.work("reply-lock")] == ["closed"]
        clock.move_to(MONDAY + timedelta(hours=4))
        assert [d.result for d in scene.work("reply-lock")] == ["open again"]
        assert setting(scene) == "mentioned"


def test_I11_a_lost_answer_is_made_good(scene: Scene) -> None:
    with at(MONDAY) as clock:
        crowd(scene)
        close(scene)
        scene.fault(world.Fault.LOST, call="set_reply_setting")
        assert [d.result for d in scene.work("reply-lock")] == ["again"]
        clock.move_to(MONDAY + timedelta(minutes=5))
        assert [d.result for d in scene.work("reply-lock")] == ["closed"]


def test_I8_where_the_network_refuses_a_person_gets_the_exact_steps(scene: Scene) -> None:
    with at(MONDAY) as clock:
        crowd(scene)
        close(scene)
        scene.fault(world.Fault.REFUSE, call="set_reply_setting")
        assert [d.result for d in scene.work("reply-lock")] == ["by hand"]
        assert titles(scene) == ["Close a post to replies by hand"]
        clock.move_to(MONDAY + timedelta(hours=3))
        assert [d.result for d in scene.work("reply-lock")] == ["open again"]
        assert titles(scene) == ["Open a post to replies again by hand"]


def test_I8_where_the_network_cannot_a_person_is_asked_at_once(scene: Scene) -> None:
    with at(MONDAY):
        crowd(scene)
        with scene.session() as session:
            account = session.get_one(Account, scene.account_id)
            account.platform = "x"
            session.add(account)
            session.commit()
        close(scene)
        assert the_lock(scene).state is LockState.BY_HAND
        with scene.session() as session:
            (task,) = [t for t in session.exec(select(Task)) if t.title == "Close a post to replies by hand"]
        assert "X does not let Gatepost close a post to replies." in task.steps[0]
        assert scene.work("reply-lock") == []


def test_closing_needs_a_time_a_reason_and_one_post(scene: Scene) -> None:
    with at(MONDAY):
        crowd(scene)
        with scene.session() as session, pytest.raises(BadInput) as wrong:
            reply_lock.close(session, scene.who(session, "slt"), 1, 5, "no")
        assert set(wrong.value.fields) == {"hours", "reason"}
        with scene.session() as session, pytest.raises(NotFound):
            reply_lock.close(session, scene.who(session, "author"), 1, 3, WHY)
        with scene.session() as session:
            pile = session.get_one(PileOn, 1)
            pile.root_id = None
            session.add(pile)
            session.commit()
        with scene.session() as session, pytest.raises(Refusal, match="several posts"):
            reply_lock.close(session, scene.who(session, "slt"), 1, 3, WHY)


def test_deciding_one_of_a_crowd_leaves_the_alert_for_the_others(scene: Scene) -> None:
    with at(MONDAY):
        found = crowd(scene)
        with scene.session() as session:
            decide(session, scene.who(session, "slt"), found[0].id or 0, "hide", "abuse")
        assert len(notices(scene, "pile-on:")) == 2


def titles(scene: Scene) -> list[str]:
    with scene.session() as session:
        return [task.title for task in tasks.open_for(session, scene.who(session, "slt")) if "post to replies" in task.title]

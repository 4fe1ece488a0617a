"""A database put back from a backup sends nothing until leaders have accounted for what went out since (invariant I11, C13)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.audit.verify import seal
from bot.clock import now
from bot.drafts import reconcile, reconcile_decide
from bot.drafts.models import Stray
from bot.drafts.reconcile_models import FoundBy, FoundPost, Restoration, RestoredAccount
from bot.drafts.strays import decide
from bot.errors import BadInput
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.practice_world import Fault
from tests.drafts.backups import backup
from tests.drafts.gate import approve_as, refused, told
from tests.drafts.live import NATIVE, found
from tests.drafts.live import read as read_timeline
from tests.scene import PLAIN, Scene

CAKES = "Thank you for all the cakes."


def sealed(scene: Scene) -> None:
    with scene.session() as session:
        seal(session, scene.vault, scene.settings.seal_file)


def start(scene: Scene) -> Restoration | None:
    """What every worker does first."""
    with scene.session() as session:
        return reconcile.notice(session, scene.vault, scene.settings.seal_file)


def looks(scene: Scene) -> list[RestoredAccount]:
    with scene.session() as session:
        return list(session.exec(select(RestoredAccount)))


def choose(scene: Scene, wish: str, who: str = "slt") -> int:
    key = looks(scene)[0].id or 0
    with scene.session() as session:
        return reconcile_decide.decide(session, scene.who(session, who), key, wish)


def finish(scene: Scene, who: str = "head", reason: str = "Every account was looked at.") -> None:
    with scene.session() as session:
        reconcile_decide.end(session, scene.who(session, who), reason)


def restored(scene: Scene, *, published_since: bool = True) -> tuple[int, int]:
    """Two posts stand in the backup's queue; the first went out after it was made. Then the backup is put back."""
    first, second = scene.approved(), scene.approved(CAKES)
    scene.hurry(second, not_before=now() + timedelta(hours=1))
    sealed(scene)
    put_back = backup(scene)
    if published_since:
        scene.sweep()
        assert scene.live() == [PLAIN]
    sealed(scene)
    put_back()
    assert scene.release(first).state == "queued", "as if it had never gone out"
    return first, second


def test_S13_1_a_restored_database_publishes_nothing_twice(scene: Scene) -> None:
    first, second = restored(scene)
    row = start(scene)
    assert row is not None
    assert row.found_by is FoundBy.SEAL
    assert scene.release(first).state == "held"
    scene.sweep()
    assert scene.release(first).state == "verified", "found on the account and read back"
    assert scene.live() == [PLAIN]
    scene.hurry(second)
    scene.sweep()
    assert (scene.release(second).state, scene.live()) == ("held", [PLAIN])
    assert "put back from a backup" in scene.release(second).reason
    with refused("not-accounted"):
        finish(scene)
    assert choose(scene, "send") == 1
    scene.sweep()
    assert scene.live() == [PLAIN], "not before the mode is over"
    finish(scene)
    scene.sweep()
    assert (scene.live(), scene.release(second).state) == ([PLAIN, CAKES], "verified")
    assert start(scene) is None, "the same restore is not noticed twice"
    assert len(scene.entries("restore:end", "done")) == 1
    assert not scene.entries("publish:tamper")


def test_S13_1_what_is_not_up_waits_for_a_leader_who_may_leave_it(scene: Scene) -> None:
    first, _second = restored(scene, published_since=False)
    with scene.session() as session:
        reconcile.begin(session, FoundBy.COMMAND)
    with refused("not-looked"):
        choose(scene, "send")
    scene.sweep()
    assert (scene.release(first).state, scene.live()) == ("held", [])
    with refused("role"):
        choose(scene, "send", who="author")
    with pytest.raises(BadInput):
        choose(scene, "perhaps")
    assert choose(scene, "leave") == 1
    with pytest.raises(BadInput):
        finish(scene, reason="")
    with refused("role"):
        finish(scene, who="author")
    finish(scene)
    scene.sweep()
    assert (scene.release(first).state, scene.live()) == ("held", [])


def test_S13_1_an_intent_in_the_backup_is_read_back_and_not_sent_again(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    sealed(scene)
    put_back = backup(scene)
    scene.hurry(key)
    scene.sweep()
    sealed(scene)
    put_back()
    assert start(scene) is not None
    with refused("not-looked"):
        choose(scene, "leave")
    scene.hurry(key)
    scene.sweep()
    assert (scene.release(key).state, scene.live()) == ("verified", [PLAIN])
    finish(scene)


def test_an_intent_that_never_arrived_is_not_sent_again_by_the_machine(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    with scene.session() as session:
        world.take_down(session, session.exec(select(world.PracticePost)).one())
        reconcile.begin(session, FoundBy.COMMAND)
    for _ in range(4):
        scene.hurry(key)
        scene.work("publish")
    assert (scene.release(key).state, scene.live()) == ("held", [])


def test_a_post_whose_approval_is_younger_than_the_backup_does_not_go_out_again(scene: Scene) -> None:
    key = scene.submitted()
    sealed(scene)
    put_back = backup(scene)
    approve_as(scene, "slt", key)
    scene.sweep()
    assert scene.live() == [PLAIN]
    sealed(scene)
    put_back()
    assert start(scene) is not None
    scene.sweep()
    finish(scene)
    with scene.session() as session:
        assert [post.text for post in session.exec(select(FoundPost))] == [PLAIN]
    with pytest.raises(BadInput, match="why it may go out all the same"):
        approve_as(scene, "slt", key)
    assert scene.live() == [PLAIN]


def test_strays_that_turn_out_to_be_ours_are_settled_and_no_stray_is_removed_by_machine(scene: Scene) -> None:
    first, _ = restored(scene)
    with scene.session() as session:
        reconcile.begin(session, FoundBy.COMMAND)
    scene.academy_says_natively(NATIVE)
    read_timeline(scene)
    assert {s.live_text for s in found(scene)} == {PLAIN, NATIVE}
    with scene.session() as session:
        for stray in session.exec(select(Stray)):
            stray.seen_at = now() - timedelta(hours=3)
            session.add(stray)
        session.commit()
    scene.work("restored", "remove")
    assert {s.live_text: s.state.value for s in found(scene)} == {PLAIN: "adopted", NATIVE: "open"}
    assert scene.release(first).state == "published"
    native = next(s.id for s in found(scene) if s.live_text == NATIVE) or 0
    with scene.session() as session:
        decide(session, scene.who(session, "slt"), native, "remove", "It is not ours.")
    scene.work("remove")
    assert scene.live() == [PLAIN], "a leader's own decision is carried out"


def test_moderation_goes_on_while_only_reconciling(scene: Scene) -> None:
    scene.approved()
    scene.sweep()
    with scene.session() as session:
        reconcile.begin(session, FoundBy.COMMAND)
    said = scene.someone_says("I am going to break that PE teacher's legs after school")
    scene.reread()
    scene.sweep()
    with scene.session() as session:
        assert session.get_one(world.PracticePost, said).hidden


def test_an_account_that_cannot_be_read_waits_for_a_person_who_looked(scene: Scene) -> None:
    restored(scene)
    scene.fault(Fault.REFUSE, "timeline")
    start(scene)
    scene.work("restored")
    assert looks(scene)[0].state == "cannot look"
    with refused("not-accounted"):
        finish(scene)
    key = looks(scene)[0].id or 0
    with scene.session() as session, pytest.raises(BadInput):
        reconcile_decide.looked_by_hand(session, scene.who(session, "slt"), key, "")
    with scene.session() as session:
        reconcile_decide.looked_by_hand(session, scene.who(session, "slt"), key, "The choir's post is up already.")
    with refused("already-decided"), scene.session() as session:
        reconcile_decide.looked_by_hand(session, scene.who(session, "slt"), key, "Once more.")
    assert choose(scene, "leave") == 1
    finish(scene)
    scene.sweep()
    assert scene.live() == [PLAIN]


def test_nobody_is_asked_where_the_database_is_as_new_as_its_seal(scene: Scene) -> None:
    sealed(scene)
    scene.approved()
    assert start(scene) is None
    sealed(scene)
    assert start(scene) is None
    scene.settings.seal_file.write_text("not a seal\n")
    assert start(scene) is None, "a line that is no seal is for `audit verify` to name"


def test_leaders_are_told_once_and_a_second_notice_changes_nothing(scene: Scene) -> None:
    restored(scene)
    with scene.session() as session:
        first = reconcile.begin(session, FoundBy.COMMAND)
    assert start(scene) is not None, "the seal is remembered with what was said already"
    assert start(scene) is None
    with scene.session() as session:
        assert [r.id for r in session.exec(select(Restoration))] == [first.id]
    assert sum("put back from a backup" in text for text in told(scene, Role.HEAD)) == 1

"""C13: the intent before the call, one post or none, and every answer a network can give or lose."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.clock import now
from bot.drafts import publish
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Release
from bot.drafts.resolve import release_again
from bot.drafts.signoff import send_back
from bot.people.permissions import Role
from bot.platforms.base import Outgoing, Post
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault
from bot.work import claim
from tests.drafts.gate import acts, refused, steps, told
from tests.scene import PLAIN, Scene

Publish = Callable[[Practice, Outgoing], Post]


def publishing_is(monkeypatch: pytest.MonkeyPatch, instead: Callable[[Publish, Practice, Outgoing], Post]) -> None:
    """The network's own publish, with something happening around it."""
    real = Practice.publish
    monkeypatch.setattr(Practice, "publish", lambda self, post: instead(real, self, post))


def test_the_intent_is_on_record_before_the_network_is_asked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()
    seen: list[Any] = []

    def look_around(real: Publish, network: Practice, post: Outgoing) -> Post:
        release = scene.release(key)  # by another transaction, which sees only what is committed
        seen.extend([release.state, release.intent_at, acts(scene, key)])
        return real(network, post)

    publishing_is(monkeypatch, look_around)
    scene.work("publish")
    state, intent_at, record = seen
    assert (state, record) == (ReleaseState.PUBLISHING, [Act.INTENT])
    assert isinstance(intent_at, datetime)


def test_a_post_is_verified_only_after_it_was_read_back(scene: Scene) -> None:
    key = scene.approved()
    assert steps(scene, key) == ["queued", "published", "verified"]
    assert acts(scene, key) == [Act.INTENT, Act.PUBLISHED, Act.LIVE_VERIFIED]
    release = scene.release(key)
    assert release.verified_at is not None
    assert release.url.endswith(f"post-{release.remote_id}")


def test_a_refusal_is_definite(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.REFUSE, "publish")
    assert steps(scene, key) == ["queued", "failed"]
    assert "refused" in scene.release(key).reason
    scene.work("publish")
    assert scene.live() == []
    row = scene.release(key).id or 0
    with scene.session() as session:
        release_again(session, scene.who(session, "slt"), row)
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]


def test_a_failed_post_leaves_the_queue_with_its_draft(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.REFUSE, "publish")
    scene.work("publish")
    with scene.session() as session:
        send_back(session, scene.who(session, "slt"), key, "We say it on paper.", reject=True)
    release = scene.release(key)
    assert release.state == "void"
    with refused("move"), scene.session() as session:
        release_again(session, scene.who(session, "slt"), release.id or 0)
    assert not scene.entries("publish:tamper")


def test_a_busy_network_is_asked_again_when_it_said(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.BUSY, "publish")
    scene.work("publish")
    release = scene.release(key)
    assert release.state == "queued"
    assert timedelta(seconds=20) < release.not_before - now() < timedelta(seconds=40)
    scene.work("publish")
    assert scene.live() == [], "not before its time"
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]


def test_a_network_that_is_down_is_asked_later_and_later(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.DOWN, "publish", times=3)
    waits = []
    for _ in range(3):
        scene.hurry(key)
        scene.work("publish")
        waits.append((scene.release(key).not_before - now()).total_seconds())
    assert scene.release(key).state == "queued"
    assert waits == sorted(waits)
    assert waits[2] > 60
    assert steps(scene, key)[-1] == "verified"


def test_S13_1_a_lost_answer_is_read_back_before_anything_else(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    assert steps(scene, key) == ["queued", "unknown", "published", "verified"]
    assert scene.live() == [PLAIN]
    assert acts(scene, key) == [Act.INTENT, Act.PUBLISH_UNKNOWN, Act.PUBLISHED, Act.LIVE_VERIFIED]


def test_S13_1_reading_back_may_fail_too(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.fault(Fault.LOST, "find")
    scene.fault(Fault.DOWN, "find", times=4)
    steps(scene, key, most=6)
    assert scene.release(key).state == "unknown"
    assert any("cannot find out whether" in text for text in told(scene, Role.SLT))
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]


def test_a_defect_while_sending_counts_as_a_lost_answer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()

    def breaks(real: Publish, network: Practice, post: Outgoing) -> Post:
        real(network, post)
        raise KeyError("id")

    publishing_is(monkeypatch, breaks)
    assert steps(scene, key) == ["queued", "unknown", "published", "verified"]
    assert scene.live() == [PLAIN]


@pytest.mark.parametrize("accepted", [False, True])
def test_a_worker_that_died_after_its_intent_sends_once(scene: Scene, monkeypatch: pytest.MonkeyPatch, accepted: bool) -> None:
    key = scene.approved()

    class Killed(BaseException):
        """What no handler in the product catches: the process is gone."""

    def dies(real: Publish, network: Practice, post: Outgoing) -> Post:
        if accepted:
            real(network, post)
        raise Killed

    with monkeypatch.context() as during:
        publishing_is(during, dies)
        with pytest.raises(Killed):
            scene.work("publish")
    assert scene.release(key).state == "publishing"
    scene.work("publish")
    assert scene.release(key).state == "publishing", "its lease still runs"
    scene.hurry(key, lease_until=now() - timedelta(seconds=1))
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]
    assert acts(scene, key).count(Act.INTENT) == (1 if accepted else 2)


def test_absence_is_certain_only_after_the_networks_settling_time(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()

    def swallowed(real: Publish, network: Practice, post: Outgoing) -> Post:
        raise TimeoutError

    with monkeypatch.context() as during:
        publishing_is(during, swallowed)
        scene.work("publish")
    # The intent is old by now, as after a worker that died; the waiting counts from the first look all the same.
    scene.hurry(key, intent_at=now() - timedelta(hours=1))
    scene.work("publish")
    release = scene.release(key)
    assert release.state == "unknown"
    assert release.not_before - now() > timedelta(seconds=Practice.can.settle_s - 1)
    world_took_it_late = scene.academy_says_natively(PLAIN)
    assert steps(scene, key)[-1] == "verified"
    assert scene.release(key).remote_id == str(world_took_it_late)
    assert scene.live() == [PLAIN]


def test_where_absence_is_never_certain_a_person_decides(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Practice, "can", replace(Practice.can, reads_own=False))
    key = scene.approved()

    def swallowed(real: Publish, network: Practice, post: Outgoing) -> Post:
        raise TimeoutError

    with monkeypatch.context() as during:
        publishing_is(during, swallowed)
        scene.work("publish")
    assert steps(scene, key) == ["unknown", "held"]
    assert "Look at the account" in scene.release(key).reason
    scene.sweep()
    assert scene.live() == []
    row = scene.release(key).id or 0
    with scene.session() as session:
        release_again(session, scene.who(session, "head"), row)
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]


def test_S13_3_a_credential_turned_away_is_said_and_nothing_is_lost(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.TURNED_AWAY, "publish")
    assert steps(scene, key) == ["queued", "held"]
    assert "connected again" in scene.release(key).reason
    with scene.session() as session:
        assert session.get_one(Account, scene.account_id).reauthorise
    assert scene.live() == []


def test_two_workers_at_once_send_one_post(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()
    row = scene.release(key).id or 0
    gate = threading.Barrier(2)

    def work() -> None:
        with scene.session() as session:
            gate.wait()
            publish.run(session, row, scene.means)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert steps(scene, key)[-1] == "verified"
    assert scene.live() == [PLAIN]
    assert acts(scene, key).count(Act.INTENT) == 1


def test_a_worker_that_was_slow_to_claim_does_not_send_what_another_began(scene: Scene) -> None:
    key = scene.approved()
    row = scene.release(key).id or 0
    with scene.session() as session:  # it saw `queued`; meanwhile another began to send, and its lease ran out
        assert claim(session, Release, row, (ReleaseState.QUEUED,), ReleaseState.PUBLISHING, lease=timedelta(seconds=-1)) == 1
        session.commit()
        publish.STEPS[ReleaseState.QUEUED](session, row, scene.means)
    assert scene.live() == []
    assert scene.release(key).state == "publishing"


def test_a_machine_that_slept_between_intent_and_call_does_not_send(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()
    with monkeypatch.context() as during:
        during.setattr(publish, "HESITATION", timedelta(seconds=-1))
        scene.work("publish")
    assert (scene.live(), scene.release(key).state) == ([], "queued")
    assert steps(scene, key)[-1] == "verified"


def test_a_result_that_comes_too_late_does_not_overwrite_the_successors(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()

    def presumed_dead(real: Publish, network: Practice, post: Outgoing) -> Post:
        live = real(network, post)
        with monkeypatch.context() as during:
            during.setattr(Practice, "publish", real)
            scene.hurry(key, lease_until=now() - timedelta(seconds=1))
            assert steps(scene, key)[-1] == "verified"
        return live

    publishing_is(monkeypatch, presumed_dead)
    scene.work("publish")
    assert scene.release(key).state == "verified"
    assert scene.live() == [PLAIN]
    assert acts(scene, key).count(Act.PUBLISHED) == 1


def test_a_change_at_the_moment_of_sending_waits_for_neither(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()

    def meanwhile(real: Publish, network: Practice, post: Outgoing) -> Post:
        with scene.session() as session, refused("gone-out"):
            send_back(session, scene.who(session, "slt"), key, "Stop, please.", reject=True)
        return real(network, post)

    publishing_is(monkeypatch, meanwhile)
    scene.work("publish")
    assert scene.live() == [PLAIN]
    assert scene.state(key) == "approved"

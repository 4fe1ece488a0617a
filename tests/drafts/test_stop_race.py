"""The stop switch against a post that is leaving at the same moment: nothing is sent after the stop commits, and what was is counted."""

import threading
from typing import Any

import pytest
from sqlmodel import Session

from bot.accounts.models import Stop
from bot.drafts import authority, publish, stopping
from bot.platforms.base import Outgoing, Post
from bot.platforms.practice import Practice
from bot.platforms.practice_world import Fault
from tests.drafts.gate import releases, steps
from tests.scene import PLAIN, Scene

WORDS = ("amber", "blue", "cream", "green", "olive", "pink")


def press(scene: Scene) -> int:
    with scene.session() as session:
        return stopping.press(session, scene.who(session, "head"), reason="Police at the gate.", academy_id=scene.academy_id).id or 0


def test_S13_4_a_stop_between_the_claim_and_the_call_holds_the_post(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = scene.approved()
    asked = authority.paused
    pressed: list[int] = []

    def meanwhile(session: Session, account: Any) -> Any:
        """The intent is committed and the stop comes in."""
        if not pressed:
            session.commit()
            pressed.append(press(scene))
        return asked(session, account)

    monkeypatch.setattr(publish, "paused", meanwhile)
    scene.work("publish")
    release = scene.release(key)
    assert (release.state, scene.live()) == ("held", [])
    assert release.reason == "The stop switch is on: Police at the gate."
    with scene.session() as session:
        found = stopping.in_flight(session, pressed[0])
        assert [(r.id, r.state) for r, _ in found] == [(release.id, "held")], "it was on its way, and did not arrive"
    assert scene.entries("stop:press")[0].detail["in_flight"] == 1


def test_S13_4_what_was_being_sent_is_counted_and_its_end_is_shown(scene: Scene) -> None:
    key = scene.approved()
    scene.fault(Fault.LOST, "publish")
    scene.work("publish")
    row = press(scene)
    assert steps(scene, key)[-1] == "verified", "looking for it is not sending it"
    with scene.session() as session:
        assert [(r.draft_id, r.state, a.handle) for r, a in stopping.in_flight(session, row)] == [(key, "verified", "AcademyA")]
        assert session.get_one(Stop, row).reason == "Police at the gate."


def test_S13_4_after_the_stop_commits_no_call_begins(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers send as fast as they can while a leader presses: whatever reached the network was under way, and is counted."""
    keys = [scene.approved(f"{PLAIN} Part {word}.") for word in WORDS]
    rows = [releases(scene, key)[0].id or 0 for key in keys]
    real, called, stopped = Practice.publish, [], threading.Event()
    two_done, lock = threading.Event(), threading.Lock()

    def counting(network: Practice, post: Outgoing) -> Post:
        with lock:
            called.append((post.text, stopped.is_set()))
            if len(called) >= 2:
                two_done.set()
        return real(network, post)

    monkeypatch.setattr(Practice, "publish", counting)

    def work(mine: list[int]) -> None:
        for row in mine:
            with scene.session() as session:
                publish.run(session, row, scene.means)

    threads = [threading.Thread(target=work, args=(rows[n::2],)) for n in range(2)]
    for thread in threads:
        thread.start()
    two_done.wait(20)
    row = press(scene)
    stopped.set()
    for thread in threads:
        thread.join()
    after = {text for text, late in called if late}
    with scene.session() as session:
        counted = {r.draft_id for r, _ in stopping.in_flight(session, row)}
    by_text = {f"{PLAIN} Part {word}.": key for word, key in zip(WORDS, keys, strict=True)}
    assert {by_text[text] for text in after} <= counted, "a call that reached the network after the stop was counted by it"
    assert {scene.release(key).state.value for key in keys} <= {"published", "verified", "held"}
    assert len(scene.live()) == len(called)
    before = len(called)
    scene.sweep()
    assert len(called) == before

"""What the network never hid is visible once nobody wants it hidden any more, and nobody is asked for anything (I8)."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.cases import tasks
from bot.cases.models import Task
from bot.moderation.desk import undo as desk_undo
from bot.moderation.models import Reply, Visibility
from bot.platforms.base import Busy, Refused
from bot.platforms.mastodon_account import MastodonAccount
from bot.platforms.practice import Practice
from tests.moderation.desk.desk import ABUSE, THREAT, decides, hidden_on_network, said, stored
from tests.moderation.desk.test_undo import lease_over, undo
from tests.platforms.mastodon.test_mastodon_journey import ABUSE as ABUSE_THERE
from tests.platforms.mastodon.test_mastodon_journey import CRITICISM, Governed, governed, waiting
from tests.scene import Scene

__all__ = ["governed", "waiting"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
V = Visibility
HIDE, SHOW = "Hide a reply by hand", "Show a reply by hand"


def heard(governed: Governed, text: str) -> int:
    """A reply on Mastodon, which hides nothing: the machine asks for the hiding of what is abuse, and a person is asked."""
    world = governed.server.world
    said = world.say(world.person("stranger@elsewhere.example"), f"@oak_academy {text}", to=governed.published()).id
    governed.reads("replies")
    with governed.gate.session() as session:
        return session.exec(select(Reply.id).where(Reply.remote_id == said)).one() or 0


def to_do(scene: Scene) -> list[str]:
    with scene.session() as session:
        return [task.title for task in tasks.open_for(session, scene.who(session, "slt"))]


def no(*_: object) -> bool:
    raise Refused("The network refused this.")


def works(scene: Scene) -> list[object]:
    lease_over(scene)
    return [done.result for done in scene.work("hide")]


@on_sqlite
def test_I8_a_leader_takes_back_a_hide_that_the_network_never_made(governed: Governed) -> None:
    key = heard(governed, CRITICISM)
    decides(governed.gate, "slt", key, "hide", "abuse")
    assert works(governed.gate) == ["cannot hide"]
    assert to_do(governed.gate) == [HIDE]
    undo(governed.gate, "slt", key)
    works(governed.gate)
    assert (stored(governed.gate, key).state, to_do(governed.gate)) == (V.VISIBLE, [])


@on_sqlite
def test_I8_left_visible_although_the_machine_asked_for_its_hiding(governed: Governed) -> None:
    key = heard(governed, ABUSE_THERE)
    assert works(governed.gate) == ["cannot hide"]
    decides(governed.gate, "slt", key, "leave", "not_abuse")
    assert (stored(governed.gate, key).state, to_do(governed.gate)) == (V.VISIBLE, [])
    undo(governed.gate, "slt", key)
    assert works(governed.gate) == ["cannot hide"], "as it was before"
    assert to_do(governed.gate) == [HIDE]


@on_sqlite
def test_I8_restored_while_the_hiding_was_still_tried(governed: Governed, monkeypatch: pytest.MonkeyPatch) -> None:
    key = heard(governed, ABUSE_THERE)

    def busy(*_: object) -> bool:
        raise Busy("Not now.")

    with monkeypatch.context() as then:
        then.setattr(MastodonAccount, "set_hidden", busy)
        assert works(governed.gate) == ["again"]
    decides(governed.gate, "slt", key, "restore", "misread")
    assert works(governed.gate) == ["visible"]
    assert (stored(governed.gate, key).state, to_do(governed.gate)) == (V.VISIBLE, [])
    assert governed.gate.entries("reply:not-hidden") == []


def test_I8_a_no_to_showing_what_is_read_as_shown_asks_nobody(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = said(scene, THREAT)
    decides(scene, "slt", key, "restore", "misread")
    real: Callable[..., bool] = Practice.set_hidden

    def done_and_refused(self: Practice, *what: object) -> bool:
        real(self, *what)
        raise Refused("The network refused this.")

    monkeypatch.setattr(Practice, "set_hidden", done_and_refused)
    assert works(scene) == ["visible"]
    assert not hidden_on_network(scene, THREAT)
    assert to_do(scene) == []


@on_sqlite
def test_I8_what_a_person_hid_by_hand_a_person_is_asked_to_show(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Practice, "set_hidden", no)
    monkeypatch.setattr(Practice, "is_hidden", lambda *_: None)
    key = said(scene, ABUSE)
    decides(scene, "slt", key, "hide", "abuse")
    assert works(scene) == ["cannot hide"]
    with scene.session() as session:
        task = session.exec(select(Task).where(Task.title == HIDE)).one()
        tasks.done(session, scene.who(session, "slt"), task.id or 0)
    with scene.session() as session:
        desk_undo.undo(session, scene.who(session, "slt"), key)
    assert works(scene) == ["hidden"]
    assert to_do(scene) == [SHOW]
    decides(scene, "slt", key, "keep_hidden", "abuse")
    assert to_do(scene) == [], "it is to stay hidden"

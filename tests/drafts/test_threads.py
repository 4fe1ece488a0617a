"""A post that continues another one of ours: one after the other, each signed for itself, none before the one it answers is live."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, select

from bot.accounts.models import Account, AccountState, Custodian
from bot.accounts.register import connect as connect_account
from bot.clock import now
from bot.drafts.resolve import release_again
from bot.drafts.signoff import withdraw
from bot.drafts.take_down import take_down
from bot.drafts.write import create
from bot.errors import BadInput
from bot.notify.models import Notice
from bot.people.permissions import Role
from bot.platforms import practice_world as world
from bot.platforms.practice_world import Fault
from bot.platforms.registry import CREDENTIALS, Doors, Means
from tests.drafts.gate import approve_as, check_as, save_as, steps, told, typed
from tests.platforms.x.server import KEYS, XServer
from tests.scene import GRANTS, PLAIN, Scene, grant

SECOND = "The choir sings again in the summer, outside."
THIRD = "Bring a blanket to sit on."


def pair(scene: Scene) -> tuple[int, int]:
    """Two approved parts, neither sent yet."""
    first = scene.approved()
    return first, scene.approved(SECOND, continues_id=first)


def on_practice(scene: Scene) -> list[tuple[str, int | None]]:
    with scene.session() as session:
        return [(p.text, p.parent_id) for p in session.exec(select(world.PracticePost).order_by("id")) if not p.gone]


def told_author(scene: Scene) -> list[str]:
    with scene.session() as session:
        return list(session.exec(select(Notice.text).where(Notice.person_id == scene.people["author"])))


@pytest.fixture
def x(scene: Scene) -> Iterator[XServer]:
    """An X on loopback, and the academy's account on it in place of the one on the practice network."""
    with XServer() as server:
        doors = Doors(scene.settings.model_copy(update={"x_api_url": server.url}), scene.engine, scene.web)
        scene.means = Means(doors, scene.vault, 60)
        with scene.session() as session:
            _join_x(session, scene, doors, server)
        yield server
        assert server.bad_signatures == []


def _join_x(session: Session, scene: Scene, doors: Doors, server: XServer) -> None:
    account = Account(
        academy_id=scene.academy_id, platform="x", handle=server.world.users[server.world.me], purpose="News for families: events, closures",
        official_email="office@academy-a.example.sch.uk", state=AccountState.APPROVED,
    )  # fmt: skip
    session.add(account)
    session.flush()
    scene.account_id = account.id or 0
    session.add_all([Custodian(account_id=scene.account_id, person_id=scene.people[name]) for name in ("author", "admin")])
    session.add_all([grant(scene, name, scene.account_id, verb) for name, verbs in GRANTS.items() for verb in verbs])
    session.commit()
    connect_account(session, scene.who(session, "admin"), scene.account_id, {name: KEYS[name] for name in CREDENTIALS["x"]}, doors, scene.vault)


def test_two_parts_go_out_in_order_as_one_thread(scene: Scene) -> None:
    first, second = pair(scene)
    scene.hurry(first, not_before=now() + timedelta(minutes=5))
    assert steps(scene, second, most=2) == ["queued"]
    assert scene.release(second).reason.startswith("Waits for part 1, which is at “Approved, waiting for its time”.")
    assert told(scene, Role.SLT) == [], "waiting its turn is no trouble"
    assert (steps(scene, first)[-1], steps(scene, second)[-1]) == ("verified", "verified")
    root = int(scene.release(first).remote_id or 0)
    assert on_practice(scene) == [(PLAIN, None), (SECOND, root)]
    assert scene.release(second).reason == ""


def test_two_parts_go_out_in_order_on_x_though_both_answers_are_lost(scene: Scene, x: XServer) -> None:
    first, second = pair(scene)
    x.fail("broken", "POST", "/2/tweets")
    assert steps(scene, first) == ["queued", "unknown", "published", "verified"]
    x.fail("broken", "POST", "/2/tweets")
    assert steps(scene, second) == ["queued", "unknown", "published", "verified"]
    root = scene.release(first).remote_id
    mine = [p for p in x.world.posts.values() if p["author_id"] == x.world.me]
    assert [(p["sent"], p["conversation_id"]) for p in mine] == [(PLAIN, root), (SECOND, root)]


def test_a_part_waits_while_the_one_before_it_is_unknown_and_goes_once_it_is_verified(scene: Scene) -> None:
    first, second = pair(scene)
    scene.fault(Fault.LOST, "publish")
    scene.hurry(second, not_before=now() + timedelta(minutes=5))
    scene.work("publish")
    scene.hurry(first, not_before=now() + timedelta(minutes=5))
    assert scene.release(first).state == "unknown"
    assert steps(scene, second, most=2) == ["queued"]
    assert "the network's answer was lost" in scene.release(second).reason
    assert [text for text, _ in on_practice(scene)] == [PLAIN]
    assert (steps(scene, first)[-1], steps(scene, second)[-1]) == ("verified", "verified")


def test_a_part_that_waited_past_its_latest_time_is_missed(scene: Scene) -> None:
    first = scene.approved()
    scene.hurry(first, not_before=now() + timedelta(minutes=5))
    second = scene.approved(SECOND, continues_id=first, not_after=now() + timedelta(minutes=2))
    assert steps(scene, second, most=2) == ["queued"]
    with time_machine.travel(now() + timedelta(minutes=3)):
        assert steps(scene, second)[-1] == "missed"
    assert on_practice(scene) == []


def test_a_part_after_one_that_was_removed_is_held_and_people_are_told(scene: Scene) -> None:
    first, second = pair(scene)
    scene.hurry(second, not_before=now() + timedelta(minutes=5))
    assert steps(scene, first)[-1] == "verified"
    with scene.session() as session:
        take_down(session, scene.who(session, "slt"), first, "The date in it is wrong.")
    third = scene.approved(THIRD, continues_id=second)
    assert (steps(scene, second)[-1], steps(scene, third)[-1]) == ("held", "held")
    assert f"Part 1 (draft {first}) was removed from @AcademyA" in scene.release(third).reason
    for heard in (told(scene, Role.SLT), told_author(scene)):
        assert any(f"Draft {second} was held" in text and "stands alone or continues another post" in text for text in heard)


def test_a_part_after_one_that_was_withdrawn_is_held(scene: Scene) -> None:
    first, second = pair(scene)
    with scene.session() as session:
        withdraw(session, scene.who(session, "author"), first)
    assert steps(scene, second)[-1] == "held"
    assert "was withdrawn, so this one is not sent" in scene.release(second).reason


def test_a_part_after_one_that_was_refused_can_be_sent_again_once_that_is_live(scene: Scene) -> None:
    first, second = pair(scene)
    scene.fault(Fault.REFUSE, "publish")
    assert (steps(scene, first)[-1], steps(scene, second)[-1]) == ("failed", "held")
    assert "Once part 1 is live, senior leadership can send this one again." in scene.release(second).reason
    for key in (first, second):
        row = scene.release(key).id or 0
        with scene.session() as session:
            release_again(session, scene.who(session, "slt"), row)
        assert steps(scene, key)[-1] == "verified"


def test_I3_changing_the_first_part_voids_what_was_signed_after_it(scene: Scene) -> None:
    first, second = pair(scene)
    third = scene.approved(THIRD, continues_id=second)
    before = scene.digest(third)
    content, version = typed(scene, first)
    assert save_as(scene, "author2", first, replace(content, text=PLAIN + " See you."), version)
    assert scene.digest(third) != before
    assert {scene.state(key) for key in (second, third)} == {scene.state(first)}
    assert [scene.release(key).state for key in (second, third)] == ["void", "void"]
    assert any(f"Draft {third} needs new signatures" in text for text in told_author(scene))
    for key in (first, second, third):
        check_as(scene, "checker", key)
        approve_as(scene, "slt", key)
        assert steps(scene, key)[-1] == "verified"
    assert not scene.entries("publish:tamper")


def test_a_first_part_saved_unchanged_voids_nothing(scene: Scene) -> None:
    first, second = pair(scene)
    assert not save_as(scene, "author", first, *typed(scene, first))
    assert (scene.state(second), scene.release(second).state) == ("approved", "queued")


def test_who_may_reply_is_said_of_the_first_part_alone(scene: Scene) -> None:
    first = scene.approved(reply_setting="nobody")
    second = scene.approved(SECOND, continues_id=first, reply_setting="nobody")
    assert (steps(scene, first)[-1], steps(scene, second)[-1]) == ("verified", "verified")
    with scene.session() as session:
        assert [p.reply_setting for p in session.exec(select(world.PracticePost).order_by("id"))] == ["nobody", "everyone"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_continued_is_refused_in_a_sentence(scene: Scene) -> None:
    first = scene.draft()
    second = scene.draft(SECOND, continues_id=first)
    gone = scene.draft(THIRD)
    with scene.session() as session:
        withdraw(session, scene.who(session, "author"), gone)
        elsewhere = session.get_one(Account, scene.account_id).model_copy(update={"id": None, "handle": "Elsewhere", "platform": "youtube"})
        film = Account(**elsewhere.model_dump())
        session.add(film)
        session.add_all([grant(scene, "author", scene.account_id, verb) for verb in GRANTS["author"]])
        session.flush()
        session.add_all([grant(scene, "author", film.id or 0, verb) for verb in GRANTS["author"]])
        session.commit()
        other = film.id or 0

    def said(number: int, **more: object) -> str:
        with pytest.raises(BadInput) as no, scene.session() as session:
            create(session, scene.who(session, "author"), scene.academy_id, scene.content(THIRD, continues_id=number, **more))
        return no.value.fields["continues_id"]

    assert said(9999) == "Choose one of the drafts in the list."
    assert said(gone) == f"Draft {gone} was withdrawn, so nothing can continue it."
    assert said(first) == f"Draft {second} continues draft {first} already. Continue that one instead."
    assert said(second, account_ids=(other,)).startswith("On YouTube a post cannot continue another one.")
    content, version = typed(scene, first)
    with pytest.raises(BadInput, match="comes after this one already"):
        save_as(scene, "author", first, replace(content, continues_id=second), version)

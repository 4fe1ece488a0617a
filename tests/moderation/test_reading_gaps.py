"""Networks that say no for a while: nothing is skipped, nothing is stored twice, and the clocks are honest about it (S33.1)."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState, Custodian, Stream, StreamKind
from bot.accounts.register import connect as connect_account
from bot.accounts.streams_windows import together, windows
from bot.clock import now
from bot.moderation.models import Reply
from bot.moderation.verdict import Word
from bot.platforms import practice_world as world
from bot.platforms.registry import CREDENTIALS, Doors, Means
from bot.reports import working_seen
from bot.settings import Settings
from tests.moderation.november import MONDAY, academy, at
from tests.platforms.x.server import KEYS, Fault, XServer
from tests.scene import Scene

SAID = {
    5: "You are a stupid useless idiot and everyone hates you",
    15: "What time do doors open?",
    25: "cant do this anymore, ive got the tablets ready",
    35: "Terrible communication from this school, third time this month",
}
WELCOME = "1900000000000000001"  # the academy's post, from before Gatepost
LIMITED = ((0, 15), (15, 30), (30, 40))  # asked at this minute, told to come back at that one: X counts in quarters of an hour


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    return academy(engine, gate_settings)


@pytest.fixture
def x(scene: Scene) -> Iterator[XServer]:
    """An X on loopback, with the academy's account connected to it."""
    with at(MONDAY - timedelta(hours=1)), XServer() as server:
        server.world.posts[WELCOME] = {**server.world.say(server.world.me, "Welcome back, everyone."), "id": WELCOME, "conversation_id": WELCOME}
        doors = Doors(scene.settings.model_copy(update={"x_api_url": server.url}), scene.engine, scene.web)
        scene.means = Means(doors, scene.vault, 60)
        with scene.session() as session:
            _connect(session, scene, doors)
        yield server
        assert server.bad_signatures == []


def _connect(session: Session, scene: Scene, doors: Doors) -> None:
    account = Account(
        academy_id=scene.academy_id, platform="x", handle="oak_academy", purpose="News for families: events, closures, achievements",
        official_email="office@academy-a.example.sch.uk", state=AccountState.APPROVED,
    )  # fmt: skip
    session.add(account)
    session.flush()
    scene.account_id = account.id or 0
    session.add_all([Custodian(account_id=scene.account_id, person_id=scene.people[name]) for name in ("author", "admin")])
    session.commit()
    connect_account(session, scene.who(session, "admin"), scene.account_id, {name: KEYS[name] for name in CREDENTIALS["x"]}, doors, scene.vault)


def on_x(scene: Scene) -> list[Reply]:
    with scene.session() as session:
        return list(session.exec(select(Reply).where(Reply.account_id == scene.account_id).order_by(col(Reply.id))))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S33_1_x_says_429_for_40_minutes_and_every_reply_of_the_gap_is_processed(scene: Scene, x: XServer) -> None:
    with at(MONDAY) as clock:
        scene.sweep()
        for asked, lifted in LIMITED:
            clock.move_to(MONDAY + timedelta(minutes=asked))
            reset = str(int((MONDAY + timedelta(minutes=lifted)).timestamp()))
            x.fail(Fault((429, {"title": "Too Many Requests", "status": 429}), {"x-rate-limit-reset": reset}), "GET", "/mentions")
            scene.sweep()
            for minute in [minute for minute in SAID if asked < minute <= lifted]:
                clock.move_to(MONDAY + timedelta(minutes=minute, seconds=-1))
                x.world.say(x.world.user(f"writer_{minute}"), f"@oak_academy {SAID[minute]}", to=WELCOME)
            clock.move_to(MONDAY + timedelta(minutes=lifted, seconds=-1))
            scene.work("replies")  # somebody asks meanwhile: X is left in peace
        assert on_x(scene) == []
        assert x.asked_for("GET", "/mentions") == 1 + len(LIMITED)
        lifted_at = MONDAY + timedelta(minutes=40)
        clock.move_to(lifted_at)
        scene.sweep()
        found = on_x(scene)
        assert sorted(r.text.removeprefix("@oak_academy ") for r in found) == sorted(SAID.values())
        assert found[0].word is Word.ALARM, "who may be at risk comes first"
        assert {r.seen_at for r in found} == {lifted_at}
        written = {minute: next(r for r in found if SAID[minute] in r.text) for minute in SAID}
        for minute, reply in written.items():
            assert abs(reply.platform_at - (MONDAY + timedelta(minutes=minute))) <= timedelta(seconds=1)
        assert written[5].decide_by == lifted_at + timedelta(minutes=60), "from first seen, not from when it was written"
        with scene.session() as session:
            (window,) = windows(session, [scene.account_id], MONDAY - timedelta(days=1), now())
            sight = working_seen.sight(session, session.get_one(Account, scene.account_id))
        assert (window.kind, window.since, window.until) == (StreamKind.REPLIES, MONDAY, lifted_at)
        assert window.why
        assert sight.month == "Comments not seen for 40 minutes in November."
        scene.sweep()
        assert len(on_x(scene)) == len(SAID)


@pytest.mark.parametrize("seed", range(3))
def test_C33_whatever_the_network_does_each_reply_is_stored_once_and_the_cursor_never_goes_back(scene: Scene, seed: int) -> None:
    """Random mixes of replies, 429, 5xx, lost answers and rude silences; the seed is in the name of a test that fails."""
    dice, said, reached = random.Random(seed), list[str](), 0  # noqa: S311 -- no secret is made of it
    faults = (None, None, world.Fault.BUSY, world.Fault.DOWN, world.Fault.LOST, world.Fault.REFUSE)
    with at(MONDAY) as clock:
        for step in range(25):
            said += [str(scene.someone_says(f"See you at number {step}, {each}", f"writer_{dice.randrange(4)}")) for each in range(dice.randrange(4))]
            fault = dice.choice(faults)
            if fault is not None:
                scene.fault(fault, call="replies", times=dice.randrange(1, 4))
            clock.shift(timedelta(seconds=dice.choice((5, 60, 900, 4000))))
            scene.work("replies")
            reached = _checked(scene, said, reached)
        with scene.session() as session:
            world.clear_faults(session, scene.remote_id)
        clock.shift(timedelta(hours=2))
        scene.work("replies")
        _checked(scene, said, reached)
    assert sorted(_stored(scene), key=int) == sorted(said, key=int)


def _stored(scene: Scene) -> list[str]:
    with scene.session() as session:
        return list(session.exec(select(Reply.remote_id)))


def _checked(scene: Scene, said: list[str], reached: int) -> int:
    """Everything up to the cursor is stored once, nothing beyond it is, and the cursor is not behind where it was."""
    with scene.session() as session:
        cursor = int(session.exec(select(Stream.cursor).where(Stream.kind == StreamKind.REPLIES)).one() or 0)
    assert cursor >= reached
    assert sorted(_stored(scene), key=int) == [each for each in said if int(each) <= cursor]
    return cursor


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100)), max_size=8))
def test_C33_how_long_it_was_blind_counts_each_minute_once(spans: list[tuple[int, int]]) -> None:
    minutes = {minute for begins, long in spans for minute in range(begins, begins + long)}
    found = together((MONDAY + timedelta(minutes=begins), MONDAY + timedelta(minutes=begins + long)) for begins, long in spans)
    assert found == timedelta(minutes=len(minutes))

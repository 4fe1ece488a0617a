"""A network that says 429 for forty minutes, over its real adapter: every reply of the gap is processed (S33.1)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState, Custodian, StreamKind
from bot.accounts.register import connect as connect_account
from bot.accounts.streams_windows import windows
from bot.clock import now
from bot.moderation.models import Reply
from bot.moderation.verdict import Word
from bot.platforms.registry import CREDENTIALS, Doors, Means
from bot.reports import working_seen
from bot.settings import Settings
from tests.moderation.november import MONDAY, academy, at
from tests.platforms.mastodon.server import MastodonServer
from tests.platforms.mastodon.world import stamp
from tests.platforms.stand_in import Fault
from tests.platforms.x.server import KEYS, XServer
from tests.scene import Scene

SAID = {
    5: "You are a stupid useless idiot and everyone hates you",
    15: "What time do doors open?",
    25: "cant do this anymore, ive got the tablets ready",
    35: "Terrible communication from this school, third time this month",
}
NAME = "@oak_academy "
LIMITED = ((0, 15), (15, 30), (30, 40))  # asked at this minute, told to come back at that one: X counts in quarters of an hour
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the database has no part in it


@dataclass(frozen=True)
class Network:
    """One network on loopback with the academy's account. `limit` makes the next reading of replies meet a 429 until then."""

    limit: Callable[[datetime], None]
    says: Callable[[int], object]  # what somebody writes under the academy's post in this minute
    readings: Callable[[], int]  # how often it was asked for what names the academy


OnNetwork = Callable[[Scene], AbstractContextManager[Network]]


@contextmanager
def on_x(scene: Scene) -> Iterator[Network]:
    with XServer() as server:
        welcome, world = "1900000000000000001", server.world  # a post from before Gatepost
        world.posts[welcome] = {**world.say(world.me, "Welcome back, everyone."), "id": welcome, "conversation_id": welcome}
        scene.means = Means(Doors(scene.settings.model_copy(update={"x_api_url": server.url}), scene.engine, scene.web), scene.vault, 60)
        connect(scene, "x", "oak_academy", {name: KEYS[name] for name in CREDENTIALS["x"]})

        def limit(until: datetime) -> None:
            reset = {"x-rate-limit-reset": str(int(until.timestamp()))}
            server.fail(Fault((429, {"title": "Too Many Requests", "status": 429}), reset), "GET", "/mentions")

        yield Network(
            limit,
            says=lambda minute: world.say(world.user(f"writer_{minute}"), NAME + SAID[minute], to=welcome),
            readings=lambda: server.asked_for("GET", "/mentions"),
        )
        assert server.bad_signatures == []


@contextmanager
def on_mastodon(scene: Scene) -> Iterator[Network]:
    """Every other reply does not name the academy, so that nothing but the thread shows it."""
    with MastodonServer() as server:
        world = server.world
        welcome = world.say(world.me, "Welcome back, everyone.").id
        connect(scene, "mastodon", "oak_academy@social.example", server.keys)

        def limit(until: datetime) -> None:
            spent = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": stamp(until)}
            server.fail(Fault((429, {"error": "Too many requests"}), spent), "GET", "/notifications")

        yield Network(
            limit,
            says=lambda minute: world.say(world.person(f"writer_{minute}"), NAME * (minute > 20) + SAID[minute], to=welcome),
            readings=lambda: server.asked_for("GET", "/notifications"),
        )


@pytest.fixture
def scene(engine: Engine, gate_settings: Settings) -> Scene:
    return academy(engine, gate_settings)


def connect(scene: Scene, platform: str, handle: str, keys: dict[str, str]) -> None:
    account = Account(
        academy_id=scene.academy_id, platform=platform, handle=handle, purpose="News for families: events, closures, achievements",
        official_email="office@academy-a.example.sch.uk", state=AccountState.APPROVED,
    )  # fmt: skip
    with scene.session() as session:
        session.add(account)
        session.flush()
        scene.account_id = account.id or 0
        session.add_all([Custodian(account_id=scene.account_id, person_id=scene.people[name]) for name in ("author", "admin")])
        session.commit()
        connect_account(session, scene.who(session, "admin"), scene.account_id, keys, scene.means.doors, scene.vault)


def stored(scene: Scene) -> list[Reply]:
    with scene.session() as session:
        return list(session.exec(select(Reply).where(Reply.account_id == scene.account_id).order_by(col(Reply.id))))


@on_sqlite
@pytest.mark.parametrize("network", [on_x, on_mastodon])
def test_S33_1_429_for_40_minutes_and_every_reply_of_the_gap_is_processed(scene: Scene, network: OnNetwork) -> None:
    with at(MONDAY - timedelta(hours=1)) as clock, network(scene) as there:
        clock.move_to(MONDAY)
        scene.sweep()
        scene.reread()
        before = there.readings()
        for asked, lifted in LIMITED:
            clock.move_to(MONDAY + timedelta(minutes=asked))
            there.limit(MONDAY + timedelta(minutes=lifted))
            scene.work("replies")
            for minute in [minute for minute in SAID if asked < minute <= lifted]:
                clock.move_to(MONDAY + timedelta(minutes=minute, seconds=-1))
                there.says(minute)
            clock.move_to(MONDAY + timedelta(minutes=lifted, seconds=-1))
            scene.work("replies")  # somebody asks meanwhile: the network is left in peace
        assert stored(scene) == []
        assert there.readings() == before + len(LIMITED)
        lifted_at = MONDAY + timedelta(minutes=40)
        clock.move_to(lifted_at)
        scene.sweep()
        found = stored(scene)
        assert sorted(r.text.removeprefix(NAME) for r in found) == sorted(SAID.values())
        assert found[0].word is Word.ALARM, "who may be at risk comes first"
        rest = [reply.platform_at for reply in found[1:]]
        assert rest == sorted(rest, reverse=True), "and then the newest"
        assert {r.seen_at for r in found} == {lifted_at}
        written = {minute: next(r for r in found if SAID[minute] in r.text) for minute in SAID}
        for minute, reply in written.items():
            assert abs(reply.platform_at - (MONDAY + timedelta(minutes=minute))) <= timedelta(seconds=1)
        assert written[5].decide_by == lifted_at + timedelta(minutes=60), "from first seen, not from when it was written"
        with scene.session() as session:
            _blind_for_40_minutes(session, scene.account_id, lifted_at)
        scene.sweep()
        assert len(stored(scene)) == len(SAID)


def _blind_for_40_minutes(session: Session, account_id: int, lifted_at: datetime) -> None:
    (window,) = windows(session, [account_id], MONDAY - timedelta(days=1), now())
    assert (window.kind, window.since, window.until) == (StreamKind.REPLIES, MONDAY, lifted_at)
    assert window.why
    assert working_seen.sight(session, session.get_one(Account, account_id)).month == "Comments not seen for 40 minutes in November."

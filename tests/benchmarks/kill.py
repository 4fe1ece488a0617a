"""Publishing while the worker is killed: nothing twice, nothing lost, whoever is left in doubt is a person with a post to look at.

Method: posts are written, submitted and approved by three people, each for one account on the practice network and one on every
stand-in of `kill_networks.py`. The stand-ins run in this process. Real worker processes (`kill_start.py`, `kill_worker.py`: `gatepost worker` with a
clock that is wrong by up to three minutes either way, and networks that settle in a second) work on the database and are killed
with SIGKILL a random time after they began, `--kills` times; on PostgreSQL two work side by side. Meanwhile the networks are told, at
random, to act and break the line (lost), to act and answer with an error (late), to refuse, to ask for patience and to be down.
A post that a network refused, or whose fate only a person can settle, is held; a played leader then looks at the network itself and
either sends it again or, where it is up, leaves it. At the end the posts of each network are counted by their text.

Leases end when the next worker takes over on SQLite; on PostgreSQL they are ended by hand here, as if their four minutes were over.
"""

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.accounts.models import Account
from bot.accounts.register import connect as connect_account
from bot.db import connect
from bot.drafts.lifecycle import ReleaseState as R
from bot.drafts.models import Draft, Release
from bot.drafts.resolve import release_again
from bot.engine import schema
from bot.platforms.registry import Doors
from bot.secrets import new_key
from bot.settings import Settings
from bot.work import hand_back_all
from tests import postgres
from tests.benchmarks.kill_count import Row, count, printed
from tests.benchmarks.kill_networks import FAULTS, LASTING, STAND_INS, WAITS, StandIn
from tests.benchmarks.kill_practice import practice
from tests.benchmarks.kill_start import worker
from tests.drafts.gate import PICTURE
from tests.played_web import PlayedWeb
from tests.scene import PLAIN, Scene, add_account, build

COLOURS = ("amber", "black", "blue", "brown", "cream", "green", "grey", "olive", "pink", "red", "silver", "white")
THINGS = ("banners", "bells", "boats", "books", "candles", "chairs", "drums", "flags", "kites", "lamps", "ribbons", "scarves")
WHERE = ("by the door", "in the garden", "near the stage", "on the field", "under the tree", "beside the path", "behind the hall", "at the gate")
WHEN = ("after lunch", "before lessons", "during break", "at home time", "in the morning", "in the afternoon")
SKEW_S = 170.0
LONGEST_S = 6.0  # how long a worker lives before it is killed


@dataclass
class Told:
    """What happened on the way, by network."""

    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: set[int] = field(default_factory=set)  # up, and left to the person who was asked
    kills: int = 0


def main(arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks kill")
    parser.add_argument("--publishes", type=int, default=500, help="over all networks together")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--networks", default=",".join(["practice", *(name for name in STAND_INS if name not in LASTING)]), help="separated by commas"
    )
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--limit", type=float, default=3_600, help="seconds after which it is given up")
    parser.add_argument("--bluesky", type=int, default=0, help="so many on the real Bluesky servers instead, and nowhere else")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--patient", action="store_true", help="the networks may also name a time to wait for (up to a minute each)")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder), on_postgres=chosen.postgres) as url:
        chance = random.Random(chosen.seed)  # noqa: S311 -- repeatable on purpose
        names = tuple(filter(None, chosen.networks.split(",")))
        names, publishes = (("bluesky",), chosen.bluesky) if chosen.bluesky else (names, chosen.publishes)
        rows, told, seconds = run(url, Path(folder), names, publishes, chosen.kills, chance, chosen.limit, waits=chosen.patient)
    database = "PostgreSQL" if chosen.postgres else "SQLite"
    sys.stdout.write(printed(rows, database, told.kills, seconds))
    return {
        "database": database,
        "kills": told.kills,
        "seconds": round(seconds, 1),
        "rows": [r.as_json() for r in rows],
        "good": all(r.good for r in rows),
    }


@contextmanager
def _database(folder: Path, *, on_postgres: bool) -> Iterator[str]:
    if not on_postgres:
        url = f"sqlite:///{folder / 'gate.sqlite3'}"
        schema.migrate(connect(url))
        yield url
        return
    with postgres.server() as server:
        postgres.template(server)
        with postgres.fresh(server) as url:
            yield url


def run(
    url: str,
    folder: Path,
    networks: Sequence[str],
    publishes: int,
    kills: int,
    chance: random.Random,
    limit_s: float,
    *,
    waits: bool = False,
    longest_s: float = LONGEST_S,
) -> tuple[list[Row], Told, float]:
    """The whole measurement on a migrated, empty database. Without `waits`, no network asks for patience."""
    engine = connect(url)
    with ExitStack() as stack:
        here = [stack.enter_context(STAND_INS[name]()) for name in networks if name in STAND_INS]
        environment = {name: value for each in here for name, value in each.settings.items()}
        given: dict[str, Any] = {name.removeprefix("GATEPOST_").lower(): value for name, value in environment.items()}
        settings = Settings(database_url=url, secret_keys=new_key(), seal_file=folder / "seal.jsonl", **given)
        scene = build(engine, settings)
        accounts: dict[int, StandIn] = {}
        if "practice" in networks:
            accounts[scene.account_id] = practice(scene)
        accounts |= {_connected(scene, each): each for each in here}
        texts = write(scene, accounts, -(-publishes // len(accounts)))
        told, began = Told(), time.monotonic()
        _work(scene, accounts, told, kills, chance, began + limit_s, folder, _environment(settings, environment), waits=waits, longest_s=longest_s)
        seconds = time.monotonic() - began
        rows = count(scene, accounts, texts, told.faults)
    engine.dispose()
    return rows, told, seconds


def _connected(scene: Scene, there: StandIn) -> int:
    """An account of the academy on this network, connected as an administrator connects it."""
    with scene.session() as session:
        key, _ = add_account(session, scene, scene.academy_id, there.handle)
        account = session.get_one(Account, key)
        account.platform = there.platform
        session.add(account)
        session.commit()
        connect_account(session, scene.who(session, "admin"), key, there.credentials, Doors(scene.settings, scene.engine, PlayedWeb()), scene.vault)
    return key


def write(scene: Scene, accounts: Mapping[int, StandIn], drafts: int) -> list[str]:
    """Approved posts, each for every account: one draft for those that take words alone, and one with a picture for the others."""
    words = itertools.islice(itertools.product(COLOURS, THINGS, WHERE, WHEN), drafts)
    texts = [f"{PLAIN} Look for the {a} {b} {c} {d}." for a, b, c, d in words]
    if len(texts) < drafts:
        raise ValueError(f"there are words for {len(texts)} posts only")
    pictured = tuple(key for key, there in accounts.items() if there.pictured)
    plain = tuple(key for key in accounts if key not in pictured)
    for text in texts:
        if plain:
            scene.approved(text, account_ids=plain)
        if pictured:
            scene.approved(text, account_ids=pictured, pictures=(PICTURE,))
    return texts


def _work(
    scene: Scene,
    accounts: dict[int, StandIn],
    told: Told,
    kills: int,
    chance: random.Random,
    until: float,
    folder: Path,
    environment: dict[str, str],
    *,
    waits: bool,
    longest_s: float,
) -> None:
    several = scene.engine.dialect.name == "postgresql"
    while _unfinished(scene, told) and time.monotonic() < until:
        last = told.kills >= kills
        # The last worker is ahead of all others, so that nothing it finds lies in its future.
        skews = [SKEW_S + 5] if last else [chance.uniform(-SKEW_S, SKEW_S) for _ in range(2 if several else 1)]
        with ExitStack() as stack:
            children = [stack.enter_context(worker(environment, skew, folder)) for skew in skews]
            if not last:
                trouble(accounts, told, chance, waits=waits)
                time.sleep(chance.uniform(0.1, longest_s))
                lead(scene, accounts, told)
                for child in children:
                    child.kill()  # SIGKILL
                    told.kills += 1
            else:
                while _unfinished(scene, told) and time.monotonic() < until and children[0].is_alive():
                    if lead(scene, accounts, told) == 0:
                        time.sleep(0.3)
        if several:
            with scene.session() as session:
                hand_back_all(session)
                session.commit()


def _environment(settings: Settings, networks: Mapping[str, str]) -> dict[str, str]:
    """What the workers are told."""
    return {
        **networks,
        "GATEPOST_DATABASE_URL": settings.database_url,
        "GATEPOST_SECRET_KEYS": settings.secret_keys,
        "GATEPOST_SEAL_FILE": str(settings.seal_file),
        "GATEPOST_SWEEP_SECONDS": "1",
        "GATEPOST_POLL_SECONDS": "30",
        "GATEPOST_LOG_LEVEL": "error",
    }


def trouble(accounts: dict[int, StandIn], told: Told, chance: random.Random, *, waits: bool) -> None:
    """What each network will do to its next publishes."""
    for there in accounts.values():
        for _ in range(chance.randint(0, 3)):
            kind = chance.choice(FAULTS)
            if waits or kind not in WAITS:
                there.order(kind)
                told.faults[there.handle, kind] += 1


def lead(scene: Scene, accounts: dict[int, StandIn], told: Told) -> int:
    """A leader sees to what waits for a person: looks at the network itself, and sends again only what is not up."""
    with scene.session() as session:
        waiting = session.exec(
            select(Release.id, Release.account_id, Draft.text)
            .join(Draft, col(Draft.id) == col(Release.draft_id))
            .where(col(Release.state).in_((R.HELD, R.FAILED)))
        ).all()
        session.commit()
        done = 0
        for key, account_id, text in waiting:
            there = accounts[account_id]
            if there.mangled(text) in there.texts():
                told.left.add(key or 0)
                continue
            release_again(session, scene.who(session, "head"), key or 0)
            done += 1
    return done


def _unfinished(scene: Scene, told: Told) -> int:
    """A post that a leader left because it is up is at its end too: it stands with a person as a held post and a stray."""
    with scene.session() as session:
        over = (R.VERIFIED, R.DIFFERS)
        query = select(Release.id).where(col(Release.state).not_in(over))
        return len([key for key in session.exec(query) if key not in told.left])

"""What an ordinary month of one academy costs on X, beside the least that it could.

Method: the adapter, the jobs and the sweeps are the real ones, on a database, against the local X of `tests/platforms/x`; the clock is
moved on by `--every` minutes until the month is over. People there answer posts (most name the account, some take its name out, so
that only search finds them), some of them rudely; staff write and approve the posts; what is rude is hidden by the machine. The worker
is started anew `--restarts` times.

The server adds up X's charges itself, from its own answers and the listed prices (`billing.py`), and knows nothing of our ledger;
the ledger must come to the same sum. It gives nothing away: a thing shown at two prices is charged at both.

The least possible is worked out from what was played, not from what was asked: every own post, mention and reply that only search
finds read once at its lowest listed price; every follow and the account's own row read once; each writer of a comment that people have
to read named once; every post, hide and picture paid for once. Watching costs more than that: the account's own row is read again each
day, because a changed profile and removed posts show there.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlmodel import select

from bot.accounts.costs_models import CostLine
from bot.accounts.models import Account, AccountState
from bot.accounts.register import connect as connect_account
from bot.db import connect
from bot.engine import schema
from bot.moderation.models import Reply
from bot.moderation.verdict import Word
from bot.platforms.registry import Doors, Means
from bot.secrets import new_key
from bot.settings import ROOT, Settings
from tests.benchmarks.kill import COLOURS, THINGS, WHEN, WHERE
from tests.platforms.x.server import KEYS, XServer
from tests.played_web import PlayedWeb
from tests.scene import Scene, add_account, build

BEGINS = datetime(2026, 11, 2, 0, 5, tzinfo=UTC)
JOBS = ("hide", "replies", "publish", "timeline", "profile", "following", "costs")
KIND = ("Lovely to see.", "Well done to all of them.", "Thank you for the news.", "What a good day that was.")
UNSAFE = "win a free phone http://free-prizes.example click now"  # hidden by the machine in every profile
FOLLOWED = 40
MOST = 1.05
READS = {"own": 1_000, "mention": 1_000, "search": 5_000, "follow": 1_000, "person": 10_000}
WRITES = {"post": 15_000, "link": 200_000, "hide": 5_000}


@dataclass(frozen=True)
class Plan:
    """How much happens."""

    days: int = 30
    plain: int = 60
    linked: int = 30
    mentions: int = 1_500
    unnamed: int = 500
    rude: int = 50
    writers: int = 400
    every: timedelta = timedelta(minutes=10)
    restarts: int = 1


@dataclass
class Played:
    """The month as it happens: what is still to come, and what was put up so far."""

    scene: Scene
    server: XServer
    account_id: int
    chance: random.Random
    texts: Iterator[str]
    writers: int
    roots: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def publish(self, *, link: bool) -> None:
        text = next(self.texts) + (f" https://academy-a.example.sch.uk/news/{len(self.roots)}" if link else "")
        self.scene.approved(text, account_ids=(self.account_id,))
        for _ in range(3):  # sent, and read back
            self.scene.work("publish")
        self.roots.append(max((p["id"] for p in self.server.world.posts.values() if p["author_id"] == self.server.world.me), key=int))
        self.told["link" if link else "post"] += 1

    def answer(self, text: str, *, named: bool) -> None:
        """Under one of the last posts, or under an answer to it where the name was taken out."""
        world = self.server.world
        writer = world.user(f"writer{self.chance.randrange(self.writers)}")
        world.say(writer, text, to=self.chance.choice(self.roots[-6:]), names=named)
        self.told["mention" if named else "search"] += 1


def main(arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks x_month", description=__doc__)
    parser.add_argument("--every", type=float, default=10.0, help="minutes from one reading to the next")
    parser.add_argument("--restarts", type=int, default=1)
    parser.add_argument("--seed", type=int, default=20261120)
    chosen = parser.parse_args(arguments)
    plan = Plan(every=timedelta(minutes=chosen.every), restarts=chosen.restarts)
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/gate.sqlite3")
        schema.migrate(engine)
        settings = Settings(database_url=str(engine.url), secret_keys=new_key(), policy_dir=ROOT / "config" / "policies", _env_file=None)
        figures = run(lambda base: build(engine, base), settings, plan, chosen.seed)
    sys.stdout.write(printed(figures))
    return {key: value for key, value in figures.items() if key != "rows"}


def run(built: Callable[[Settings], Scene], settings: Settings, plan: Plan, seed: int) -> dict[str, Any]:
    """Play the month and add it up."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    with time_machine.travel(BEGINS, tick=False) as clock, XServer() as server:
        played = _begun(built(settings.model_copy(update={"x_api_url": server.url})), server, plan, chance)
        acts = _acts(played, plan)
        restarts = {round(plan.days * (n + 1) / (plan.restarts + 1) * (timedelta(days=1) / plan.every)) for n in range(plan.restarts)}
        for step in range(1, round(plan.days * (timedelta(days=1) / plan.every)) + 1):
            clock.move_to(BEGINS + step * plan.every)
            moment = datetime.now(UTC)
            while acts and acts[-1][0] <= moment:
                clock.move_to(acts[-1][0])
                acts.pop()[1]()
            clock.move_to(moment)
            if step in restarts:
                _restart(played.scene)
            played.scene.work(*JOBS)
        clock.move_to(datetime.now(UTC) + timedelta(hours=1, minutes=5))  # the last hour's threads
        played.scene.work(*JOBS)
        return _figures(played)


def _begun(scene: Scene, server: XServer, plan: Plan, chance: random.Random) -> Played:
    world = server.world
    world.users[world.me] = "AcademyA"
    world.followed = [world.user(f"organisation{n}") for n in range(FOLLOWED)]
    for n in range(plan.writers):
        world.user(f"writer{n}")
    with scene.session() as session:
        key, _ = add_account(session, scene, scene.academy_id, "AcademyA")
        session.get_one(Account, key).platform = "x"
        session.get_one(Account, scene.account_id).state = AccountState.RETIRED  # the practice account costs only time
        session.commit()
        connect_account(session, scene.who(session, "admin"), key, KEYS, scene.means.doors, scene.vault)
    return Played(scene, server, key, chance, _texts(chance), plan.writers)


def _texts(chance: random.Random) -> Iterator[str]:
    """Different words each time: two posts alike would rightly be stopped."""
    pairs = [(a, b, c, d) for a in COLOURS for b in THINGS for c in WHERE for d in WHEN]
    chance.shuffle(pairs)
    return (f"The {colour} {things} wait {where} {when}. Thank you for helping." for colour, things, where, when in pairs)


def _acts(played: Played, plan: Plan) -> list[tuple[datetime, Callable[[], None]]]:
    """Everything that people do, latest first. Posts go out in school hours; answers come until late, a few at night."""
    chance = played.chance
    links = [True] * plan.linked + [False] * plan.plain
    chance.shuffle(links)
    each_day = -(-len(links) // plan.days)
    acts: list[tuple[datetime, Callable[[], None]]] = []
    for n, link in enumerate(links):
        at = BEGINS + timedelta(days=n // each_day, hours=8 + 7 * (n % each_day) / each_day, minutes=chance.randrange(40))
        acts.append((at, lambda link=link: played.publish(link=link)))  # type: ignore[misc]
    first = min(at for at, _ in acts) + timedelta(hours=1)
    minutes = int((BEGINS + timedelta(days=plan.days) - first) / timedelta(minutes=1))
    answers = (
        [(chance.choice(KIND), True)] * (plan.mentions - plan.rude) + [(UNSAFE, True)] * plan.rude + [(chance.choice(KIND), False)] * plan.unnamed
    )
    for n, (text, named) in enumerate(answers):
        at = first + timedelta(minutes=chance.randrange(minutes))
        if at.hour < 6 and n % 10:
            at += timedelta(hours=12)
        acts.append((at, lambda text=text, named=named: played.answer(text, named=named)))  # type: ignore[misc]
    over = BEGINS + timedelta(days=plan.days) - timedelta(hours=2)
    return sorted(((min(at, over), act) for at, act in acts), key=lambda each: each[0], reverse=True)


def _restart(scene: Scene) -> None:
    """What a new process knows: nothing but the database."""
    scene.means = Means(Doors(scene.settings, scene.engine, PlayedWeb()), scene.vault, scene.means.poll_s)


def _figures(played: Played) -> dict[str, Any]:
    with played.scene.session() as session:
        replies = session.exec(select(Reply).where(Reply.account_id == played.account_id)).all()
        lines = session.exec(select(CostLine).where(CostLine.account_id == played.account_id)).all()
    read_by_people = {reply.author_id for reply in replies if reply.word is not Word.KEEP}
    bill, told = played.server.bill, played.told
    hides = len(played.server.world.hidden)
    once = {
        "Own posts read": (told["post"] + told["link"], READS["own"], "own posts read"),
        "Mentions read": (told["mention"], READS["mention"], "mentions read"),
        "Replies that only search finds": (told["search"], READS["search"], "other posts read"),
        "Whom the account follows": (FOLLOWED, READS["follow"], "follows read"),
        "People named, and the account": (len(read_by_people) + 1, READS["person"], "people read"),
        "Posts without a link": (told["post"], WRITES["post"], "posts created"),
        "Posts with a link": (told["link"], WRITES["link"], "posts with a link created"),
        "Replies hidden": (hides, WRITES["hide"], "replies hidden or shown"),
    }
    rows = [(label, bill.counts[what], bill.millionths[what], n, n * price) for label, (n, price, what) in once.items()]
    least = sum(row[4] for row in rows)
    ledger = sum(line.millionths for line in lines)
    stored = Counter(reply.remote_id for reply in replies)
    return {
        "dollars": bill.total / 1e6,
        "ledger_dollars": ledger / 1e6,
        "least_dollars": least / 1e6,
        "over_least_percent": round(100 * (bill.total / least - 1), 2),
        "replies_lost": told["mention"] + told["search"] - len(stored),
        "replies_twice": sum(n - 1 for n in stored.values()),
        "hides": hides,
        "strays_and_others": {what: n for what, n in bill.counts.items() if n and what not in {each[2] for each in once.values()}},
        "rows": rows,
        "good": bill.total <= least * MOST and bill.total == ledger and len(stored) == told["mention"] + told["search"],
    }


def printed(figures: dict[str, Any]) -> str:
    head = f"{'':34}{'charged':>9}{'dollars':>10}{'least':>9}{'dollars':>10}\n"
    body = "".join(f"{label:34}{n:>9,}{paid / 1e6:>10.3f}{least:>9,}{dollars / 1e6:>10.3f}\n" for label, n, paid, least, dollars in figures["rows"])
    total = f"{'together':34}{'':9}{figures['dollars']:>10.3f}{'':9}{figures['least_dollars']:>10.3f}\n"
    return f"{head}{body}{total}{figures['over_least_percent']}% above the least; our ledger says ${figures['ledger_dollars']:.3f}\n"

"""The measurement of `x_month.py`, small enough for every test run: two days, and what is read costs what it has to."""

from datetime import timedelta

from bot.secrets import new_key
from bot.settings import Settings
from tests.benchmarks import x_month
from tests.conftest import connected
from tests.scene import build


def test_two_days_on_x_read_everything_once_and_the_ledger_agrees_with_the_server(sqlite_url: str) -> None:
    engine = connected(sqlite_url)
    plan = x_month.Plan(days=2, plain=1, linked=2, mentions=60, unnamed=20, rude=2, writers=30, every=timedelta(hours=3), restarts=0)
    settings = Settings(database_url=sqlite_url, secret_keys=new_key())
    figures = x_month.run(lambda found: build(engine, found), settings, plan, seed=3)
    assert (figures["replies_lost"], figures["replies_twice"], figures["hides"]) == (0, 0, 2)
    assert figures["ledger_dollars"] == figures["dollars"]
    assert figures["strays_and_others"] == {}
    assert figures["over_least_percent"] <= 5

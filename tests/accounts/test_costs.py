"""The ledger of what calls cost: nothing counted twice a day, a budget that warns once, and what is never slowed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from bot.accounts import costs, costs_budget, costs_pace
from bot.accounts.costs import Ledger
from bot.accounts.costs_models import CostLine, CostSeen
from bot.accounts.costs_prices import DOLLAR
from bot.accounts.costs_prices import costs as table
from bot.accounts.models import Account, StreamKind
from bot.errors import BadInput, Refusal
from bot.notify.models import Notice
from bot.reports import costs as report
from bot.reports import costs_watch
from tests.scene import Scene

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)


def on_x(scene: Scene) -> Ledger:
    with scene.session() as session:
        session.get_one(Account, scene.account_id).platform = "x"
        session.commit()
    return Ledger(scene.engine, scene.account_id, "x")


def spend(scene: Scene, dollars: float) -> None:
    Ledger(scene.engine, scene.account_id, "x")("post_created", times=round(dollars * DOLLAR / 15_000))


def test_every_price_says_where_it_comes_from() -> None:
    assert set(table().tariffs) >= {"x", "youtube", "bluesky"}
    for tariff in table().tariffs.values():
        assert tariff.source.startswith("https://")
        assert tariff.checked <= date(2026, 12, 31)
        assert all(price.label and (price.verified or price.note) for price in tariff.prices.values())


def test_a_thing_is_charged_once_a_day_whoever_reads_it_and_after_a_restart(scene: Scene) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first, second = on_x(scene), Ledger(scene.engine, scene.account_id, "x")
        first("mention_read", ids=["1", "2", "2"])
        second("mention_read", ids=["2", "3"])
        second("post_read", ids=["2"])  # at another price
        first("reply_hidden")
        first("mention_read", ids=[])
        clock.shift(timedelta(days=1))
        first("mention_read", ids=["3", "4"])
        with scene.session() as session:
            lines = {(line.day.day, line.what): (line.times, line.millionths, line.again) for line in session.exec(select(CostLine))}
            found = report.of(session, session.get_one(Account, scene.account_id), NOON.date())
    assert lines == {
        (12, "mention_read"): (3, 3_000, 0),
        (12, "post_read"): (1, 5_000, 0),
        (12, "reply_hidden"): (1, 5_000, 0),
        (13, "mention_read"): (2, 2_000, 1),
    }
    assert found is not None
    assert (found.millionths, found.least, found.count("read"), found.count("write")) == (15_000, 14_000, 6, 1)


def test_counting_never_stops_a_call_and_what_could_not_be_written_is_written_later(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = on_x(scene)
    ledger("no_such_thing")
    with monkeypatch.context() as broken:
        broken.setattr(costs, "open_session", lambda _engine: (_ for _ in ()).throw(OSError("disk")))
        ledger("reply_hidden")
        assert ledger.slowed() == 1
    ledger("post_created")
    with scene.session() as session:
        assert {line.what: line.times for line in session.exec(select(CostLine))} == {"reply_hidden": 1, "post_created": 1}


def test_an_app_of_somebody_else_pays_more_for_own_posts(scene: Scene) -> None:
    ledger = on_x(scene)
    with scene.session() as session:
        costs_budget.set_budget(session, scene.who(session, "admin"), scene.account_id, "", app_owned=False)
    ledger("own_post_read", ids=["1"])
    with scene.session() as session:
        assert session.exec(select(CostLine.millionths)).one() == 5_000


@pytest.mark.parametrize("amount", ["0", "-1", "a lot", "1.234", "9999999"])
def test_an_amount_that_is_none_changes_nothing(scene: Scene, amount: str) -> None:
    on_x(scene)
    with scene.session() as session, pytest.raises(BadInput):
        costs_budget.set_budget(session, scene.who(session, "admin"), scene.account_id, amount, app_owned=True)
    with scene.session() as session:
        assert costs.budget(session, scene.account_id) == 25 * DOLLAR


def test_only_an_administrator_sets_a_budget_and_only_where_money_is_asked(scene: Scene) -> None:
    with scene.session() as session, pytest.raises(Refusal):
        costs_budget.set_budget(session, scene.who(session, "admin"), scene.account_id, "10", app_owned=True)
    on_x(scene)
    with scene.session() as session, pytest.raises(Refusal):
        costs_budget.set_budget(session, scene.who(session, "slt"), scene.account_id, "10", app_owned=True)
    with scene.session() as session:
        costs_budget.set_budget(session, scene.who(session, "admin"), scene.account_id, "$12.50", app_owned=True)
        assert costs.budget(session, scene.account_id) == 12_500_000


def test_people_are_told_once_at_each_part_of_the_budget_and_replies_are_never_slowed(scene: Scene) -> None:
    on_x(scene)
    told = []
    for dollars in (10.0, 10.5, 1.0, 5.0, 5.0):
        spend(scene, dollars)
        scene.work("costs")
        scene.work("costs")
        with scene.session() as session:
            told.append(len(session.exec(select(Notice).where(Notice.link == "/costs", Notice.role == "admin")).all()))
            account = session.get_one(Account, scene.account_id)
            assert costs_pace.times(session, account, StreamKind.REPLIES) == 1
            assert costs_pace.times(session, account, StreamKind.MESSAGES) == 1
    assert told == [0, 1, 1, 2, 2]
    with scene.session() as session:
        account = session.get_one(Account, scene.account_id)
        assert costs_pace.times(session, account, StreamKind.TIMELINE) == 15
        assert costs_pace.times(session, account, StreamKind.FOLLOWING) == 15
    assert [entry.detail["percent"] for entry in scene.entries("account:budget-reached")] == [80, 100]


def test_what_was_shown_is_forgotten_when_its_month_is_over(scene: Scene) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        on_x(scene)("mention_read", ids=["1", "2"])
        with scene.session() as session:
            assert costs_watch.due(session) == []
        clock.shift(timedelta(days=25))
        scene.work("costs")
        with scene.session() as session:
            assert session.exec(select(CostSeen)).all() == []
            assert costs.spent(session, scene.account_id, NOON.date()) == 2_000
            assert costs.spent(session, scene.account_id, date(2026, 12, 1)) == 0

"""`costs`: what reading and writing on networks that charge has cost."""

import argparse
import re
from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot.accounts.costs_prices import dollars
from bot.cli.console import house, say, say_json, session
from bot.clock import now
from bot.errors import BadInput
from bot.people.models import Academy
from bot.reports import costs


def add_commands(commands: Any) -> None:
    made = commands.add_parser("costs", help="what reads and writes cost, by account and month")
    made.add_argument("--month", metavar="YYYY-MM", help="this month (UTC) when left out")
    made.add_argument("--json", action="store_true", help="one JSON object a line for each account")
    made.set_defaults(run=_costs)


def _costs(args: argparse.Namespace) -> int:
    month = _month(args.month)
    with session(house()) as opened:
        found = costs.months(opened, _everywhere(opened), month)
    for each in found:
        if args.json:
            say_json(each.as_json())
        else:
            _say(each)
    if not found and not args.json:
        say("No account is on a network that counts its calls.")
    return 0


def _say(each: costs.Month) -> None:
    reads, writes = each.count("read"), each.count("write")
    money = f"{dollars(each.millionths)}, the least {dollars(each.least)}" if each.tariff.money else f"counted in {each.tariff.unit}, no money"
    of = f" of {dollars(each.budget.limit)} ({each.budget.percent}%)" if each.budget else ""
    say(f"@{each.account.handle} on {each.account.platform}, {each.month:%B %Y}: {reads:,} reads, {writes:,} writes, {money}{of}")
    for kind in each.kinds:
        say(f"  {kind.price.label:44} {kind.times:>8,} {dollars(kind.millionths):>10}{'' if kind.price.verified else '  price to be confirmed'}")


def _month(text: str | None) -> date:
    if text is None:
        return now().date().replace(day=1)
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if match is None or match.group(1) == "0000":
        raise BadInput({"month": "Give a month as YYYY-MM, like 2026-11."})
    return date(int(match.group(1)), int(match.group(2)), 1)


def _everywhere(opened: Session) -> list[int]:
    return [key for key in opened.exec(select(Academy.id)) if key is not None]

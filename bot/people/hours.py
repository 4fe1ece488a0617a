"""Working hours: Monday to Friday, 8am to 5pm, Europe/London. Waiting is counted in them, and outside them people are rung."""

from datetime import datetime, time, timedelta

from bot.clock import LONDON, london

OPENS, CLOSES = time(8), time(17)
FRIDAY = 4
DAY = timedelta(hours=24)


def working(moment: datetime) -> bool:
    """Whether people are at their desks."""
    local = london(moment)
    return local.weekday() <= FRIDAY and OPENS <= local.time() < CLOSES


def next_working(moment: datetime) -> datetime:
    """The moment itself within working hours; otherwise when the next ones begin."""
    local = london(moment)
    if working(moment):
        return moment
    day = local.date() if local.time() < OPENS else local.date() + DAY
    while day.weekday() > FRIDAY:
        day += DAY
    return datetime.combine(day, OPENS, LONDON).astimezone(moment.tzinfo)


def after(moment: datetime, wait: timedelta) -> datetime:
    """When so much working time has gone by since `moment`."""
    begin = next_working(moment)
    closes = datetime.combine(london(begin).date(), CLOSES, LONDON).astimezone(begin.tzinfo)
    if begin + wait < closes:
        return begin + wait
    return after(closes, wait - (closes - begin))

"""Bank holidays in England and Wales, by rule: the Banking and Financial Dealings Act 1971, Schedule 1, with substitute days.

One-off days and moves by royal proclamation (as in 2020, 2022 and 2023) follow no rule: the school enters them in its calendar.
"""

from datetime import date, timedelta
from functools import cache

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY, SATURDAY = 0, 5


def bank_holiday(day: date) -> str:
    """Its name, or nothing on any other day."""
    return in_year(day.year).get(day, "")


@cache
def in_year(year: int) -> dict[date, str]:
    """Those of one calendar year, with the days that stand in for one at a weekend."""
    sunday = easter(year)
    days = {
        sunday - 2 * DAY: "Good Friday",
        sunday + DAY: "Easter Monday",
        _monday_from(date(year, 5, 1)): "Early May bank holiday",
        _monday_from(date(year, 5, 25)): "Spring bank holiday",
        _monday_from(date(year, 8, 25)): "Summer bank holiday",
    }
    fixed = {date(year, 1, 1): "New Year's Day", date(year, 12, 25): "Christmas Day", date(year, 12, 26): "Boxing Day"}
    days |= {day: name for day, name in fixed.items() if day.weekday() < SATURDAY}
    for weekend, name in ((day, name) for day, name in fixed.items() if day.weekday() >= SATURDAY):
        day = weekend
        while day.weekday() >= SATURDAY or day in days:
            day += DAY
        days[day] = f"{name} (substitute day)"
    return dict(sorted(days.items()))


@cache
def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, from the golden number, the epact and the Sunday letter (Book of Common Prayer)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped_leap_days, moon = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + moon - skipped_leap_days) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full_moon = 44 - epact
    if full_moon < 21:
        full_moon += 30
    return date(year, 3, 1) + timedelta(days=full_moon - 1 + 7 - (5 * year // 4 - skipped_leap_days - 10 + full_moon) % 7)


def _monday_from(day: date) -> date:
    """The first Monday on or after `day`."""
    return day + (MONDAY - day.weekday()) % 7 * DAY

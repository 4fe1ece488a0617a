"""The calendar: a month or a week of what is planned, waits and went out, with the sensitive periods."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register as accounts
from bot.clock import today
from bot.drafts import turns
from bot.drafts.planning import calendar, feed
from bot.people.permissions import Verb
from bot.web.access import Visit, allowed
from bot.web.pages.planning.calendar_rows import EARLIEST, LATEST, MONTH, WEEK, Shown, account_label, days, steps
from bot.web.rendering import page

router = APIRouter()
Link = tuple[str, str, bool]  # words, address, whether it is what is shown


@router.get("/calendar")
def shown(visit: Annotated[Visit, allowed(Verb.READ_DRAFTS)], view: str = MONTH, on: str = "", academy: str = "", account: str = "") -> Response:
    """What cannot be read in the address counts as not asked for."""
    homes = [home for home in visit.academies if home.id in turns.readable(visit.session, visit.me)]
    known = {a.id: a for home in homes for a in accounts.of_academy(visit.session, home.id or 0)}
    home = next((h.id for h in homes if str(h.id) == academy), None)
    one = next((key for key, each in known.items() if str(key) == account and home in (None, each.academy_id)), None)
    asked = Shown(WEEK if view == WEEK else MONTH, _day(on), home, one)
    wanted = [home] if home else [h.id or 0 for h in homes]
    found = calendar.stretch(visit.session, wanted, asked.first, asked.last, one)
    modes = calendar.periods(visit.session, wanted, asked.first, asked.last, prepared=visit.may(Verb.PLAN_MODE))
    before, after = steps(asked)
    context: dict[str, Any] = {
        "asked": asked,
        "title": _title(asked),
        "before": before,
        "after": after,
        "now": asked.link(on=today()),
        "views": [("Month", asked.link(view=MONTH), asked.view == MONTH), ("Week", asked.link(view=WEEK), asked.view == WEEK)],
        "homes": _choices(asked, [(h.id, h.name) for h in homes], "academy", home, "All academies") if len(homes) > 1 else [],
        "accounts": _choices(
            asked, [(k, account_label(a)) for k, a in known.items() if home in (None, a.academy_id)], "account", one, "All accounts"
        ),
        "days": days(visit, asked, found.entries, modes, today()),
        "count": len(found.entries),
        "more": found.more,
        "may_write": visit.may(Verb.DRAFT),
        "may_feed": visit.may(Verb.HAVE_FEED),
        "has_feed": feed.of_person(visit.session, visit.me) is not None,
    }
    return page(visit, "planning/calendar.html", **context)


def _choices(asked: Shown, items: list[tuple[int | None, str]], name: str, chosen: int | None, every: str) -> list[Link]:
    dropped = {"account": None} if name == "academy" else {}
    everything = [(every, asked.link(**{name: None, **dropped}), chosen is None)]
    return everything + [(words, asked.link(**{name: key, **dropped}), key == chosen) for key, words in items]


def _title(asked: Shown) -> str:
    if asked.view == MONTH:
        return f"{asked.on:%B %Y}"
    return f"Week of {asked.first.day} {asked.first:%B %Y}"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return min(max(day, EARLIEST), LATEST)

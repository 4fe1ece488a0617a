"""The calendar as a file that calendar programs read (RFC 5545): times with their zone, and no more said than is needed."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from bot.clock import london
from bot.drafts.lifecycle import WORDS, State
from bot.drafts.planning.calendar import Entry

A_POST = timedelta(minutes=15)  # so that a calendar has something to show
FIRST_WORDS = 60
REFRESH = timedelta(hours=1)


def written(entries: Iterable[Entry], *, shows_words: bool, address: str) -> bytes:
    """One event for each draft and account. `address` is where Gatepost is, for the link to the draft."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gatepost//Scheduled posts//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Scheduled posts")
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        for account in entry.accounts:
            calendar.add_component(_event(entry, account.id or 0, account.handle, shows_words, address))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry, account_id: int, handle: str, shows_words: bool, address: str) -> Event:  # noqa: FBT001
    draft, link = entry.draft, f"{address}/drafts/{entry.draft.id}"
    approved = draft.state is State.APPROVED
    event = Event()
    event.add("uid", f"draft-{draft.id}-account-{account_id}@gatepost")
    event.add("dtstamp", draft.changed_at)
    event.add("last-modified", draft.changed_at)
    event.add("sequence", draft.version)
    event.add("dtstart", london(entry.at))
    event.add("dtend", london(entry.at + A_POST))
    event.add("summary", summary(handle, draft.text if approved else "", shows_words=shows_words))
    event.add("description", f"{WORDS[entry.state]}.")
    event.add("url", link)
    event.add("status", "CONFIRMED" if approved else "TENTATIVE")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def summary(handle: str, approved_text: str, *, shows_words: bool) -> str:
    """The words of what is not approved stay inside: nobody has yet looked whether a child is named in them."""
    words = " ".join(approved_text.split())
    if not shows_words or not words:
        return f"Post for @{handle}"
    return f"@{handle}: {words[:FIRST_WORDS]}{'…' if len(words) > FIRST_WORDS else ''}"

"""A calendar of what is planned, for one person's own calendar program, at a secret address they can end or renew.

The address is kept as a fingerprint only. What it shows is decided anew each time it is read, by what that person may
read then; it ends when they leave or may no longer read drafts.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now, today
from bot.drafts.planning import calendar
from bot.drafts.planning.calendar import Entry
from bot.drafts.planning.models import CalendarFeed
from bot.drafts.turns import readable
from bot.errors import NotFound
from bot.people.grants import actor, require, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.secrets import Vault, fingerprint, new_token

BACK, AHEAD = timedelta(days=30), timedelta(days=365)
AN_HOUR, MOST_READS = timedelta(hours=1), 120
SEAL = "calendar feed"


class TooOften(Exception):
    """A calendar program asks far more often than posts change."""


@dataclass(frozen=True)
class Read:
    """What one reading of an address may show."""

    shows_words: bool
    entries: tuple[Entry, ...]


def of_person(session: Session, me: Person) -> CalendarFeed | None:
    return session.get(CalendarFeed, me.id)


def make(session: Session, me: Person, vault: Vault, *, shows_words: bool) -> str:
    """The new address's token, told once. An older address ends."""
    secret = new_token()
    token = f"{secret}.{vault.seal(SEAL, secret)}"  # what somebody makes up is turned away without asking the database
    with recorded(session, actor(me), Act.FEED_MADE, f"person:{me.id}", shows_words=shows_words) as note:
        require(session, me, Verb.HAVE_FEED)
        older = session.get(CalendarFeed, me.id, with_for_update=True)
        if older is not None:
            session.delete(older)
            session.flush()
        note.detail["renewed"] = older is not None
        session.add(CalendarFeed(person_id=me.id or 0, token_hash=fingerprint(token), shows_words=shows_words))
        session.flush()
    return token


def end(session: Session, me: Person) -> None:
    """Nothing can be read at the address any more. Raises NotFound where there is none."""
    with recorded(session, actor(me), Act.FEED_ENDED, f"person:{me.id}"):
        found = session.get(CalendarFeed, me.id, with_for_update=True)
        if found is None:
            raise NotFound("You have no calendar address.")
        session.delete(found)


def read(session: Session, vault: Vault, token: str) -> Read | None:
    """What the address shows now; None for every address that is none, whatever the reason. Raises TooOften."""
    secret, _, mark = token.partition(".")
    if not token.isascii() or not vault.sealed(mark, SEAL, secret):
        return None
    row = session.exec(select(CalendarFeed).where(CalendarFeed.token_hash == fingerprint(token)).with_for_update()).first()
    person = session.get(Person, row.person_id) if row else None
    if row is None or person is None:
        return None
    if why_not(session, person, Verb.HAVE_FEED) is not None or not readable(session, person):
        session.delete(row)
        append(session, GATEPOST, Act.FEED_ENDED, f"person:{person.id}", reason="no longer reads drafts")
        session.commit()
        return None
    _count(session, row, person)
    entries = calendar.stretch(session, readable(session, person), today() - BACK, today() + AHEAD).entries
    return Read(row.shows_words, tuple(entry for entry in entries if entry.fixed))


def _count(session: Session, row: CalendarFeed, person: Person) -> None:
    """One line on record for each day it is read. Commits, so that nothing is held while the calendar is written."""
    moment, day = now(), today()
    if row.hour is None or moment - row.hour >= AN_HOUR:
        row.hour, row.reads = moment, 0
    row.reads += 1
    first = row.read_on != day
    row.read_on = day
    session.add(row)
    if first:
        append(session, actor(person), Act.FEED_READ, f"person:{person.id}", outcome=Outcome.READ)
    session.commit()
    if row.reads > MOST_READS:
        raise TooOften

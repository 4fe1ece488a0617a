"""What Today says of Gatepost's own health: for everybody that it does not work, for the administrator what is not as it should be."""

from datetime import timedelta

from sqlmodel import Session

from bot.clock import now, spoken
from bot.notify.models import Urgency
from bot.people.grants import may
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.reports import working
from bot.reports.working_outages import PAGE

Line = tuple[int, str, str, Urgency]  # how many, the sentence, where, how soon
SIGNAL_FOR = timedelta(minutes=15)  # an address that fails for less is no news


def banner(session: Session) -> str:
    """For every page: a sentence while nobody works, else empty."""
    return working.sentence(working.standing(session))


def lines(session: Session, me: Person) -> list[Line]:
    if not may(session, me, Verb.CONNECT_ACCOUNT):
        return []
    found: list[Line] = []
    for row in working.standing(session).rows:
        if not working.alive(row):
            continue
        if row.trouble:
            found.append((1, f"Part of Gatepost's work is not done. {row.trouble}", PAGE, Urgency.SOON))
        if row.signal_since is not None and now() - row.signal_since > SIGNAL_FOR:
            sentence = f"The signal to the outside fails since {spoken(row.signal_since)}. {row.signal_trouble}"
            found.append((1, sentence, PAGE, Urgency.SOON))
    return found

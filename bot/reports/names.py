"""What waits because of the register of names: none is there, it is too old, or it soon will be."""

from datetime import timedelta

from sqlmodel import Session

from bot.clock import now, spoken
from bot.consent.register import max_age, standing
from bot.notify.models import Urgency
from bot.people.grants import Place, academies, may
from bot.people.models import Person
from bot.people.permissions import Verb

SOON = timedelta(days=14)


def lines(session: Session, me: Person) -> list[tuple[str, str, Urgency]]:
    """(sentence, link, urgency) for each academy whose register this person looks after."""
    found = []
    for home in academies(session, me):
        if home.id is None or not may(session, me, Verb.IMPORT_NAMES, Place(home.id)):
            continue
        link, current = f"/academies/{home.id}/names", standing(session, home.id)
        if current is None:
            found.append((f"Import the register of names of {home.name}: none is there yet", link, Urgency.ROUTINE))
        elif current.too_old:
            found.append(
                (f"Import a new register of names of {home.name}: it is older than {max_age().days} days, so no post goes out", link, Urgency.SOON)
            )
        elif current.expires - SOON <= now():
            found.append((f"Import a new register of names of {home.name}: it counts until {spoken(current.expires)}", link, Urgency.ROUTINE))
    return found

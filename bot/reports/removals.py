"""Live posts that wait to be taken down because somebody in them may no longer be shown."""

from sqlmodel import Session, col, func, select

from bot.drafts.removal_models import Removal, RemovalState
from bot.notify.models import Urgency
from bot.people.grants import Place, academies, may
from bot.people.models import Person
from bot.people.permissions import Verb


def lines(session: Session, me: Person) -> list[tuple[int, str, str, Urgency]]:
    """(count, sentence, link, urgency) for those who may remove them."""
    homes = [a.id for a in academies(session, me) if a.id and may(session, me, Verb.REMOVE_PICTURES, Place(a.id))]
    query = select(func.count()).select_from(Removal).where(col(Removal.academy_id).in_(homes), Removal.state == RemovalState.OPEN)
    count = session.exec(query).one()
    words = "a live post whose picture" if count == 1 else f"{count} live posts whose pictures"
    return [(count, f"Take down {words} may no longer be shown", "/consent/removals", Urgency.SOON)]

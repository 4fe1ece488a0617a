"""The table of moves of a leaving: announced, carried out, checked, confirmed, closed."""

from sqlmodel import Session, col, select

from bot.errors import NotFound, Refusal
from bot.people.leaving_models import Leaving, LeavingState
from bot.people.models import Person

S = LeavingState
MOVES: dict[LeavingState, tuple[LeavingState, ...]] = {
    S.NOTIFIED: (S.REVOKED, S.CANCELLED),
    S.REVOKED: (S.CHECKING, S.ATTESTED),  # straight on where they confirmed before they left
    S.CHECKING: (S.ATTESTED, S.NOT_ATTESTED),
    S.NOT_ATTESTED: (S.ATTESTED, S.CLOSED),
    S.ATTESTED: (S.CLOSED,),
    S.CLOSED: (),
    S.CANCELLED: (),
}
WORDS: dict[LeavingState, tuple[str, str]] = {
    S.NOTIFIED: ("Still to come", "blue"),
    S.REVOKED: ("Access ended", "orange"),
    S.CHECKING: ("Checks to do", "orange"),
    S.ATTESTED: ("Confirmed by the leaver", "turquoise"),
    S.NOT_ATTESTED: ("Not confirmed", "red"),
    S.CLOSED: ("Closed", "green"),
    S.CANCELLED: ("Cancelled", "grey"),
}
OVER = (S.CLOSED, S.CANCELLED)


def locked(session: Session, leaving_id: int) -> Leaving:
    """The row, held until the transaction ends, so that the job and a person come one after the other."""
    row = session.get(Leaving, leaving_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("There is no such leaving, or it is not yours to see.")
    return row


def of_person(session: Session, person_id: int) -> Leaving | None:
    """The one that is not over."""
    query = select(Leaving).where(Leaving.person_id == person_id, col(Leaving.state).not_in(OVER))
    return session.exec(query.order_by(col(Leaving.id).desc())).first()


def move(session: Session, row: Leaving, to: LeavingState) -> None:
    """Raises the Refusal a person reads when it cannot go there from where it is. Commits nothing."""
    if to not in MOVES[row.state]:
        raise Refusal(
            f"This leaving is at “{WORDS[row.state][0]}”, so that cannot be done now.",
            rule="move",
            next_step="Reload the page to see where it is.",
        )
    row.state = to
    session.add(row)


def subject(row: Leaving) -> str:
    """Notices about it carry this; what is recorded about it stands in the person's own history."""
    return f"leaving:{row.id}"


def leaver(session: Session, row: Leaving) -> Person:
    return session.get_one(Person, row.person_id)

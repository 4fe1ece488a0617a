"""Finding a person in the register."""

from sqlmodel import Session, select

from bot.errors import NotFound
from bot.people.models import Person


def by_email(session: Session, email: str) -> Person:
    found = session.exec(select(Person).where(Person.email == email.strip().lower())).first()
    if found is None:
        raise NotFound(f"Nobody with the email {email.strip()} is in the register.")
    return found


def person(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("That person is not in the register.")
    return found

"""Inviting somebody to choose a password, and telling the people who would notice if it was not for them."""

from sqlmodel import Session

from bot.notify.models import Urgency
from bot.notify.send import tell_person, tell_roles
from bot.people import register
from bot.people.found import person
from bot.people.grants import academies
from bot.people.models import Person
from bot.people.permissions import Role


def invite(session: Session, me: Person, person_id: int) -> str:
    """The token. Whoever has a password already, and the Headteacher, are told that a new one can now be chosen in their name."""
    known = person(session, person_id).password_hash is not None
    token = register.invite(session, me, person_id)
    if known:
        guest = person(session, person_id)
        text = f"{me.name} made a link with which a new password can be chosen for {guest.name}. If nobody asked for it, act now."
        for home in academies(session, guest):
            tell_person(session, home.id or 0, person_id, text, "/people", subject=f"invitation:{person_id}")
            tell_roles(session, home.id or 0, [Role.HEAD, Role.SLT], text, f"/people/{person_id}", urgency=Urgency.SOON)
        session.commit()
    return token

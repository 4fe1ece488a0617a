"""Two logins of one human: the try is refused where it is made, and the Headteacher is told of it here (S03.4)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, col, select

from bot.drafts.models import Draft
from bot.errors import Refusal
from bot.notify.models import Notice, Urgency
from bot.notify.send import tell_roles
from bot.people.models import Person
from bot.people.permissions import Role


@contextmanager
def watched(session: Session, me: Person, draft: Draft) -> Iterator[None]:
    """Around an act that is recorded: its refusal has been rolled back and written down before the alarm is raised."""
    draft_id, academy_id, my_id = draft.id, draft.academy_id, me.id
    try:
        yield
    except Refusal as refusal:
        if refusal.rule == "same-person":
            _alarm(session, academy_id, draft_id or 0, my_id or 0)
        raise


def _alarm(session: Session, academy_id: int, draft_id: int, person_id: int) -> None:
    subject = f"same-person:{draft_id}:{person_id}"
    if session.exec(select(Notice.id).where(Notice.subject == subject, col(Notice.read_at).is_(None))).first() is None:
        name = session.get_one(Person, person_id).name
        text = f"{name} tried to sign draft {draft_id}, but counts as the same person as somebody who wrote it. Look at both entries in the register."
        tell_roles(session, academy_id, [Role.HEAD], text, f"/people/{person_id}", subject=subject, urgency=Urgency.SOON)
    session.commit()

"""Changing how a practice account shows itself, as somebody with its password does (control C14)."""

from sqlmodel import Session, select

from bot.accounts.practice import HANDLE, stage
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms import practice_world as world
from bot.platforms.offers import FACE_FIELDS

FIELDS: dict[str, str] = {**{name: FACE_FIELDS[name] for name in world.FACE}, "handle": "Handle"}
YES_OR_NO = ("private", "approves_followers")
LONGEST = 300


def change_outside(session: Session, me: Person, account_id: int, *, field: str, value: str) -> None:
    """One field at a time, past the gate."""
    on = stage(session, me, account_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        value = value.strip()
        if field not in FIELDS:
            raise BadInput({"field": "Choose what is changed."})
        if wrong := _wrong(session, field, value):
            raise BadInput({"value": wrong})
        world.change_face(session, on.there, field, value.casefold() if field in YES_OR_NO else value)
        note.detail.update(did="change profile outside", field=field)


def _wrong(session: Session, field: str, value: str) -> str:
    if field in YES_OR_NO:
        return "" if value.casefold() in ("yes", "no") else "Write yes or no."
    if len(value) > LONGEST:
        return f"Keep it under {LONGEST} characters."
    if field != "handle":
        return ""
    if not HANDLE.fullmatch(value):
        return "Use 2 to 40 letters, figures, dots, hyphens and underscores, beginning with a letter or figure."
    taken = session.exec(select(world.PracticeAccount).where(world.PracticeAccount.handle == value)).first()
    return "Somebody on the practice network has this handle already." if taken else ""

"""Playing private messages on the practice network: somebody writes to the academy, or somebody with the password answers."""

from sqlmodel import Session

from bot.accounts.practice import played_by, stage, unsayable
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, actor, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms import practice_messages as network
from bot.platforms import practice_world as world
from bot.platforms.base import Refused


def write(session: Session, me: Person, account_id: int, *, part: str, handle: str, text: str, outwards: bool) -> None:
    """`outwards`: from the academy's account, past the gate. What is said is not put on record."""
    on = stage(session, me, account_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        name, wrong = played_by(on, part, handle)
        wrong |= unsayable(text)
        if wrong:
            raise BadInput(wrong)
        other = world.someone(session, name)
        try:
            network.write(session, on.there if outwards else other, other if outwards else on.there, text.strip())
        except Refused as blocked:
            raise Refusal(str(blocked), rule="blocked", next_step="Play somebody else.") from None
        note.detail.update(did="message outside" if outwards else "message")

"""One comment after another: the next that this person may decide, which nobody else is at."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.moderation.desk import holds
from bot.moderation.desk.decide import queue
from bot.moderation.desk.models import About
from bot.moderation.desk.names import names, names_office
from bot.moderation.desk.subject import is_about
from bot.moderation.models import Reply
from bot.people.grants import Place, may, profile_at
from bot.people.models import Person
from bot.people.permissions import Verb


def next_for(session: Session, me: Person, after: int = 0) -> Reply | None:
    """The gravest, then the shortest clock; `after` is the one this person has before them. None when nothing is left for them."""
    rows = [reply for reply in queue(session, me) if reply.id != after]
    held = holds.standing(session, [reply.id or 0 for reply in rows])
    able: dict[int, bool] = {}
    for reply in rows:
        if reply.account_id not in able:
            account = register.account(session, reply.account_id)
            able[reply.account_id] = may(session, me, Verb.MODERATE, Place(account.academy_id, account.id))
        hold = held.get(reply.id or 0)
        if able[reply.account_id] and (hold is None or hold.person_id == me.id) and not about_me(session, me, [reply]):
            return reply
    return None


def about_me(session: Session, me: Person, replies: Iterable[Reply]) -> set[int]:
    """Of these comments, those that are about this person. Asks the slow question only where a name or a mark gives cause."""
    rows = list(replies)
    marked = set(session.exec(select(About.reply_id).where(col(About.reply_id).in_([reply.id for reply in rows]))))
    found: set[int] = set()
    for reply in rows:
        account = register.account(session, reply.account_id)
        office = profile_at(session, account.academy_id).word_for_head.value
        cause = reply.id in marked or names(reply.text, me.name) or names_office(reply.text, office)
        if cause and is_about(session, me, reply, account):
            found.add(reply.id or 0)
    return found

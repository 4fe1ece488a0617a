"""Two people never decide one comment at once: whoever opens it to decide holds it for ten minutes, and others see who and since when."""

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import london, now
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.desk.models import Hold
from bot.moderation.desk.subject import is_about, require_other
from bot.moderation.models import Reply, Review
from bot.notify.send import tell_person
from bot.people.found import person
from bot.people.grants import Place, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb

LENGTH = timedelta(minutes=10)
SHORTEST_WORD, LONGEST_WORD = 3, 300


def standing(session: Session, reply_ids: Iterable[int]) -> dict[int, Hold]:
    """The holds that count now, by comment."""
    rows = session.exec(select(Hold).where(col(Hold.reply_id).in_(list(reply_ids)), Hold.until > now()))
    return {row.reply_id: row for row in rows}


def by_other(session: Session, me: Person, reply_id: int) -> Hold | None:
    """Somebody else is at it."""
    held = standing(session, [reply_id]).get(reply_id)
    return held if held is not None and held.person_id != me.id else None


def refusal(session: Session, held: Hold) -> Refusal:
    local = london(held.since)
    since = local.strftime("%I:%M%p").lstrip("0").lower()
    return Refusal(
        f"{person(session, held.person_id).name} is deciding this comment since {since}.",
        rule="held",
        next_step="Take another comment, or take this one over with a word why.",
    )


def take(session: Session, me: Person, reply_id: int, word: str | None = None) -> Hold:
    """Hold a comment. With a word, also over somebody else, who is told; the word is on record."""
    reply = _locked(session, reply_id)
    account = register.account(session, reply.account_id)
    act = Act.REPLY_HELD if word is None else Act.REPLY_TAKEN_OVER
    with recorded(session, actor(me), act, f"reply:{reply_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.MODERATE, Place(account.academy_id, account.id))
        require_other(session, me, reply, account)
        held = by_other(session, me, reply_id)
        if held is not None and word is None:
            raise refusal(session, held)
        if word is not None and not SHORTEST_WORD <= len(word.strip()) <= LONGEST_WORD:
            raise BadInput({"word": f"Say in a few words why you take it over ({SHORTEST_WORD} to {LONGEST_WORD} characters)."})
        if held is not None and word is not None:
            note.detail |= {"reason": word.strip(), "from": held.person_id}
            text = f"{me.name} took over comment {reply_id}, which you were deciding: {word.strip()}"
            tell_person(session, account.academy_id, held.person_id, text, f"/comments/{reply_id}", subject=f"reply:{reply_id}")
        row = session.get(Hold, reply_id) or Hold(reply_id=reply_id, person_id=0, until=now())
        if row.person_id != me.id or row.until <= now():
            row.since = now()
        row.person_id, row.until = me.id or 0, now() + LENGTH
        session.add(row)
    return row


def take_if_free(session: Session, me: Person, reply_id: int) -> bool:
    """Opening a comment to decide it is holding it; where somebody else does, or it is decided already, nothing happens."""
    mine = standing(session, [reply_id]).get(reply_id)
    if mine is not None and mine.person_id == me.id:
        mine.until = now() + LENGTH
        session.commit()
        return True
    reply = _locked(session, reply_id)
    account = register.account(session, reply.account_id)
    able = may(session, me, Verb.MODERATE, Place(account.academy_id, account.id)) and not is_about(session, me, reply, account)
    if reply.review is not Review.WAITING or not able or by_other(session, me, reply_id):
        session.commit()
        return False
    take(session, me, reply_id)
    return True


def give_back(session: Session, me: Person, reply_id: int) -> None:
    """Leave it to others."""
    held = session.get(Hold, reply_id)
    if held is not None and held.person_id == me.id:
        session.delete(held)
    session.commit()


def let_go(session: Session, reply_id: int) -> None:
    """It is decided. Commits nothing."""
    held = session.get(Hold, reply_id)
    if held is not None:
        session.delete(held)


def _locked(session: Session, reply_id: int) -> Reply:
    reply = session.get(Reply, reply_id, with_for_update=True, populate_existing=True)
    if reply is None or reply.review is Review.SAFEGUARDING:
        raise NotFound("There is no such comment, or it is not yours to see.")
    return reply

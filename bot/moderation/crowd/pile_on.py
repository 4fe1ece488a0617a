"""A pile-on: one alert instead of twenty, with every comment linked to it, until it is quiet or a leader says it is over (C15).

A threat to somebody keeps its own alert: in a crowd it is more dangerous, not less.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import Act, Outcome
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.moderation.crowd.gathering import IN_A_SHORT_TIME, QUIET, UNDER_ONE_POST, Said, Threshold, crowd
from bot.moderation.crowd.pile_on_models import PileOn
from bot.moderation.models import Reply, Review
from bot.moderation.verdict import Severity, Word
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import Place, academies, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb

LOOKED_BACK = max(UNDER_ONE_POST.within, IN_A_SHORT_TIME.within)


def counts(reply: Reply) -> bool:
    """Abusive, or so doubtful that a person is asked; never a safeguarding comment, which has a desk of its own."""
    return reply.word in (Word.ASK, Word.HIDE) and reply.review is not Review.SAFEGUARDING


def join(session: Session, account: Account, reply: Reply) -> PileOn | None:
    """Put the comment into the pile-on it belongs to, or find that it has become one. Commits nothing."""
    if not counts(reply):
        return None
    there = _going_on(session, reply)
    if there is None:
        others = _around(session, reply)
        reached = crowd(_said(reply), [_said(other) for other in others])
        if reached is None:
            return None
        there = _found(session, account, reply, reached, others)
    reply.pile_on_id, there.last_at = there.id, max(there.last_at, reply.platform_at)
    session.add_all([reply, there])
    return there


def silences(pile: PileOn | None, reply: Reply) -> bool:
    """Whether the pile-on's own alert stands for an alert about this comment."""
    return pile is not None and reply.severity > Severity.S1


def is_over(pile: PileOn, moment: datetime) -> bool:
    return pile.over_at is not None or moment - pile.last_at >= QUIET


def of(session: Session, pile_id: int) -> list[Reply]:
    """Its comments, the gravest and oldest first. One that became a safeguarding matter is no longer among them."""
    query = select(Reply).where(Reply.pile_on_id == pile_id, Reply.review != Review.SAFEGUARDING)
    return list(session.exec(query.order_by(col(Reply.severity), col(Reply.platform_at), col(Reply.id))))


def visible(session: Session, me: Person) -> list[PileOn]:
    """Those of the academies where this person reads comments: what goes on first, then the newest."""
    mine = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.READ_COMMENTS, Place(a.id))]
    rows = session.exec(select(PileOn).where(col(PileOn.academy_id).in_(mine)).order_by(col(PileOn.found_at).desc()).limit(100))
    moment = now()
    return sorted(rows, key=lambda pile: is_over(pile, moment))


def opened(session: Session, me: Person, pile_id: int) -> PileOn:
    """One of them. The reading is recorded."""
    pile = _mine(session, me, pile_id)
    with recorded(session, actor(me), Act.PILE_ON_OPENED, f"pile-on:{pile_id}", academy_id=pile.academy_id, outcome=Outcome.READ):
        require(session, me, Verb.READ_COMMENTS, Place(pile.academy_id))
    return pile


def say_over(session: Session, me: Person, pile_id: int) -> PileOn:
    """A leader says that it is over: what comes from now on has its own alerts again."""
    pile = _mine(session, me, pile_id)
    with recorded(session, actor(me), Act.PILE_ON_OVER, f"pile-on:{pile_id}", academy_id=pile.academy_id, account_id=pile.account_id):
        require(session, me, Verb.LOCK_REPLIES, Place(pile.academy_id))
        pile = session.get_one(PileOn, pile_id, with_for_update=True, populate_existing=True)
        if pile.over_at is not None:
            raise Refusal("It is over already.", rule="already-decided")
        pile.over_at, pile.over_by = now(), me.id
        session.add(pile)
        settled(session, f"pile-on:{pile_id}")
    return pile


def _going_on(session: Session, reply: Reply) -> PileOn | None:
    """Under the same post as long as it is not quiet; spread over the account only while comments still follow quickly."""
    query = select(PileOn).where(
        PileOn.account_id == reply.account_id, col(PileOn.over_at).is_(None), col(PileOn.last_at) > reply.platform_at - QUIET
    )
    for pile in session.exec(query.order_by(col(PileOn.id).desc())):
        if pile.root_id is not None and pile.root_id == reply.root_id:
            return pile
        if pile.root_id is None and reply.platform_at - pile.last_at <= IN_A_SHORT_TIME.within:
            return pile
    return None


def _around(session: Session, reply: Reply) -> list[Reply]:
    query = select(Reply).where(
        Reply.account_id == reply.account_id,
        Reply.id != reply.id,
        col(Reply.platform_at) >= reply.platform_at - LOOKED_BACK,
        col(Reply.platform_at) <= reply.platform_at + LOOKED_BACK,
        col(Reply.word).in_((Word.ASK, Word.HIDE)),
        Reply.review != Review.SAFEGUARDING,
        col(Reply.pile_on_id).is_(None),
    )
    return list(session.exec(query))


def _said(reply: Reply) -> Said:
    return Said(reply.platform_at, reply.author_id, reply.root_id)


def _found(session: Session, account: Account, reply: Reply, reached: Threshold, others: list[Reply]) -> PileOn:
    """One row and one alert: the single alerts given so far are taken back, and the Headteacher is told once."""
    root = reply.root_id if reached is UNDER_ONE_POST else None
    post_text = reply.parent_text if reply.parent_id == reply.root_id else ""
    pile = PileOn(academy_id=account.academy_id, account_id=account.id or 0, root_id=root, post_text=post_text, last_at=reply.platform_at)
    session.add(pile)
    session.flush()
    gathered = [each for each in others if abs(each.platform_at - reply.platform_at) <= reached.within and (root is None or each.root_id == root)]
    for each in gathered:
        each.pile_on_id = pile.id
        if silences(pile, each):
            each.tell_at = None
            settled(session, f"reply:{each.id}")
        session.add(each)
    subject = f"pile-on:{pile.id}"
    append(session, GATEPOST, Act.PILE_ON_FOUND, subject, academy_id=account.academy_id, account_id=account.id, comments=len(gathered) + 1)
    where = "under one post" if root else "in a short time"
    text = f"Many abusive or doubtful comments {where} on @{account.handle}. They are together on one page: decide them there."
    tell_roles(session, account.academy_id, [Role.SLT, Role.HEAD], text, f"/pile-ons/{pile.id}", subject=subject, urgency=Urgency.SOON)
    return pile


def _mine(session: Session, me: Person, pile_id: int) -> PileOn:
    pile = session.get(PileOn, pile_id)
    if pile is None or not may(session, me, Verb.READ_COMMENTS, Place(pile.academy_id)):
        raise NotFound("There is no such page, or it is not yours to see.")
    return pile

"""The stop switch: one press and nothing more leaves, for one account, an academy or the whole trust."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts.models import Account, Stop
from bot.audit.actions import Act
from bot.audit.log import hold_chain, recorded
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, actor, require, require_everywhere
from bot.people.models import Person
from bot.people.permissions import Verb


def standing(session: Session, account: Account) -> Stop | None:
    """The switch that stops this account now, if any: read again inside the claim just before a post is sent."""
    covers = sa.or_(
        col(Stop.account_id) == account.id,
        sa.and_(col(Stop.account_id).is_(None), col(Stop.academy_id) == account.academy_id),
        sa.and_(col(Stop.account_id).is_(None), col(Stop.academy_id).is_(None)),
    )
    return session.exec(select(Stop).where(col(Stop.lifted_at).is_(None), covers).order_by(col(Stop.id))).first()


def covered(session: Session, row: Stop) -> list[int]:
    """The accounts that a switch stops."""
    query = select(Account.id).order_by(col(Account.id))
    if row.account_id is not None:
        query = query.where(Account.id == row.account_id)
    elif row.academy_id is not None:
        query = query.where(Account.academy_id == row.academy_id)
    return [key for key in session.exec(query) if key is not None]


def pressed(session: Session) -> list[Stop]:
    return list(session.exec(select(Stop).where(col(Stop.lifted_at).is_(None)).order_by(col(Stop.id))))


def press(
    session: Session,
    me: Person,
    *,
    reason: str,
    academy_id: int | None = None,
    account_id: int | None = None,
    in_flight: Callable[[Session, Stop], int] | None = None,
) -> Stop:
    """Stops at once. With neither an academy nor an account the whole trust stops: any leader may, because
    stopping is always safe.

    `in_flight` counts what is on its way, in the same transaction (`bot.drafts.stopping` gives it).
    """
    with recorded(session, actor(me), Act.STOPPED, _subject(academy_id, account_id), academy_id=academy_id, account_id=account_id) as note:
        require(session, me, Verb.STOP, _place(session, academy_id, account_id))
        if not reason.strip():
            raise BadInput({"reason": "Say why in a few words: it goes on the record, and on every held post."})
        note.detail["reason"] = reason.strip()
        row = Stop(academy_id=academy_id, account_id=account_id, reason=reason.strip(), pressed_by=me.id or 0)
        session.add(row)
        if in_flight is not None:
            hold_chain(session)  # an intent is either committed before this and counted, or after the stop and finds it
            note.detail["in_flight"] = in_flight(session, row)
    return row


def lift(session: Session, me: Person, stop_id: int) -> Stop:
    """Nothing goes out by itself afterwards: each held post waits for a person to release it."""
    row = session.get(Stop, stop_id)
    if row is None:
        raise NotFound("That stop is not here.")
    with recorded(
        session, actor(me), Act.STOP_LIFTED, _subject(row.academy_id, row.account_id), academy_id=row.academy_id, account_id=row.account_id
    ):
        place = _place(session, row.academy_id, row.account_id)
        if place is None:
            require_everywhere(session, me, Verb.STOP)
        else:
            require(session, me, Verb.STOP, place)
        if row.lifted_at is not None:
            raise Refusal("This stop was lifted already.", rule="already-decided")
        row.lifted_by, row.lifted_at = me.id, now()
    return row


def _place(session: Session, academy_id: int | None, account_id: int | None) -> Place | None:
    if account_id is not None:
        account = session.get(Account, account_id)
        if account is None:
            raise NotFound("That account is not here.")
        return Place(account.academy_id)
    return Place(academy_id) if academy_id is not None else None


def _subject(academy_id: int | None, account_id: int | None) -> str:
    if account_id is not None:
        return f"account:{account_id}"
    return f"academy:{academy_id}" if academy_id is not None else "trust"

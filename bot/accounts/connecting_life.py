"""How long an account's connection lasts, in C13's four states, from what the network said of its token.

A token of two hours that Gatepost exchanges by itself is not the connection's end; one of sixty days is, until it is exchanged.
"""

import json
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, select

from bot.accounts.connecting_models import Access
from bot.accounts.models import Account
from bot.clock import now, spoken
from bot.platforms.offers import Rights

LONG = timedelta(days=2)  # a token that lives less is exchanged many times between two looks of a person
WARN_DAYS = (14, 7, 3, 1)
RENEWED_AT = {"instagram": 10, "threads": 10}  # days left when a door exchanges its token by itself: before that there is nothing to tell


class TokenState(StrEnum):
    """Control C13."""

    LIVE = "live"
    EXPIRING = "ends soon"
    REVOKED = "ended"
    REAUTH_NEEDED = "has to be connected again"


COLOURS = {TokenState.LIVE: "green", TokenState.EXPIRING: "yellow", TokenState.REVOKED: "red", TokenState.REAUTH_NEEDED: "red"}


def access_of(session: Session, account_id: int) -> Access | None:
    return session.exec(select(Access).where(Access.account_id == account_id)).first()


def standing(account: Account, row: Access | None) -> TokenState:
    if account.reauthorise or not account.credential:
        return TokenState.REAUTH_NEEDED
    if row is None or row.ends_at is None:
        return TokenState.LIVE
    if row.ends_at <= now():
        return TokenState.REVOKED
    return TokenState.EXPIRING if days_left(row.ends_at) <= max(warn_days(account.platform)) else TokenState.LIVE


def warn_days(platform: str) -> tuple[int, ...]:
    """How many days before the end people are warned."""
    return tuple(days for days in WARN_DAYS if days < RENEWED_AT.get(platform, max(WARN_DAYS) + 1))


def days_left(ends_at: datetime) -> int:
    """Begun days count: an hour before the end it is 1. What is over is 0."""
    left = ends_at - now()
    return 0 if left <= timedelta() else -(-left // timedelta(days=1))


def words(account: Account, row: Access | None) -> str:
    """The countdown as a sentence."""
    state = standing(account, row)
    if state is TokenState.REAUTH_NEEDED:
        return "The network does not let Gatepost in. An administrator has to connect the account again. Nothing that waits is lost."
    if row is None or row.ends_at is None:
        return "It does not end by itself. The network, or whoever owns the account, can end it at any time."
    if state is TokenState.REVOKED:
        return f"It ended on {spoken(row.ends_at)}. An administrator has to connect the account again."
    days = days_left(row.ends_at)
    return f"It ends in {days} day{'' if days == 1 else 's'}, on {spoken(row.ends_at)}, unless it is renewed before."


def connected(session: Session, account_id: int, rights: Rights | None, kept: dict[str, str]) -> Access:
    """A person has just connected it: the clock begins anew. Commits nothing."""
    row = access_of(session, account_id) or Access(account_id=account_id)
    row.connected_at, row.made_at, row.ends_at, row.warned_days = now(), now(), None, None
    expires, renewed = _told(kept)
    lasting = kept.get("ends_at")  # `connecting.ENDS`
    if lasting:
        row.ends_at = datetime.fromisoformat(lasting)
    elif expires is not None:
        row.ends_at = _end(row, expires, renewed=renewed)
    if rights is not None:
        told(row, rights, renewed=renewed, lasting=bool(lasting))
    row.not_before, row.failures, row.last_error = now() + timedelta(days=1), 0, None
    session.add(row)
    return row


def told(row: Access, rights: Rights, *, renewed: bool, lasting: bool = False) -> None:
    """What the network says of the token now. Commits nothing."""
    row.held, row.missing, row.excess, row.asked_at = list(rights.held), list(rights.missing), list(rights.excess), now()
    if rights.expires_at is not None and not lasting:
        row.ends_at = _end(row, rights.expires_at, renewed=renewed)


def renewed(session: Session, account_id: int, session_text: str) -> None:
    """A network gave another token, and it is kept. Commits nothing."""
    row = access_of(session, account_id)
    if row is None:
        return
    expires, again = _told({"session": session_text})
    row.made_at = now()
    if expires is not None and (end := _end(row, expires, renewed=again)) is not None:
        if row.ends_at is None or end > row.ends_at:
            row.warned_days = None
        row.ends_at = end
    session.add(row)


def renews(credentials: dict[str, str]) -> bool:
    return _told(credentials)[1]


def _end(row: Access, expires: datetime, *, renewed: bool) -> datetime | None:
    """None for a short token that is exchanged by itself: then what ended before counts no more either."""
    return None if renewed and expires - row.made_at < LONG else expires


def _told(kept: dict[str, str]) -> tuple[datetime | None, bool]:
    """(when the token ends, whether it is exchanged by itself) from the newest token, or from what was given when it was connected."""
    try:
        newest = json.loads(kept["session"]) if kept.get("session", "").startswith("{") else {}
    except ValueError:
        newest = {}
    expires = newest.get("expires_at") or kept.get("expires_at") or ""
    try:
        ends = datetime.fromisoformat(expires) if expires else None
    except ValueError:
        ends = None
    return ends, bool(newest.get("refresh") or kept.get("refresh_token"))

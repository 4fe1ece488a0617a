"""How accounts' connections stand, for the account's page and for Today (control C13)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.accounts import connecting_life as life
from bot.accounts import register
from bot.accounts.connecting_guide import Guide, Right, right
from bot.accounts.connecting_guides import GUIDES
from bot.accounts.connecting_life import TokenState
from bot.accounts.models import Account
from bot.clock import london, now
from bot.notify.models import Urgency
from bot.people.grants import Place, may
from bot.people.models import Person
from bot.people.permissions import Verb

Line = tuple[int, str, str, Urgency]  # how many, the sentence, where, how soon


@dataclass(frozen=True)
class Connection:
    """One account's connection in words."""

    state: TokenState
    colour: str
    words: str
    facts: tuple[tuple[str, str], ...]
    missing: tuple[Right, ...]
    excess: tuple[str, ...]


def connection(session: Session, account: Account, names: dict[int, str]) -> Connection | None:
    """None for an account that was never connected or is no longer in use."""
    if account.state not in register.LIVE:
        return None
    row = life.access_of(session, account.id or 0)
    state = life.standing(account, row)
    guide = GUIDES.get(account.platform) or Guide((), ())
    facts = [("Connected by", names.get(account.connected_by or 0, "set up with the installation"))]
    if row is not None:
        days = (now() - row.connected_at).days
        age = "today" if days == 0 else f"{days} day{'' if days == 1 else 's'} ago"
        facts.append(("Last connected by a person", f"{_day(row.connected_at)} ({age})"))
        facts.append(("What it may do", _told(row.asked_at, row.held, guide)))
    missing = tuple(right(guide, name) for name in (row.missing if row else ()))
    return Connection(state, life.COLOURS[state], life.words(account, row), tuple(facts), missing, tuple(row.excess if row else ()))


def lines(session: Session, me: Person) -> list[Line]:
    """For administrators: what ends within two weeks, has ended, or may do too little or too much."""
    found: list[Line] = []
    for account in register.of_academy(session):
        if account.state not in register.LIVE or not may(session, me, Verb.CONNECT_ACCOUNT, Place(account.academy_id)):
            continue
        row = life.access_of(session, account.id or 0)
        state, link = life.standing(account, row), f"/accounts/{account.id}#connection"
        if row is None or state is TokenState.REAUTH_NEEDED:  # "connect it again" stands there already
            continue
        if state is TokenState.REVOKED:
            found.append((1, f"Connect @{account.handle} again: its connection has ended", link, Urgency.SOON))
        elif state is TokenState.EXPIRING and row.ends_at is not None:
            days = life.days_left(row.ends_at)
            urgency = Urgency.SOON if days <= 3 else Urgency.ROUTINE
            found.append((1, f"Connect @{account.handle} again: its connection ends in {days} day{'' if days == 1 else 's'}", link, urgency))
        if row.excess:
            found.append((1, f"Connect @{account.handle} again with fewer rights: it may do more than it should", link, Urgency.SOON))
        elif row.missing:
            found.append(
                (1, f"@{account.handle} lacks {len(row.missing)} right{'' if len(row.missing) == 1 else 's'}: see what fails", link, Urgency.ROUTINE)
            )
    return found


def _told(asked_at: datetime | None, held: list[str], guide: Guide) -> str:
    if asked_at is None:
        return "The network does not say."
    return "; ".join(right(guide, name).does for name in held) or "nothing"


def _day(moment: datetime) -> str:
    local = london(moment)
    return f"{local.day} {local:%B %Y}"

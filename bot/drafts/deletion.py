"""Deleting a live post and reading back that it is gone: the one way, whoever wanted it gone (C09, C14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.clock import now
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.registry import Means
from bot.work import backoff

FAILURES = 2
LOOK_AGAIN = timedelta(minutes=10)  # whether a person has removed it by hand


class Fate(StrEnum):
    GONE = "gone"  # read back
    AGAIN = "again"
    BY_HAND = "by hand"  # the network will not, so a person gets the steps and the account is read until it is gone


@dataclass(frozen=True)
class Result:
    """`said` is fit to show to staff; `at` is when to go on, in aware UTC."""

    fate: Fate
    said: str
    at: datetime


def delete(session: Session, account: Account, remote_id: str, means: Means, *, failures: int, only_look: bool = False) -> Result:
    """Nothing may be open in `session`: the network is asked. Deleting twice is harmless, so after a lost answer it is simply done again.

    With `only_look` a person removes it, and this only reads whether they have.
    """
    try:
        platform = register.open_platform(account, means.doors, means.vault)
        gone = platform.lookup([remote_id])[remote_id] is None  # somebody may have done it by hand
        if not gone and not only_look:
            platform.delete(remote_id)
            gone = platform.lookup([remote_id])[remote_id] is None
    except (Refused, Unsupported) as no:
        return Result(Fate.BY_HAND, str(no), now() + LOOK_AGAIN)
    except Exception as trouble:  # noqa: BLE001 -- whatever it is, the post may still be up and is tried again
        return _trouble(session, account, trouble, failures)
    if gone:
        return Result(Fate.GONE, "", now())
    if only_look or failures + 1 >= FAILURES:
        return Result(Fate.BY_HAND, "The post is still there.", now() + LOOK_AGAIN)
    return Result(Fate.AGAIN, "The post is still there.", now() + backoff(failures))


def _trouble(session: Session, account: Account, trouble: Exception, failures: int) -> Result:
    if isinstance(trouble, AccessLost):
        register.access_lost(session, account.id or 0)
    said = str(trouble) if isinstance(trouble, Trouble) else "The network could not be understood."
    if failures + 1 >= FAILURES and not isinstance(trouble, Busy):
        return Result(Fate.BY_HAND, said, now() + LOOK_AGAIN)
    until = trouble.until if isinstance(trouble, Busy) else None
    return Result(Fate.AGAIN, said, until or now() + backoff(failures))


def steps(account: Account, url: str, act: str = "delete") -> tuple[str, ...]:
    """What a person does where the network will not."""
    by_hand = CAPABILITIES[account.platform].steps.get(act, ("Sign in as the academy and delete it.",))
    return (f"Open {url or 'the post'}.", *by_hand, "Come back here and press Done.")

"""The watch where a network tells how many an account follows and not whom: a rise is an alarm, and somebody looks (S17.3).

What is known is a number. Nobody is called followed: the words say "unverified" until a person has looked. One follow undone and
another made between two readings leave the number as it was, and are not seen.
"""

import json
from typing import Any

from sqlmodel import Session

from bot.accounts import register, streams
from bot.accounts.models import Account, Stream
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence, tasks
from bot.clock import now
from bot.following.guard import on_list
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.permissions import Role
from bot.platforms.base import Platform, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import CountsFollowing
from bot.platforms.registry import Means

Counted = tuple[int, str | None]


def counts(session: Session, key: int) -> bool:
    """Whether this stream is of an account on such a network."""
    stream = session.get_one(Stream, key)
    found = CAPABILITIES[session.get_one(Account, stream.account_id).platform].counts_following
    session.commit()
    return found


def run(session: Session, key: int, means: Means) -> int:
    """Read how many the account follows. Returns how many more than leadership knows of."""

    def fetch(platform: Platform, cursor: str | None) -> Counted:
        if not isinstance(platform, CountsFollowing):
            raise Unsupported("This network does not say how many the account follows.")
        return platform.following_count(), cursor

    return streams.read(session, key, means, fetch, _store)


def _store(session: Session, account: Account, got: Counted) -> dict[str, Any]:
    count, cursor = got
    listed = len(on_list(session, account.id or 0))
    before = json.loads(cursor or "null")
    if not isinstance(before, dict):  # the first reading: what is there was there before Gatepost
        before = {"count": count, "listed": listed, "room": 0}
    # Somebody may follow an organisation by hand once it is on the list, and not at once.
    room = max(before["room"] + listed - before["listed"], 0)
    rise = max(count - before["count"], 0)
    more = max(rise - room, 0)
    if more:
        _alarm(session, account, before["count"], count, more)
    return {"cursor": json.dumps({"count": count, "listed": listed, "room": max(room - rise, 0)}), "new": more}


def _alarm(session: Session, account: Account, before: int, count: int, more: int) -> None:
    subject = f"account:{account.id}:following"
    holders = register.holders(session, account)
    captured = evidence.capture(session, account, subject, {"before": before, "now": count, "seen_at": now().isoformat()})
    append(
        session,
        GATEPOST,
        Act.FOLLOW_FOUND,
        subject,
        academy_id=account.academy_id,
        account_id=account.id,
        verified=False,
        before=before,
        count=count,
        evidence=captured.id,
        holders=holders,
    )
    network = CAPABILITIES[account.platform]
    told = f"Unverified: @{account.handle} follows {count} accounts on {network.label} instead of {before}, {more} more than leadership agreed to."
    tell_roles(session, account.academy_id, [Role.SLT, Role.HEAD], told, "/tasks", subject=subject, urgency=Urgency.SOON)
    steps = (
        f"{network.label} tells only the number, so Gatepost does not know whom. It rose from {before} to {count}.",
        *network.steps.get("following", ("Sign in as the academy and look whom it follows.",)),
        f"Who could have done it: {', '.join(holders) or 'nobody in the register'}. Ask them.",
        "Come back here and press Done. If it was a pupil, raise a concern first.",
    )
    tasks.ask(session, account, subject, f"Unverified: look whom @{account.handle} follows ({before} became {count})", steps)

"""What the pages on private messages say: what kind, who, until when, and what Gatepost can see on each network."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, func, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.cases.declarations_models import PermissionKind, PermissionState, StaffPermission
from bot.moderation.messages import guard, words
from bot.moderation.messages.models import MessageGuard, MessageState, PrivateMessage, SenderBlock, SentOutside
from bot.moderation.messages.screen import LABELS
from bot.people.grants import Place, academy, profile_at
from bot.people.models import Academy
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.messaging import MESSAGING, Messaging
from bot.policy.profile import Profile
from bot.web.access import Visit

S = MessageState
STATES: dict[MessageState, tuple[str, str]] = {
    S.WAITING: ("Waits", "yellow"),
    S.SAFEGUARDING: ("With the safeguarding lead", "red"),
    S.CLOSED: ("Closed without a reply", "grey"),
    S.SIGNPOSTED: ("Closed, and pointed elsewhere in public", "grey"),
    S.BLOCK_PROPOSED: ("A block is proposed", "orange"),
}


@dataclass(frozen=True)
class Card:
    row: PrivateMessage
    account: Account
    network: str
    kind: str
    colour: str
    state: str
    state_colour: str
    sender: str


def card(session: Session, row: PrivateMessage) -> Card:
    account = register.account(session, row.account_id)
    sender = row.sender_handle or ("nobody who is named" if row.logged_by else "somebody who is forgotten here")
    return Card(row, account, CAPABILITIES[account.platform].label, *LABELS[row.category], *STATES[row.state], sender)


def account_of(session: Session, row: SenderBlock | SentOutside) -> Account:
    return register.account(session, row.account_id)


def profile_of(visit: Visit, academy_id: int) -> tuple[Profile, Academy]:
    return profile_at(visit.session, academy_id), academy(visit.session, academy_id)


def academy_name(visit: Visit, academy_id: int) -> str:
    return academy(visit.session, academy_id).name


@dataclass(frozen=True)
class Watched:
    """One account: what can be seen of its private messages, and the line for its description."""

    account: Account
    network: str
    can: Messaging
    guard: MessageGuard | None
    bio: str
    unseen: bool


def accounts(visit: Visit) -> list[Watched]:
    homes = {a.id for a in visit.academies if visit.may(Verb.READ_MESSAGES, Place(a.id or 0))}
    found = []
    for account in register.of_academy(visit.session):
        if account.academy_id in homes and account.state in register.LIVE:
            can = MESSAGING[account.platform]
            row = guard.of_account(visit.session, account.id or 0)
            found.append(Watched(account, CAPABILITIES[account.platform].label, can, row, words.bio(account), not can.read))
    return found


def alumni(visit: Visit, academy_id: int) -> dict[str, Any] | None:
    """Where the policy lets former pupils who are adults be contacted: how, by which clause, and how many permissions are in force."""
    profile = profile_at(visit.session, academy_id)
    if profile.alumni_contact.value == "none_stated":
        return None
    live = select(func.count()).where(
        StaffPermission.academy_id == academy_id, StaffPermission.kind == PermissionKind.ALUMNI, StaffPermission.state == PermissionState.LIVE
    )
    return {
        "clause": profile.alumni_contact.clause,
        "live": visit.session.exec(live).one(),
        "may_read": visit.may(Verb.READ_PERMISSIONS, Place(academy_id)),
    }

"""Putting a credential to an account: what it opens must be the registered account, with no more rights than needed (C02, C13)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlmodel import Session, select

from bot.accounts import connecting_life as life
from bot.accounts.costs import Ledger
from bot.accounts.keeping import account
from bot.accounts.models import Account, AccountState, Doubt, Stream, StreamKind
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.people.academies import empty_roles
from bot.people.grants import Place, academy, actor, same_human, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import AccessLost, Busy, Platform, Profile, Refused, Trouble, Unsupported
from bot.platforms.metering import Meter
from bot.platforms.offers import Rights, TellsRights
from bot.platforms.registry import CREDENTIALS, Doors
from bot.platforms.signing_in_networks import granted
from bot.secrets import Vault

LIVE = (AccountState.CONNECTED, AccountState.SUSPENDED)
ENDS = "ends_at"  # among credentials: when even the refresh token ends; it goes to the row, not to the vault
MESSAGES = ("messag", "dm.", "chat", "whisper")  # in a network's own name of a right
AGAIN = "Take Gatepost away under the account's connected apps there, give only the rights that are listed here, and begin again."


@dataclass(frozen=True)
class Found:
    """What a credential opens, and how things stand there now. `kept` is what is locked away, the network's session included."""

    profile: Profile
    rights: Rights | None
    stock: Mapping[StreamKind, str | None] = field(repr=False)
    kept: dict[str, str] = field(repr=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        return self.rights.missing if self.rights else ()


def connect(session: Session, me: Person, account_id: int, credentials: Mapping[str, str], doors: Doors, vault: Vault) -> Account:
    """What was typed: try it, see that it opens the registered account and no other, and lock it away for good."""
    found = try_typed(session, me, account_id, credentials, doors)
    return settle(session, me, account_id, found, vault)


def try_typed(session: Session, me: Person, account_id: int, credentials: Mapping[str, str], doors: Doors) -> Found:
    """Typed details, complete and tried. Raises BadInput beside the field."""
    row = account(session, account_id)
    must_may(session, me, row)
    wanted = CREDENTIALS.get(row.platform)
    if not wanted:
        raise Refusal(
            "Gatepost has no connection to this network.", rule="no-connection", next_step="A person watches the account and says so each month."
        )
    missing = {name: f"Enter {label}." for name, label in wanted.items() if not credentials.get(name, "").strip()}
    if missing:
        raise BadInput(missing)
    given = {name: credentials[name].strip() for name in wanted}
    first = next(iter(wanted), "")
    session.commit()  # nothing was written; the network is asked outside any transaction
    try:
        return examine(row.platform, given, doors, Ledger(doors.engine, account_id, row.platform))
    except AccessLost:
        raise BadInput({first: "The network does not accept these details. Check each one and try again."}) from None
    except Trouble as trouble:
        raise BadInput({first: f"The network could not be asked: {trouble}. Nothing was saved. Try again in a few minutes."}) from None


def must_may(session: Session, me: Person, row: Account) -> None:
    """Raises Refusal, on record, for whoever may not connect this account now."""
    refusal = why_not_connect(session, me, row)
    if refusal is not None:
        with recorded(session, actor(me), Act.ACCOUNT_CONNECTED, f"account:{row.id}", academy_id=row.academy_id, account_id=row.id):
            raise refusal


def examine(platform: str, credentials: Mapping[str, str], doors: Doors, meter: Meter | None = None) -> Found:
    """Ask the network, outside any transaction. Raises its troubles."""
    kept = dict(credentials)
    lasting = {name: value for name, value in kept.items() if name != ENDS}
    opened = doors.open(platform, lasting, keep=partial(kept.__setitem__, "session"), meter=meter)
    profile = opened.whoami()
    return Found(profile, _rights(opened) or granted(platform, kept.get("scope", "")), _take_stock(opened), kept)


def settle(session: Session, me: Person, account_id: int, found: Found, vault: Vault) -> Account:
    """Write it down, or refuse: another account, or rights beyond what is needed."""
    row = account(session, account_id)
    with recorded(session, actor(me), Act.ACCOUNT_CONNECTED, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id) as note:
        refusal = why_not_connect(session, me, row) or wrong_account(row, found.profile) or too_much(found.rights)
        if refusal is not None:  # asked again: the network was given time to answer
            raise refusal
        note.detail["remote_id"] = found.profile.remote_id
        if found.lacks:
            note.detail["lacks"] = list(found.lacks)
        row.remote_id, row.reauthorise = found.profile.remote_id, False
        row.credential = vault.lock({name: value for name, value in found.kept.items() if name != ENDS})
        row.connected_by, row.connected_at, row.doubt = me.id, row.connected_at or now(), Doubt.NONE
        if row.state is AccountState.APPROVED:  # a suspended account stays so: putting it back in use is the Headteacher's
            row.state, row.reason = AccountState.CONNECTED, ""
        life.connected(session, account_id, found.rights, found.kept)
        _start_streams(session, account_id, found.stock)
    return row


def why_not_connect(session: Session, me: Person, row: Account) -> Refusal | None:
    if row.state not in (AccountState.APPROVED, *LIVE):
        return Refusal("The Headteacher has not approved this account yet.", rule="account-approved", next_step="Ask the Headteacher to decide it.")
    return why_not(session, me, Verb.CONNECT_ACCOUNT, Place(row.academy_id)) or _alone(session, me, row) or _nobody_home(session, row)


def wrong_account(row: Account, found: Profile) -> Refusal | None:
    """The permanent id decides where it is known; a handle may have changed hands."""
    if row.remote_id and row.remote_id != found.remote_id:
        return Refusal(
            f"These details open another account (@{found.handle}) than the one registered.",
            rule="account-identity",
            next_step="Sign in to the right account and make its details again.",
        )
    if found.handle.casefold() != row.handle.casefold():
        return Refusal(
            f"These details open @{found.handle}, but @{row.handle} is registered.",
            rule="account-identity",
            next_step="Use the details of the registered account, or propose the other account.",
        )
    return None


def too_much(rights: Rights | None) -> Refusal | None:
    """More rights than needed could be misused by whoever gets hold of them; private messages above all."""
    if rights is None or not rights.excess:
        return None
    listed = ", ".join(rights.excess)
    private = [name for name in rights.excess if any(part in name.casefold() for part in MESSAGES)]
    what = "could read or send private messages" if private else "may do more than Gatepost needs"
    return Refusal(f"This connection {what}: {listed}. It was not saved.", rule="least-rights", next_step=AGAIN)


def _alone(session: Session, me: Person, row: Account) -> Refusal | None:
    """Two people stand behind a first connection: who approved the account, and who connects it."""
    if row.state is not AccountState.APPROVED or row.decided_by is None or not same_human(me, session.get_one(Person, row.decided_by)):
        return None
    return Refusal("You approved this account, so somebody else connects it.", rule="two-people", next_step="Ask another administrator.")


def _nobody_home(session: Session, row: Account) -> Refusal | None:
    """No account is read or posted to while a role that the policy sends things to is empty (S01.1)."""
    empty = empty_roles(session, row.academy_id, academy(session, row.academy_id).policy) if row.state is AccountState.APPROVED else []
    if not empty:
        return None
    said = f"Nothing can be connected yet. {' '.join(empty)}"
    return Refusal(said, rule="empty-role", next_step="Name somebody for each under People, or in the role directory.")


def _rights(platform: Platform) -> Rights | None:
    """None where the network does not say, or not now: it is asked again every night."""
    if not isinstance(platform, TellsRights):
        return None
    try:
        return platform.rights()
    except (Unsupported, Refused, Busy):
        return None


def _take_stock(platform: Platform) -> dict[StreamKind, str | None]:
    """How things stood when the gate was put up: what is there already is a backlog to look through, not a stray."""
    stock: dict[StreamKind, str | None] = {StreamKind.TIMELINE: platform.timeline(None).cursor}
    if platform.can.list_following:
        stock[StreamKind.FOLLOWING] = json.dumps([who.remote_id for who in platform.following()])
    elif platform.can.counts_following:
        stock[StreamKind.FOLLOWING] = None  # the first number read is where it begins
    return {**stock, StreamKind.REPLIES: None}  # where neither is told, there is nothing to read of follows


def _start_streams(session: Session, account_id: int, stock: Mapping[StreamKind, str | None]) -> None:
    existing = {s.kind: s for s in session.exec(select(Stream).where(Stream.account_id == account_id))}
    for stream in existing.values():  # connected again: read on from where it stopped, now
        stream.failures, stream.not_before = 0, now()
    session.add_all([Stream(account_id=account_id, kind=kind, cursor=cursor) for kind, cursor in stock.items() if kind not in existing])

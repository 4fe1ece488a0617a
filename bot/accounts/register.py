"""The only list of official accounts: propose, approve, connect, suspend (control C02)."""

from datetime import timedelta
from functools import partial

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bot.accounts.connecting import LIVE, connect
from bot.accounts.connecting_life import renewed
from bot.accounts.costs import Ledger
from bot.accounts.keeping import account, custodians, holders, humans, of_academy, set_custodian, unfit
from bot.accounts.models import Account, AccountState, Custodian, Doubt
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now
from bot.db import open_session
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, academy, actor, profile_at, require, require_role, same_human
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import AccessLost, Platform
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.reading import only_reading
from bot.platforms.registry import CREDENTIALS, Doors
from bot.secrets import Vault

__all__ = [
    "LIVE",
    "NETWORKS",
    "access_lost",
    "account",
    "acknowledge",
    "connect",
    "custodians",
    "decide",
    "holders",
    "of_academy",
    "open_platform",
    "propose",
    "require_decider",
    "resume",
    "set_custodian",
    "suspend",
    "unfit",
]
SHORTEST_PURPOSE = 30
NETWORKS = (*CREDENTIALS, *(name for name, can in CAPABILITIES.items() if can.watched_by_hand))  # what an account can be proposed on


def propose(
    session: Session,
    me: Person,
    *,
    academy_id: int,
    platform: str,
    handle: str,
    purpose: str,
    official_email: str,
    custodian_ids: list[int],
    audience: str = "public",
    pupil_facing: bool = False,
) -> Account:
    """Ask for an account to become official. Nothing is connected yet."""
    with recorded(session, actor(me), Act.ACCOUNT_PROPOSED, academy_id=academy_id, platform=platform, handle=handle.strip()) as note:
        require(session, me, Verb.PROPOSE_ACCOUNT, Place(academy_id))
        profile, home = profile_at(session, academy_id), academy(session, academy_id)
        handle, purpose, official_email = handle.strip().lstrip("@"), purpose.strip(), official_email.strip().lower()
        wrong: dict[str, str] = {}
        if platform not in NETWORKS:
            wrong["platform"] = "Choose one of the networks in the list."
        if not handle or " " in handle or len(handle) > 253:
            wrong["handle"] = "Enter the account's handle as the network shows it, like academy.example.sch.uk or AcademyNews."
        else:
            taken = session.exec(select(Account).where(Account.platform == platform, Account.state != AccountState.REFUSED)).all()
            clash = next((a for a in taken if a.handle.casefold() == handle.casefold()), None)
            if clash is not None:
                where = "this academy" if clash.academy_id == academy_id else academy(session, clash.academy_id).name
                wrong["handle"] = f"This handle is already registered to {where}."
        if len(purpose) < SHORTEST_PURPOSE:
            wrong["purpose"] = f"Say what the account is for, in at least {SHORTEST_PURPOSE} characters: the Headteacher decides on this."
        if not official_email.endswith("@" + home.email_domain):
            if profile.official_email.value == "block":
                wrong["official_email"] = f"Use an official address that ends in @{home.email_domain}. A private address can walk away."
            else:
                note.detail["warning"] = "not an official email address"
        named = [session.get(Person, custodian_id) for custodian_id in custodian_ids]
        keepers = humans([human for human in named if human is not None and human.left_at is None])
        if len(keepers) < profile.minimum_custodians.value:
            wrong["custodian_ids"] = f"Choose at least {profile.minimum_custodians.value} different people to keep this account."
        if wrong:
            raise BadInput(wrong)
        new = Account(
            academy_id=academy_id,
            platform=platform,
            handle=handle,
            purpose=purpose,
            audience=audience,
            pupil_facing=pupil_facing,
            official_email=official_email,
            proposed_by=me.id,
        )
        session.add(new)
        session.flush()
        session.add_all([Custodian(account_id=new.id or 0, person_id=h.id or 0) for h in keepers])
        note.subject, note.account_id = f"account:{new.id}", new.id
    return new


def decide(session: Session, me: Person, account_id: int, decision: str, reason: str = "") -> Account:
    """Approve, return or refuse. Who may is the Headteacher; the proposer may not."""
    row = account(session, account_id)
    act = Act.ACCOUNT_APPROVED if decision == "approve" else Act.ACCOUNT_REFUSED
    with recorded(session, actor(me), act, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id, decision=decision):
        require_decider(session, me, row)
        if row.state not in (AccountState.PROPOSED, AccountState.RETURNED):
            raise Refusal("This account has been decided already.", rule="already-decided")
        if row.proposed_by is not None and same_human(me, session.get_one(Person, row.proposed_by)):
            raise Refusal("You proposed this account, so somebody else decides.", rule="self-approval", next_step="Ask another Headteacher.")
        if decision not in ("approve", "return", "refuse"):
            raise BadInput({"decision": "Choose approve, send back or refuse."})
        if decision != "approve" and not reason.strip():
            raise BadInput({"reason": "Say why, so that the proposer knows what to change."})
        by_hand = CAPABILITIES[row.platform].watched_by_hand
        approved = AccountState.UNCONTROLLED if by_hand else AccountState.APPROVED
        row.state = {"approve": approved, "return": AccountState.RETURNED, "refuse": AccountState.REFUSED}[decision]
        row.reason, row.decided_by = reason.strip(), me.id
        row.next_review = (now() + timedelta(days=365)).date()
    return row


def suspend(session: Session, me: Person, account_id: int, reason: str) -> Account:
    """Publishing stops; replies go on being read and hidden, because children read them either way."""
    row = account(session, account_id)
    with recorded(session, actor(me), Act.ACCOUNT_SUSPENDED, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id) as note:
        require(session, me, Verb.SUSPEND_ACCOUNT, Place(row.academy_id))
        if row.state is not AccountState.CONNECTED:
            raise Refusal("Only a connected account can be suspended.", rule="account-state")
        if not reason.strip():
            raise BadInput({"reason": "Say why: it goes on the record."})
        note.detail["reason"] = reason.strip()
        row.state, row.reason = AccountState.SUSPENDED, reason.strip()
    return row


def resume(session: Session, me: Person, account_id: int) -> Account:
    """Put a suspended account back in use; the Headteacher alone, as for a new account."""
    row = account(session, account_id)
    with recorded(session, actor(me), Act.ACCOUNT_RESUMED, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id):
        require_decider(session, me, row)
        if row.state is not AccountState.SUSPENDED:
            raise Refusal("This account is not suspended.", rule="account-state")
        if row.doubt is not Doubt.NONE:
            raise Refusal(
                f"The network shows {row.doubt.value} than the one registered.",
                rule="account-identity",
                next_step="Open the incident under Stray posts: confirm the handle or retire the account. Another account has to be connected again.",
            )
        row.state, row.reason = AccountState.CONNECTED, ""
    return row


def acknowledge(session: Session, me: Person, account_id: int) -> Account:
    """Somebody the policy names knows this account before pupils use it (P06, S02.2)."""
    row = account(session, account_id)
    with recorded(session, actor(me), Act.ACCOUNT_ACKNOWLEDGED, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id):
        require(session, me, Verb.ACKNOWLEDGE_ACCOUNT, Place(row.academy_id))
        wanted = profile_at(session, row.academy_id).url_acknowledged_by
        require_role(session, me, wanted.value, Place(row.academy_id), "acknowledge an account", wanted.clause)
        row.acknowledged_by = me.id
    return row


def require_decider(session: Session, me: Person, row: Account) -> None:
    """The Headteacher, or whom the profile names (P05, S02.1)."""
    require(session, me, Verb.APPROVE_ACCOUNT, Place(row.academy_id))
    approver = profile_at(session, row.academy_id).account_approver
    require_role(session, me, approver.value, Place(row.academy_id), "decide about an account", approver.clause)


def open_platform(row: Account, doors: Doors, vault: Vault) -> Platform:
    """The network, opened with this account's credential. Raises AccessLost when there is none."""
    if not row.credential or row.id is None:
        raise AccessLost("The account has no credential.")
    if row.doubt is Doubt.IDENTITY:
        raise AccessLost("The credential opens another account than the one registered, so it is not used.")
    keep, meter = partial(_keep_session, doors.engine, vault, row.id), Ledger(doors.engine, row.id, row.platform)
    platform = doors.open(row.platform, vault.unlock(row.credential), keep=keep, meter=meter)
    return only_reading(platform) if row.doubt is Doubt.HANDLE else platform


def _keep_session(engine: Engine, vault: Vault, account_id: int, session_text: str) -> None:
    """A network that counts sign-ins (Bluesky: 300 a day) gives a session to reuse; it is kept with the credential."""
    with open_session(engine) as session:
        row = account(session, account_id)
        if row.credential:
            row.credential = vault.lock({**vault.unlock(row.credential), "session": session_text})
            renewed(session, account_id, session_text)
            session.add(row)
            session.commit()


def access_lost(session: Session, account_id: int) -> None:
    """The network turned the credential away: say so on the account, once (S13.3). People are told by the job "access". Commits nothing."""
    row = account(session, account_id)
    if not row.reauthorise:
        row.reauthorise = True
        session.add(row)
        append(session, GATEPOST, Act.ACCOUNT_BLIND, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id)

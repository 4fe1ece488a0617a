"""Whose comments are judged and never hidden by the machine: own official accounts, organisations that are followed, listed staff.

They are asked about instead. For an alarm, or a risk to life, it makes no difference who wrote it.
"""

from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.moderation.staff_list_models import StaffAccount
from bot.moderation.verdict import Severity, Verdict, Word
from bot.people.grants import Place, academies, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.base import Trouble
from bot.platforms.registry import Doors
from bot.secrets import Vault

Organisations = Callable[[Session, int], set[str]]
OWN, ORGANISATION, STAFF = "an official account of the trust", "an organisation on the allow-list", "a listed staff account"
LONGEST = timedelta(days=366)
SHORTEST_REASON = 10


def voices(session: Session, account: Account, organisations: Organisations) -> dict[str, str]:
    """Permanent id of a listed writer on this account's network -> why they are listed."""
    own = select(Account.remote_id).where(Account.platform == account.platform, Account.remote_id != "", col(Account.state).in_(register.LIVE))
    staff = select(StaffAccount.remote_id).where(
        StaffAccount.academy_id == account.academy_id,
        StaffAccount.platform == account.platform,
        col(StaffAccount.removed_at).is_(None),
        col(StaffAccount.ends) >= today(),
    )
    found = dict.fromkeys(session.exec(staff), STAFF)
    found |= dict.fromkeys(organisations(session, account.id or 0), ORGANISATION)
    return found | dict.fromkeys(session.exec(own), OWN)


def asks_instead(verdict: Verdict, voice: str) -> bool:
    """Whether the machine would hide it and leaves it to a person, because of who wrote it."""
    return bool(voice) and verdict.word is Word.HIDE and verdict.severity > Severity.S0


def listed(session: Session, me: Person) -> list[StaffAccount]:
    """Those of my academies that count today."""
    mine = [a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.KEEP_STAFF_LIST, Place(a.id))]
    query = select(StaffAccount).where(
        col(StaffAccount.academy_id).in_(mine), col(StaffAccount.removed_at).is_(None), col(StaffAccount.ends) >= today()
    )
    return list(session.exec(query.order_by(StaffAccount.handle)))


def add(
    session: Session, me: Person, account_id: int | None, handle: str, reason: str, ends: date | None, doors: Doors, vault: Vault
) -> StaffAccount:
    """The network is asked once whose handle it is; what counts from then on is its permanent id."""
    account = session.get(Account, account_id) if account_id else None
    wrong = _wrong(session, me, account, handle, reason, ends)
    session.commit()
    if wrong or account is None or ends is None:
        raise BadInput(wrong)
    require(session, me, Verb.KEEP_STAFF_LIST, Place(account.academy_id))
    session.commit()  # nothing is held while the network is asked
    try:
        found = register.open_platform(account, doors, vault).resolve(handle.strip())
    except Trouble as trouble:
        raise Refusal(f"The network did not say whose handle this is: {trouble}", rule="network", next_step="Try again in a few minutes.") from None
    if found is None:
        raise BadInput({"handle": "Nobody on this network has that handle."})
    subject = f"academy:{account.academy_id}"
    with recorded(session, actor(me), Act.STAFF_LISTED, subject, academy_id=account.academy_id, account_id=account.id, ends=ends) as note:
        require(session, me, Verb.KEEP_STAFF_LIST, Place(account.academy_id))
        if voices(session, account, lambda *_: set()).get(found.remote_id) is not None:
            raise BadInput({"handle": "This account is listed already."})
        row = StaffAccount(
            academy_id=account.academy_id,
            platform=account.platform,
            remote_id=found.remote_id,
            handle=found.handle,
            reason=reason.strip(),
            ends=ends,
            added_by=me.id or 0,
        )
        session.add(row)
        session.flush()
        note.detail["listed"] = row.id
    return row


def remove(session: Session, me: Person, listed_id: int) -> StaffAccount:
    """Their comments are hidden like anybody's from the next reading on."""
    row = session.get(StaffAccount, listed_id, with_for_update=True)
    if row is None or not may(session, me, Verb.KEEP_STAFF_LIST, Place(row.academy_id)):
        raise NotFound("That account is not on a list of yours.")
    with recorded(session, actor(me), Act.STAFF_UNLISTED, f"academy:{row.academy_id}", academy_id=row.academy_id, listed=listed_id):
        if row.removed_at is not None:
            raise Refusal("It is off the list already.", rule="already-decided")
        row.removed_by, row.removed_at = me.id, now()
        session.add(row)
    return row


def _wrong(session: Session, me: Person, account: Account | None, handle: str, reason: str, ends: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if account is None or not may(session, me, Verb.READ_ACCOUNTS, Place(account.academy_id)):
        wrong["account_id"] = "Choose on whose account they comment."
    if not handle.strip():
        wrong["handle"] = "Enter the handle of the staff account."
    if len(reason.strip()) < SHORTEST_REASON:
        wrong["reason"] = "Write in a sentence why, and that they agreed to be listed."
    if ends is None or not today() <= ends <= today() + LONGEST:
        wrong["ends"] = "Enter a last day within the next year. It ends by itself then."
    return wrong

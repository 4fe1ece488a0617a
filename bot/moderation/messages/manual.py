"""Writing down a private message that Gatepost cannot see: who, when, what kind. Words only where a child may be at risk."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases import concern
from bot.cases.concern import Seen
from bot.clock import now
from bot.errors import BadInput
from bot.moderation.messages import blocks
from bot.moderation.messages.models import Category, MessageState, PrivateMessage
from bot.moderation.messages.reading import written_before
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.grants import Place, academies, actor, may, require
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.platforms.base import Post

C = Category
KINDS: dict[Category, tuple[str, int]] = {  # what the form offers, and how grave it is
    C.SAFEGUARDING: ("A child or a life may be at risk", 0),
    C.ABUSE: ("Abuse or a threat", 2),
    C.CRITICISM: ("Criticism or a complaint", 3),
    C.SPAM: ("Spam", 4),
    C.ORDINARY: ("Anything else", 5),
}
LONGEST_HANDLE, LONGEST = 253, 4_000
OLDEST = timedelta(days=366)


def accounts(session: Session, me: Person) -> list[Account]:
    """Those that are in use where this person may write one down."""
    homes = {a.id for a in academies(session, me) if a.id is not None and may(session, me, Verb.LOG_MESSAGES, Place(a.id))}
    return [account for account in register.of_academy(session) if account.academy_id in homes and account.state in register.LIVE]


def write_down(
    session: Session,
    me: Person,
    *,
    account_id: int | None,
    at: datetime | None,
    kind: str,
    handle: str = "",
    words: str = "",
    seen_imagery: bool = False,
) -> PrivateMessage:
    """A safeguarding matter goes to the lead at once; anything else waits on the desk."""
    account = next((each for each in accounts(session, me) if each.id == account_id), None)
    where = account.academy_id if account else None
    with recorded(session, actor(me), Act.MESSAGE_LOGGED, academy_id=where, account_id=account_id if account else None) as note:
        require(session, me, Verb.LOG_MESSAGES, Place(where) if where else None)
        name = handle.strip().removeprefix("@")
        wrong = _wrong(account, at, kind, name, words)
        if wrong or account is None or at is None:
            raise BadInput(wrong)
        category = C(kind)
        row = PrivateMessage(
            academy_id=account.academy_id,
            account_id=account.id or 0,
            remote_id=f"by-hand:{uuid4().hex}",
            sender_id=f"@{name.casefold()}" if name else "",
            sender_handle=name,
            at=at,
            category=category,
            severity=KINDS[category][1],
            repeats=written_before(session, account.id or 0, f"@{name.casefold()}" if name else ""),
            logged_by=me.id,
        )
        session.add(row)
        session.flush()
        note.subject = f"message:{row.id}"
        note.detail["category"] = "alarm" if category is C.SAFEGUARDING else category.value
        if category is C.SAFEGUARDING:
            _to_the_lead(session, me, account, row, words, seen_imagery=seen_imagery)
        else:
            _to_the_desk(session, account, row)
        session.add(row)
    return row


def _to_the_lead(session: Session, me: Person, account: Account, row: PrivateMessage, words: str, *, seen_imagery: bool) -> None:
    row.state = MessageState.SAFEGUARDING
    post = Post(row.remote_id, "", "", row.sender_handle, row.at, "")
    seen = Seen(f"message:{row.id}", "", account.id, post)
    concern.take(session, me, account.academy_id, words=words, about="nobody", person=None, imagery_seen=seen_imagery, seen=seen)


def _to_the_desk(session: Session, account: Account, row: PrivateMessage) -> None:
    if row.category is C.ABUSE:
        text = f"An abusive private message to @{account.handle} was written down. Nobody answers it."
        link, subject = f"/messages/{row.id}", f"message:{row.id}"
        tell_roles(session, account.academy_id, [Role.SLT], text, link, subject=subject, urgency=Urgency.SOON)
    blocks.propose_where_the_policy_asks(session, account, row)


def _wrong(account: Account | None, at: datetime | None, kind: str, handle: str, words: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if account is None:
        wrong["account"] = "Choose the account it was sent to."
    if at is None or at > now() + timedelta(minutes=5) or at < now() - OLDEST:
        wrong["at"] = "Enter the day and time at which it arrived, within the last year."
    if kind not in {each.value for each in KINDS}:
        wrong["kind"] = "Choose what kind of message it is."
    if len(handle) > LONGEST_HANDLE or any(c.isspace() for c in handle):
        wrong["handle"] = "Enter the sender's handle as the network shows it, without spaces, or leave it empty."
    if kind == C.SAFEGUARDING and not words.strip():
        wrong["words"] = "Write what it says, as far as the safeguarding lead needs it."
    if kind != C.SAFEGUARDING and words.strip():
        wrong["words"] = "Words are kept only where a child may be at risk. If one may be, choose that above; if not, take them out."
    if len(words) > LONGEST:
        wrong["words"] = f"Keep it under {LONGEST:,} characters."
    return wrong

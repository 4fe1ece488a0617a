"""What a notice is about, by number and place and never by content: "Comment 12 on @oakfield". It is what leaves in a message."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot.accounts.models import Account
from bot.cases.models import Case, Task
from bot.cases.safeguarding_access import is_subject
from bot.drafts.drifting.models import Backlog, CountLead, FaceDrift, TakeOver
from bot.drafts.models import Stray
from bot.following.models import Allowed
from bot.moderation.messages.models import PrivateMessage, SenderBlock, SentOutside
from bot.moderation.models import Reply
from bot.notify.models import Notice
from bot.people.models import Person

# How a thing is called, by the first word of a notice's subject or link.
CALLED: Mapping[str, str] = {
    "case": "Safeguarding case",
    "joined": "Safeguarding case",
    "cases": "Safeguarding case",
    "reply": "Comment",
    "comments": "Comment",
    "message": "Private message",
    "sender-block": "Block",
    "sent-outside": "Message sent outside Gatepost",
    "stray": "Stray post",
    "face": "Changed profile",
    "takeover": "Take-over",
    "count": "Number of posts",
    "backlog": "Backlog",
    "draft": "Draft",
    "draft-waiting": "Draft",
    "orphan": "Draft",
    "drafts": "Draft",
    "advice": "Question",
    "task": "Task",
    "break-glass": "Emergency post",
    "pile-ons": "Many comments, number",
    "appeals": "Appeal",
    "accounts": "Account",
    "declaration": "Declaration",
    "declarations": "Declaration",
    "permissions": "Permission",
    "leavers": "Leaver",
    "leaving-check": "Leaver's check",
    "mode": "Sensitive period",
    "access-review": "Access review",
    "tampered": "Evidence",
    "allow": "Follow request",
    "follow": "Follow",
    "link": "Link",
    "outage": "Outage",
}
# What belongs to one account, and so is named with its handle.
ON_ACCOUNT: Mapping[str, Any] = {
    "reply": Reply,
    "comments": Reply,
    "message": PrivateMessage,
    "sender-block": SenderBlock,
    "sent-outside": SentOutside,
    "stray": Stray,
    "face": FaceDrift,
    "takeover": TakeOver,
    "count": CountLead,
    "backlog": Backlog,
    "task": Task,
    "allow": Allowed,
}
SAFEGUARDING = ("case", "joined", "cases")
RESTRICTED = (*SAFEGUARDING, "declaration", "declarations")
ELSE = "Something in Gatepost"


def of(notice: Notice) -> tuple[str, int]:
    """(what kind, its number); the subject says it best, then the link. ("", 0) where neither does."""
    parts = [notice.subject.split(":"), notice.link.split("?")[0].split("#")[0].strip("/").split("/")]
    found = ((part[0], part[1]) for part in parts if len(part) > 1 and part[0] in CALLED)
    return next(((kind, int(number)) for kind, number in found if number.isdigit()), ("", 0))


def name(session: Session, notice: Notice) -> str:
    kind, number = of(notice)
    if not kind:
        return ELSE
    if kind == "accounts":
        account = session.get(Account, number)
        return f"@{account.handle}" if account else ELSE
    row = session.get(ON_ACCOUNT[kind], number) if kind in ON_ACCOUNT else None
    account = session.get(Account, row.account_id) if row is not None and row.account_id else None
    return f"{CALLED[kind]} {number}{f' on @{account.handle}' if account else ''}"


def name_for(session: Session, me: Person, notice: Notice) -> str:
    """The same for whoever looks after the channels, who need not know that there is a case. Empty: they must not know of it at all."""
    kind, number = of(notice)
    case = session.get(Case, number) if kind in SAFEGUARDING else None
    if case is not None and is_subject(session, me, case):
        return ""
    return "For those it is addressed to alone" if kind in RESTRICTED else name(session, notice)

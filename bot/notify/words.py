"""Every word that leaves Gatepost in a notice, in tables: what it is, how urgent, which item, one link; and why one did not get through.

A notice's own text stays on the pages. What leaves is made from these words and an item's number alone, so that no comment and no
child's name can be in it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.notify.models import Notice, Urgency
from bot.platforms.channels import Answer, Letter, Trouble

U, T = Urgency, Trouble
DANGER = "Immediate danger: ring 999."
ANYTHING = "Something happened that is for you"
# By the kind of thing a notice is about, as its subject or its link begins.
WHAT: Mapping[str, str] = {
    "case": "Safeguarding: somebody has to look at once",
    "joined": "Safeguarding: somebody else is worried too",
    "cases": "Safeguarding: there is something to do",
    "reply": "A comment needs a person",
    "comments": "A comment needs a person",
    "police": "A threat to a member of staff, and whether the police are told",
    "police-risk": "A threat to a member of staff, and whether the police are told",
    "pile-ons": "Many comments came at once",
    "appeals": "A complaint that a comment was hidden",
    "stray": "The live account differs from what was approved",
    "face": "The profile or the handle of an official account was changed",
    "takeover": "An official account may have been taken over: go through the steps",
    "count": "The number of posts on an official account moved",
    "backlog": "Posts from before Gatepost wait to be gone through",
    "break-glass": "A post was made outside Gatepost",
    "draft": "A draft is at your step, or came back to you",
    "draft-waiting": "A draft is at your step",
    "drafts": "A draft is at your step, or came back to you",
    "orphan": "A draft needs somebody to take it over",
    "advice": "A question about a draft waits for an answer",
    "task": "Something has to be done by hand",
    "tasks": "Something has to be done by hand",
    "follow": "A follow was made or asked for",
    "allow": "A follow was made or asked for",
    "following": "A follow was made or asked for",
    "account": "An official account needs attention",
    "accounts": "An official account needs attention",
    "link": "A link leads elsewhere than it did",
    "mode": "A sensitive period begins, ends or waits for agreement",
    "modes": "A sensitive period begins, ends or waits for agreement",
    "declaration": "A declaration waits to be read",
    "declarations": "A declaration waits to be read",
    "permissions": "A permission was asked for or decided",
    "invitation": "Somebody can choose a password",
    "people": "Something about people and what they may do",
    "leavers": "Somebody leaves, and things have to be done",
    "leaving-check": "A leaver may still be able to get in",
    "access-review": "The review of who may do what",
    "role-gap": "Nobody is there for a role",
    "tampered": "A piece of evidence is not as it was sealed",
    "evidence": "Evidence waits for a decision",
    "consent": "A published picture has to come down",
    "policy": "The policy is to be read or reviewed",
    "policy-question": "The policy is to be read or reviewed",
    "outage": "Gatepost has stopped working, or works again",
    "channel": "A way out for notices is to be agreed to, or fails",
}


class Urgent(NamedTuple):
    """How urgent, at the head of the subject line, and in a sentence."""

    head: str
    sentence: str


URGENT: Mapping[Urgency, Urgent] = {
    U.NOW: Urgent("act now", f"Now. {DANGER}"),
    U.SOON: Urgent("today", "Today."),
    U.ROUTINE: Urgent("when you can", "When you can."),
}
FOOT = "This was sent by Gatepost. It never says what was written, or by whom: open the link and sign in. The same notice may come twice."


def kind_of(notice: Notice) -> str:
    """The word of the table that a notice belongs to; empty where none does."""
    begins = (notice.subject.partition(":")[0], notice.link.strip("/").partition("/")[0].partition("?")[0].partition("#")[0])
    return next((word for word in begins if word in WHAT), "")


def what(notice: Notice) -> str:
    return WHAT.get(kind_of(notice), ANYTHING)


def letter(notice: Notice, item: str, address: str) -> Letter:
    """One notice. `item` names the thing ("Comment 12 on @oakfield"), `address` is where these pages live."""
    urgent = URGENT[notice.urgency]
    lines = (
        f"What: {what(notice)}",
        f"Which: {item}",
        f"How urgent: {urgent.sentence}",
        f"Open: {address}{notice.link}",
        "",
        f"Notice {notice.id}. {FOOT}",
    )
    return Letter(f"Gatepost, {urgent.head}: {item}", "\n".join(lines), urgent=notice.urgency is U.NOW)


def digest(notices: Sequence[tuple[Notice, str]], address: str) -> Letter:
    """Several that could wait, in one."""
    lines = [f"{item}: {what(notice)}. {address}{notice.link}" for notice, item in notices]
    count = f"{len(notices)} notice{'' if len(notices) == 1 else 's'}"
    return Letter(f"Gatepost, when you can: {count}", "\n".join(["What can wait, in one message:", "", *lines, "", FOOT]))


def trial(academy: str, label: str, address: str) -> Letter:
    body = f"This is a test of the channel “{label}” at {academy}. Nothing happened, and there is nothing to do.\nGatepost is at {address}"
    return Letter("Gatepost: a test notice", body)


class Reason(NamedTuple):
    """Why a notice did not get through, and what the administrator does about it."""

    why: str
    do: str


REASONS: Mapping[Trouble, Reason] = {
    T.UNREACHABLE: Reason("The server could not be reached.", "Check that it runs, that its name is right, and that this machine may reach it."),
    T.SLOW: Reason("The server did not answer within 20 seconds, so nobody can say whether it arrived.", "Check that it runs and is not overloaded."),
    T.SIGN_IN: Reason(
        "The server did not accept the name, the password or the key.",
        "Make a new password or webhook there, add it here as a new channel, and end this one.",
    ),
    T.GONE: Reason(
        "The address no longer exists.", "Somebody removed the webhook or the workflow. Make a new one, add it here, and end this channel."
    ),
    T.REFUSED: Reason(
        "The server refused the message.", "Check the recipient and the sender's address. The service may not take messages like this."
    ),
    T.BUSY: Reason("The server asks us to wait.", "Nothing for now. If it goes on, ask the service about its limits."),
    T.BROKEN: Reason("The server had a fault of its own.", "Ask whoever runs the service. It is tried again by itself."),
    T.UNREADABLE: Reason(
        "The stored address cannot be used.", "Put the older key back into GATEPOST_SECRET_KEYS, or add the channel again and end this one."
    ),
}
ENDED = "The channel was ended before the notice left."


def reason(answer: Answer) -> str:
    """In a sentence, with what the other side answered; never a word of its own text."""
    why = REASONS[answer.trouble].why
    return f"{why[:-1]} (it answered {answer.code})." if answer.code else why


def what_to_do(said: str) -> str:
    """The next step for a reason that `reason` made; empty where there is none."""
    return next((found.do for found in REASONS.values() if said.startswith(found.why[:-1])), "")

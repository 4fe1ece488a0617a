"""The practice network as its pages show it: conversations as another user sees them, and what Gatepost will do about each part played."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts import practice, practice_face
from bot.accounts.practice import Stage
from bot.drafts.models import Draft, Release
from bot.moderation.models import Reply, Review
from bot.platforms import practice_messages
from bot.platforms import practice_world as world
from bot.platforms.practice_messages import PracticeMessage
from bot.platforms.practice_world import Fault, PracticeAccount, PracticePost
from bot.text import loose_equal

FAULTS: dict[Fault, tuple[str, str]] = {
    Fault.REFUSE: ("Refuse", "A definite no. Gatepost does not try the same thing again; where it matters, a person gets a task."),
    Fault.BUSY: ("Busy", "The network asks to wait. Gatepost waits until the time it is given, then goes on."),
    Fault.LOST: ("Lose the answer", "It is done, and the answer never comes. Gatepost reads back before anything else, so nothing is sent twice."),
    Fault.DOWN: ("Be down", "Nothing is done. Gatepost tries again later, each time after a longer wait."),
    Fault.TURNED_AWAY: ("Turn us away", "The password no longer works. An administrator is told to connect the account again."),
}


@dataclass(frozen=True)
class Act:
    """One part to play: what the form is called, and the one line about what Gatepost does."""

    title: str
    button: str
    then: str


ACTS: dict[str, Act] = {
    "reply": Act(
        "Answer this post as somebody else",
        "Answer",
        "Gatepost reads and judges it: ordinary words and criticism stay, threats are hidden and put before leaders, and a child at risk pages the "
        "safeguarding lead.",
    ),
    "mention": Act(
        "Speak to the academy as somebody else",
        "Say it",
        "Gatepost judges it as it judges a reply. It is not under the academy's own post, so the network does not let it be hidden: "
        "a person gets a task with the steps.",
    ),
    "post": Act(
        "Post as the academy, past the gate",
        "Post it",
        "Gatepost finds a stray post at its next reading, keeps evidence, tells the leaders, and removes it if nobody adopts it in time.",
    ),
    "edit": Act(
        "Change a live post on the network",
        "Change it",
        "If it went through Gatepost, the next reading shows the leaders both texts side by side.",
    ),
    "delete": Act(
        "Delete a live post on the network",
        "Delete it",
        "If it went through Gatepost, the next reading tells the leaders that it is gone. Nothing is sent again by itself.",
    ),
    "message": Act(
        "Write to the academy privately",
        "Send it",
        "Gatepost judges it and keeps who, when and what kind, and words only where a person has to read them. A child at risk pages the "
        "safeguarding lead. Nobody answers it.",
    ),
    "answer": Act(
        "Answer privately as the academy, past the gate",
        "Send it",
        "The next reading makes it an incident for the safeguarding lead and the Headteacher, with the names of those who held access.",
    ),
    "profile": Act(
        "Change the academy's profile, past the gate",
        "Change it",
        "The next reading shows the leaders both versions and keeps them as evidence. A new handle suspends the account until the Headteacher "
        "confirms it. Two incidents within an hour raise the steps against a take-over.",
    ),
    "follow": Act(
        "Follow somebody as the academy, past the gate",
        "Follow",
        "Unless it is an organisation on the list, the next reading undoes it and tells the leaders who held access. Only id and times are kept.",
    ),
    "faults": Act(
        "Make the network fail",
        "Order it",
        "Gatepost goes on by its rules, never sends twice, and says so where it is waiting.",
    ),
}


@dataclass(frozen=True)
class Said:
    """One post as it stands on the network."""

    post: PracticePost
    author: PracticeAccount
    own: bool
    gate: str = ""  # of an own post: how it stands to what was approved


def accounts_by_id(session: Session, ids: Iterable[int]) -> dict[int, PracticeAccount]:
    return {a.id or 0: a for a in session.exec(select(PracticeAccount).where(col(PracticeAccount.id).in_(set(ids))))}


def threads(session: Session, on: Stage, account_id: int) -> list[list[Said]]:
    """Conversations of one practice account, told from the academy's stage, as another user of the network sees them."""
    unseen = _with_the_safeguarding_lead(session, on)
    found = [[post for post in thread if not (post.hidden and str(post.id) in unseen)] for thread in world.threads(session, account_id)]
    found = [t for t in found if any(account_id in (p.author_id, p.to_id) and not p.gone for p in t)]
    authors = accounts_by_id(session, (post.author_id for thread in found for post in thread))
    approved = _approved(session, on)
    return [[_said(on, post, authors[post.author_id], approved) for post in thread] for thread in found]


def _said(on: Stage, post: PracticePost, author: PracticeAccount, approved: dict[str, str]) -> Said:
    if post.author_id != on.id:
        return Said(post, author, own=False)
    sent = approved.get(str(post.id))
    gate = "none" if sent is None else "same" if loose_equal(sent, post.text) else "changed"
    return Said(post, author, own=True, gate=gate)


def _approved(session: Session, on: Stage) -> dict[str, str]:
    """Text as approved, by the network's id of what was sent."""
    query = select(Release.remote_id, Draft.text).join(Draft, col(Draft.id) == col(Release.draft_id)).where(Release.account_id == on.account.id)
    return {remote: text for remote, text in session.exec(query) if remote}


def _with_the_safeguarding_lead(session: Session, on: Stage) -> set[str]:
    """Nobody else learns even that such a reply was hidden."""
    query = select(Reply.remote_id).where(Reply.account_id == on.account.id, Reply.review == Review.SAFEGUARDING)
    return set(session.exec(query))


def stage_page(session: Session, on: Stage, others: list[Stage]) -> dict[str, Any]:
    followers, follows = world.counts(session, on.id)
    return {
        "stage": on,
        "others": [s for s in others if s.id != on.id],
        "threads": threads(session, on, on.id),
        "followers": followers,
        "follows": follows,
        "private": _private(session, on),
        "faults": [(FAULTS[f.kind][0], practice.CALLS.get(f.call, f.call), f.times) for f in world.faults(session, on.id)],
        "ACTS": ACTS,
    }


def _private(session: Session, on: Stage) -> list[tuple[str, bool, PracticeMessage]]:
    """Who wrote to whom, and when. Never the words: what is with the safeguarding lead is nobody else's to read."""
    rows = practice_messages.recent(session, on.id)
    others = accounts_by_id(session, (row.to_id if row.from_id == on.id else row.from_id for row in rows))
    return [(others[row.to_id if row.from_id == on.id else row.from_id].handle, row.from_id == on.id, row) for row in rows]


def form(on: Stage, act: str, said: Said | None = None) -> dict[str, Any]:
    """What one form shows."""
    return {
        "stage": on,
        "name": act,
        "act": ACTS[act],
        "shown": said,
        "parts": [(name, words, f"@{handle}") for name, (handle, words) in practice.PARTS.items()],
        "kinds": [(kind.value, words, then) for kind, (words, then) in FAULTS.items()],
        "calls": list(practice.CALLS.items()),
        "fields": list(practice_face.FIELDS.items()),
    }


def said(session: Session, on: Stage, post_id: int) -> Said:
    post = practice.post(session, post_id)
    return _said(on, post, session.get_one(PracticeAccount, post.author_id), {})

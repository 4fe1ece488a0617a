"""Playing the other parts on the practice network, so that staff see what Gatepost does before a grant goes live (C04)."""

import re
from dataclasses import dataclass

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, academies, actor, require
from bot.people.models import Academy, Person
from bot.people.permissions import Verb
from bot.platforms import practice_world as world
from bot.platforms.base import Refused
from bot.platforms.capabilities import CAPABILITIES

# Who can be played without typing a handle. None of them is anybody.
PARTS: dict[str, tuple[str, str]] = {
    "parent": ("practice_parent", "A parent"),
    "pupil": ("practice_pupil_yr8", "A pupil"),
    "stranger": ("practice_stranger", "A stranger"),
    "club": ("practice_netball_club", "A neighbouring club"),
}
HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,39}")
LONGEST = CAPABILITIES["practice"].length.limit
# What can be made to fail: the network's call, and what it is for.
CALLS: dict[str, str] = {
    "": "The next call, whatever it is",
    "publish": "Sending a post",
    "find": "Looking for a post whose answer was lost",
    "lookup": "Reading a post back",
    "timeline": "Reading the academy's own posts",
    "face": "Reading the academy's profile",
    "replies": "Reading replies",
    "messages": "Reading private messages",
    "set_blocked": "Blocking somebody",
    "set_hidden": "Hiding or showing a reply",
    "delete_reply": "Removing a reply for good",
    "reply_stands": "Reading back whether a reply was removed",
    "report": "Reporting a reply",
    "is_hidden": "Reading back whether a reply is hidden",
    "set_reply_setting": "Closing a post to replies, or opening it",
    "delete": "Removing a post",
    "following": "Reading whom the academy follows",
    "unfollow": "Undoing a follow",
}
MOST_TIMES = 50


@dataclass(frozen=True)
class Stage:
    """One practice account, as the register has it and as the network knows it."""

    account: Account
    there: world.PracticeAccount

    @property
    def id(self) -> int:
        return self.there.id or 0


def practice_academies(session: Session, me: Person) -> list[Academy]:
    return [a for a in academies(session, me) if a.practice]


def stages(session: Session, me: Person) -> list[Stage]:
    """The connected practice accounts of practice academies where this person holds a role."""
    found: list[Stage] = []
    for home in practice_academies(session, me):
        for account in register.of_academy(session, home.id):
            there = session.get(world.PracticeAccount, int(account.remote_id)) if account.remote_id.isdigit() else None
            if account.platform == "practice" and account.state in register.LIVE and there is not None:
                found.append(Stage(account, there))
    return found


def stage(session: Session, me: Person, account_id: int) -> Stage:
    found = next((s for s in stages(session, me) if s.account.id == account_id), None)
    if found is None:
        raise NotFound("That practice account is not here.")
    return found


def post(session: Session, post_id: int) -> world.PracticePost:
    """One that everybody on the network can see."""
    found = session.get(world.PracticePost, post_id)
    if found is None or found.gone or found.hidden:
        raise NotFound("That post is not on the practice network.")
    return found


def own_post(session: Session, on: Stage, post_id: int) -> world.PracticePost:
    found = post(session, post_id)
    if found.author_id != on.id:
        raise NotFound("That is not the academy's own post.")
    return found


def speak(session: Session, me: Person, account_id: int, *, part: str, handle: str, text: str, under: int | None = None) -> world.PracticePost:
    """Somebody outside answers a post (`under`), or speaks to the academy."""
    on = stage(session, me, account_id)
    parent = post(session, under) if under is not None else None
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        name, wrong = played_by(on, part, handle)
        wrong |= unsayable(text)
        if wrong:
            raise BadInput(wrong)
        speaker = world.someone(session, name)
        to = {"reply_to": parent.id} if parent else {"mention": on.id}
        try:
            said = world.say(session, speaker, text.strip(), **to)
        except Refused as closed:
            raise Refusal(str(closed), rule="closed", next_step="Speak to the academy instead, or answer another post.") from None
        note.detail.update(did="reply" if parent else "mention", part=name, post=said.id)
    return said


def post_outside(session: Session, me: Person, account_id: int, text: str) -> world.PracticePost:
    """Somebody with the password posts as the academy, past the gate."""
    on = stage(session, me, account_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        if wrong := unsayable(text):
            raise BadInput(wrong)
        said = world.say(session, on.there, text.strip())
        note.detail.update(did="post outside", post=said.id)
    return said


def edit_outside(session: Session, me: Person, account_id: int, post_id: int, text: str) -> None:
    on = stage(session, me, account_id)
    mine = own_post(session, on, post_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        if wrong := unsayable(text):
            raise BadInput(wrong)
        world.edit(session, mine, text.strip())
        note.detail.update(did="edit outside", post=post_id)


def delete_outside(session: Session, me: Person, account_id: int, post_id: int) -> None:
    on = stage(session, me, account_id)
    mine = own_post(session, on, post_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        world.take_down(session, mine)
        note.detail.update(did="delete outside", post=post_id)


def follow_outside(session: Session, me: Person, account_id: int, *, part: str, handle: str) -> None:
    """Somebody with the password follows an account as the academy, past the gate. Whom is not put on record (invariant I7)."""
    on = stage(session, me, account_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        name, wrong = played_by(on, part, handle)
        if wrong:
            raise BadInput(wrong)
        world.follow(session, on.id, world.someone(session, name).id or 0)
        note.detail.update(did="follow outside")


def order_fault(session: Session, me: Person, account_id: int, *, kind: str, call: str, times: int | None) -> None:
    """The next `times` calls go wrong in this way."""
    on = stage(session, me, account_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        wrong: dict[str, str] = {}
        if kind not in list(world.Fault):
            wrong["kind"] = "Choose what goes wrong."
        if call not in CALLS:
            wrong["call"] = "Choose one of the calls in the list."
        if times is None or not 1 <= times <= MOST_TIMES:
            wrong["times"] = f"Enter a number from 1 to {MOST_TIMES}."
        if wrong or times is None:
            raise BadInput(wrong)
        world.order_fault(session, on.id, world.Fault(kind), call=call, times=times)
        note.detail.update(did="order fault", kind=kind, call=call or "any", times=times)


def clear_faults(session: Session, me: Person, account_id: int) -> int:
    on = stage(session, me, account_id)
    with recorded(session, actor(me), Act.PRACTICE, f"account:{account_id}", academy_id=on.account.academy_id, account_id=account_id) as note:
        require(session, me, Verb.PRACTISE, Place(on.account.academy_id))
        dropped = world.clear_faults(session, on.id)
        note.detail.update(did="clear faults", dropped=dropped)
    return dropped


def played_by(on: Stage, part: str, handle: str) -> tuple[str, dict[str, str]]:
    """A typed handle comes before a chosen part."""
    handle = handle.strip().removeprefix("@")
    if not handle:
        return (PARTS[part][0], {}) if part in PARTS else ("", {"part": "Choose who it is, or type a handle."})
    if not HANDLE.fullmatch(handle):
        return "", {"handle": "Use 2 to 40 letters, figures, dots, hyphens and underscores, beginning with a letter or figure."}
    if handle.casefold() == on.there.handle.casefold():
        return "", {"handle": "That is the academy's own handle. Choose somebody else."}
    return handle, {}


def unsayable(text: str) -> dict[str, str]:
    if not text.strip():
        return {"text": "Write what is said."}
    if len(text.strip()) > LONGEST:
        return {"text": f"The practice network takes {LONGEST} characters; this is {len(text.strip())}."}
    return {}

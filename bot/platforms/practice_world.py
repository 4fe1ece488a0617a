"""The world of the practice network: its people, posts and follows, and the faults that were ordered."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from bot.clock import now
from bot.db import stored
from bot.platforms.base import Refused


class Fault(StrEnum):
    """What may go wrong on demand, and what a real network does like it."""

    REFUSE = "refuse"  # 400, 403: a definite no
    BUSY = "busy"  # 429 with a reset time
    LOST = "lost"  # accepts, then the answer never comes
    DOWN = "down"  # 503 before anything was done
    TURNED_AWAY = "turned away"  # 401


class PracticeAccount(SQLModel, table=True):
    """Anybody on the practice network: the academy, parents, pupils, strangers."""

    __tablename__ = "practice_account"

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True)
    display_name: str = ""
    bio: str = ""
    link: str = ""
    avatar: str = ""  # what the picture shows, in words: nobody has to upload one to practise
    private: bool = False
    approves_followers: bool = False
    messages: str = "everyone"
    comments: str = "everyone"
    admins: str = ""


# What this network tells of an account's face, and where it stands here. The keys are those of `offers.FACE_FIELDS`.
FACE: dict[str, str] = {
    "name": "display_name",
    "bio": "bio",
    "link": "link",
    "avatar": "avatar",
    "private": "private",
    "approves_followers": "approves_followers",
    "messages": "messages",
    "comments": "comments",
    "admins": "admins",
}


class PracticePost(SQLModel, table=True):
    __tablename__ = "practice_post"

    id: int | None = Field(default=None, primary_key=True)
    author_id: int = Field(foreign_key="practice_account.id", index=True)
    text: str
    at: datetime = Field(default_factory=now)
    parent_id: int | None = Field(default=None, foreign_key="practice_post.id", index=True)
    root_id: int | None = Field(default=None, foreign_key="practice_post.id", index=True)
    to_id: int | None = Field(default=None, foreign_key="practice_account.id", index=True)
    alts: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    hidden: bool = False
    gone: bool = False
    removed: bool = False  # gone because the owner of the thread removed it, not its writer
    reported: str = ""  # the words of a report to the network's moderators
    reply_setting: str = "everyone"


class PracticeFollow(SQLModel, table=True):
    __tablename__ = "practice_follow"

    id: int | None = Field(default=None, primary_key=True)
    follower_id: int = Field(foreign_key="practice_account.id", index=True)
    followed_id: int = Field(foreign_key="practice_account.id", index=True)
    __table_args__ = (sa.UniqueConstraint("follower_id", "followed_id"),)


class PracticeMute(SQLModel, table=True):
    __tablename__ = "practice_mute"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="practice_account.id", index=True)
    muted_id: int = Field(foreign_key="practice_account.id")


class PracticeFault(SQLModel, table=True):
    """The next `times` calls of `call` (or of anything, when empty) go wrong in this way."""

    __tablename__ = "practice_fault"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="practice_account.id", index=True)
    call: str = ""
    kind: Fault = Field(sa_type=stored(Fault))
    times: int = 1
    wait_s: float = 0.0  # how long the caller is kept waiting first


def follow(session: Session, follower_id: int, followed_id: int) -> None:
    """Anybody follows anybody, once."""
    there = session.exec(select(PracticeFollow).where(PracticeFollow.follower_id == follower_id, PracticeFollow.followed_id == followed_id)).first()
    if there is None:
        session.add(PracticeFollow(follower_id=follower_id, followed_id=followed_id))
        session.commit()


def someone(session: Session, handle: str, display_name: str = "", bio: str = "") -> PracticeAccount:
    """The account of this handle, made when it is not there."""
    row = session.exec(select(PracticeAccount).where(PracticeAccount.handle == handle)).first()
    if row is None:
        row = PracticeAccount(handle=handle, display_name=display_name or handle, bio=bio)
        session.add(row)
        session.commit()
    return row


def say(session: Session, author: PracticeAccount, text: str, reply_to: int | None = None, mention: int | None = None) -> PracticePost:
    """Anybody says something: to the world, under a post, or to an account. Raises Refused where the thread is closed to replies."""
    parent = session.get(PracticePost, reply_to) if reply_to else None
    root = session.get(PracticePost, parent.root_id or parent.id) if parent else None
    if root is not None and root.reply_setting == "nobody" and root.author_id != author.id:
        raise Refused("This post is closed to replies.")
    row = PracticePost(
        author_id=author.id or 0,
        text=text,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        to_id=mention or (_owner(session, parent) if parent else None),
    )
    session.add(row)
    session.commit()
    return row


def edit(session: Session, post: PracticePost, text: str) -> None:
    """Somebody changes their own post on the network itself."""
    post.text = text
    session.add(post)
    session.commit()


def take_down(session: Session, post: PracticePost) -> None:
    """Somebody deletes their own post on the network itself."""
    post.gone = True
    session.add(post)
    session.commit()


def change_face(session: Session, account: PracticeAccount, name: str, value: str) -> None:
    """Somebody changes the account's profile or a setting on the network itself. `name` is a key of `FACE`, or "handle"."""
    column = FACE.get(name, name)
    setattr(account, column, value == "yes" if isinstance(getattr(account, column), bool) else value)
    session.add(account)
    session.commit()


def order_fault(session: Session, account_id: int, kind: Fault, *, call: str = "", times: int = 1, wait_s: float = 0.0) -> None:
    session.add(PracticeFault(account_id=account_id, kind=kind, call=call, times=times, wait_s=wait_s))
    session.commit()


def faults(session: Session, account_id: int) -> list[PracticeFault]:
    """Ordered and not yet used up."""
    query = select(PracticeFault).where(PracticeFault.account_id == account_id, col(PracticeFault.times) > 0)
    return list(session.exec(query.order_by(col(PracticeFault.id))))


def clear_faults(session: Session, account_id: int) -> int:
    """Everything works again. Returns how many orders were dropped."""
    dropped = faults(session, account_id)
    for fault in dropped:
        session.delete(fault)
    session.commit()
    return len(dropped)


def counts(session: Session, account_id: int) -> tuple[int, int]:
    """(followers, following)."""
    query = select(sa.func.count()).select_from(PracticeFollow)
    return (
        session.exec(query.where(PracticeFollow.followed_id == account_id)).one(),
        session.exec(query.where(PracticeFollow.follower_id == account_id)).one(),
    )


def threads(session: Session, account_id: int, most: int = 40) -> list[list[PracticePost]]:
    """Conversations this account began, took part in or was spoken to in: newest first, each from its first post on."""
    involved = sa.or_(col(PracticePost.author_id) == account_id, col(PracticePost.to_id) == account_id)
    first = sa.func.coalesce(col(PracticePost.root_id), col(PracticePost.id))
    roots = list(session.exec(select(first).where(involved).distinct().order_by(first.desc()).limit(most)))
    rows = session.exec(select(PracticePost).where(first.in_(roots)).order_by(col(PracticePost.id))).all()
    found = [[row for row in rows if (row.root_id or row.id) == root] for root in roots]
    return [thread for thread in found if any(not post.gone for post in thread)]


def _owner(session: Session, parent: PracticePost) -> int:
    """A reply anywhere in a thread reaches the one whose thread it is."""
    root = session.get(PracticePost, parent.root_id) if parent.root_id else parent
    return root.author_id if root else parent.author_id

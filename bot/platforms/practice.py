"""The practice network: a small social network in the same database, for newcomers, staff training and tests.

It answers the same protocol as the real ones, over transactions of its own, as a stranger's server would; and it can be
told to refuse, to be busy, to lose its answer after accepting, or to go down.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bot.db import open_session
from bot.platforms import practice_replies
from bot.platforms.base import AccessLost, Busy, Outgoing, Page, Post, Profile, Refused, Unsupported, Unsure
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.messaging import Inbox
from bot.platforms.offers import Face, Older
from bot.platforms.practice_messages import blocked, inbox, set_blocked
from bot.platforms.practice_world import FACE, Fault, PracticeAccount, PracticeFault, PracticeFollow, PracticeMute, PracticePost, follow
from bot.platforms.raw import kept
from bot.text import loose_equal

A_PAGE = 100  # of what is older


class Practice:
    """One account on the practice network."""

    name = "practice"
    can = CAPABILITIES["practice"]

    def __init__(self, engine: Engine, remote_id: str) -> None:
        self._engine = engine
        self._me = int(remote_id) if remote_id.isdigit() else 0

    def whoami(self) -> Profile:
        with self._call("whoami") as session:
            row = session.get_one(PracticeAccount, self._me)
            return Profile(str(row.id), row.handle, row.display_name)

    def face(self) -> Face:
        with self._call("face") as session:
            row = session.get_one(PracticeAccount, self._me)
            mine = select(sa.func.count()).select_from(PracticePost).where(PracticePost.author_id == self._me, col(PracticePost.gone).is_(False))
            shown = {name: getattr(row, column) for name, column in FACE.items()}
            told = {name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in shown.items()}
            return Face(str(row.id), row.handle, {**told, "posts": str(session.scalar(mine) or 0)})

    def resolve(self, handle: str) -> Profile | None:
        with self._call("resolve") as session:
            row = session.exec(select(PracticeAccount).where(PracticeAccount.handle == handle.lstrip("@"))).first()
            return Profile(str(row.id), row.handle, row.display_name) if row else None

    def publish(self, post: Outgoing) -> Post:
        with self._call("publish") as session:
            used = len(post.text)
            if used > self.can.length.limit:
                raise Refused(f"The text has {used} characters; the practice network takes {self.can.length.limit}.")
            parent = session.get(PracticePost, int(post.reply_to)) if post.reply_to else None
            row = PracticePost(
                author_id=self._me,
                text=post.text,
                parent_id=parent.id if parent else None,
                root_id=(parent.root_id or parent.id) if parent else None,
                to_id=parent.author_id if parent else None,
                alts=[m.alt for m in post.media],
                reply_setting=post.reply_setting,
            )
            session.add(row)
            session.commit()
            return self._shown(session, row)

    def find(self, post: Outgoing) -> Post | None:
        with self._call("find") as session:
            since = post.planned_at - timedelta(minutes=1)
            rows = session.exec(select(PracticePost).where(PracticePost.author_id == self._me, col(PracticePost.at) >= since))
            for row in rows:
                if loose_equal(row.text, post.text) and not row.gone:
                    return self._shown(session, row)
            return None

    def lookup(self, remote_ids: Sequence[str]) -> dict[str, Post | None]:
        with self._call("lookup") as session:
            found: dict[str, Post | None] = {}
            for remote_id in remote_ids:
                row = session.get(PracticePost, int(remote_id)) if remote_id.isdigit() else None
                found[remote_id] = self._shown(session, row) if row and not row.gone and row.author_id == self._me else None
            return found

    def timeline(self, cursor: str | None) -> Page:
        with self._call("timeline") as session:
            mine = select(PracticePost).where(PracticePost.author_id == self._me)
            return self._page(session, mine, cursor)

    def older(self, cursor: str | None) -> Older:
        with self._call("timeline") as session:
            mine = select(PracticePost).where(PracticePost.author_id == self._me, col(PracticePost.gone).is_(False))
            below = mine.where(col(PracticePost.id) < int(cursor)) if cursor else mine
            rows = session.exec(below.order_by(col(PracticePost.id).desc()).limit(A_PAGE)).all()
            return Older(tuple(self._shown(session, row) for row in rows), str(rows[-1].id) if rows else None)

    def replies(self, cursor: str | None) -> Page:
        with self._call("replies") as session:
            muted = select(PracticeMute.muted_id).where(PracticeMute.account_id == self._me)
            to_me = select(PracticePost).where(
                PracticePost.to_id == self._me, PracticePost.author_id != self._me, col(PracticePost.author_id).not_in(muted)
            )
            return self._page(session, to_me, cursor)

    def set_hidden(self, reply_id: str, root_id: str | None, hidden: bool) -> bool:
        with self._call("set_hidden") as session:
            row = practice_replies.there(session, self._me, reply_id)
            row.hidden = hidden
            session.add(row)
            session.commit()
            return hidden

    def is_hidden(self, reply_id: str, root_id: str | None) -> bool | None:
        with self._call("is_hidden") as session:
            return practice_replies.there(session, self._me, reply_id).hidden

    def reply_stands(self, reply_id: str) -> bool:
        with self._call("reply_stands") as session:
            return practice_replies.stands(session, reply_id)

    def delete_reply(self, reply_id: str) -> None:
        with self._call("delete_reply") as session:
            practice_replies.remove(session, self._me, reply_id)

    def report(self, reply_id: str, author_id: str, words: str) -> None:
        with self._call("report") as session:
            practice_replies.report(session, reply_id, author_id, words)

    def reply_setting(self, post_id: str) -> str:
        with self._call("reply_setting") as session:
            return self._own(session, post_id).reply_setting

    def set_reply_setting(self, post_id: str, setting: str) -> None:
        with self._call("set_reply_setting") as session:
            row = self._own(session, post_id)
            row.reply_setting = setting
            session.add(row)
            session.commit()

    def delete(self, remote_id: str) -> None:
        with self._call("delete") as session:
            row = session.get(PracticePost, int(remote_id))
            if row is not None and row.author_id != self._me:
                raise Refused("Only an own post can be removed.")
            if row is not None:
                row.gone = True
                session.add(row)
                session.commit()

    def mute(self, author_id: str) -> None:
        with self._call("mute") as session:
            session.add(PracticeMute(account_id=self._me, muted_id=int(author_id)))
            session.commit()

    def following(self) -> tuple[Profile, ...]:
        with self._call("following") as session:
            rows = session.exec(
                select(PracticeAccount)
                .join(PracticeFollow, col(PracticeFollow.followed_id) == col(PracticeAccount.id))
                .where(PracticeFollow.follower_id == self._me)
                .order_by(col(PracticeAccount.id))
            )
            return tuple(Profile(str(r.id), r.handle) for r in rows)

    def followers(self) -> int:
        with self._call("followers") as session:
            return session.scalar(select(sa.func.count()).select_from(PracticeFollow).where(PracticeFollow.followed_id == self._me)) or 0

    def follow(self, remote_id: str) -> None:
        with self._call("follow") as session:
            follow(session, self._me, int(remote_id))

    def unfollow(self, remote_id: str) -> None:
        with self._call("unfollow") as session:
            session.execute(
                sa.delete(PracticeFollow).where(col(PracticeFollow.follower_id) == self._me, col(PracticeFollow.followed_id) == int(remote_id))
            )
            session.commit()

    def messages(self, cursor: str | None) -> Inbox:
        with self._call("messages") as session:
            return inbox(session, self._me, cursor)

    def set_blocked(self, other_id: str, blocked: bool) -> None:
        with self._call("set_blocked") as session:
            set_blocked(session, self._me, int(other_id), blocked)

    def is_blocked(self, other_id: str) -> bool:
        with self._call("is_blocked") as session:
            return blocked(session, self._me, int(other_id))

    def _call(self, name: str) -> "_Call":
        return _Call(self._engine, self._me, name)

    def _own(self, session: Session, post_id: str) -> PracticePost:
        row = session.get(PracticePost, int(post_id)) if post_id.isdigit() else None
        if row is None or row.gone:
            raise Refused("The post is no longer there.")
        if row.author_id != self._me:
            raise Unsupported("Only the academy's own posts can be closed to replies.")
        return row

    def _page(self, session: Session, query: Any, cursor: str | None) -> Page:
        rows = session.exec(query.where(col(PracticePost.id) > int(cursor or 0)).order_by(col(PracticePost.id))).all()
        last = rows[-1].id if rows else None
        return Page(tuple(self._shown(session, r) for r in rows if not r.gone), str(last) if last else cursor or "0")

    def _shown(self, session: Session, row: PracticePost) -> Post:
        author = session.get_one(PracticeAccount, row.author_id)
        return Post(
            remote_id=str(row.id),
            text=row.text,
            author_id=str(author.id),
            author_handle=author.handle,
            at=row.at,
            url=f"/practice/{author.handle}#post-{row.id}",
            parent_id=str(row.parent_id) if row.parent_id else None,
            root_id=str(row.root_id) if row.root_id else None,
            alts=tuple(row.alts),
            media_count=len(row.alts),
            hidden=row.hidden if row.parent_id else None,
            raw=kept({"post": row.model_dump(mode="json"), "author": {"id": author.id, "handle": author.handle, "name": author.display_name}}),
        )


class _Call:
    """One request to the practice network: its own transaction, and whatever fault was ordered for it."""

    def __init__(self, engine: Engine, account_id: int, name: str) -> None:
        self._session = open_session(engine)
        self._account_id, self._name = account_id, name
        self._lose = False

    def __enter__(self) -> Session:
        session = self._session
        if session.get(PracticeAccount, self._account_id) is None:
            session.close()
            raise AccessLost("The practice network does not know this account.")
        fault = session.exec(
            select(PracticeFault)
            .where(
                PracticeFault.account_id == self._account_id,
                col(PracticeFault.times) > 0,
                col(PracticeFault.call).in_(("", self._name)),
            )
            .order_by(col(PracticeFault.id))
        ).first()
        if fault is not None:
            kind, wait_s = fault.kind, fault.wait_s
            fault.times -= 1
            session.add(fault)
            session.commit()
            if wait_s:
                time.sleep(wait_s)
            self._strike(kind)
        return session

    def __exit__(self, kind: object, *_: object) -> None:
        self._session.close()
        if kind is None and self._lose:
            raise Unsure("The practice network did not answer in time.")

    def _strike(self, kind: Fault) -> None:
        if kind is Fault.LOST:
            self._lose = True
            return
        self._session.close()
        if kind is Fault.REFUSE:
            raise Refused("The practice network refused this.")
        if kind is Fault.BUSY:
            raise Busy("The practice network asked us to slow down.", until=datetime.now(UTC) + timedelta(seconds=30))
        if kind is Fault.DOWN:
            raise Busy("The practice network is down.")
        raise AccessLost("The practice network no longer accepts this credential.")

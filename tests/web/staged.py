"""The small academy with its account on the practice network, and the worker's jobs run by hand."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

import bot.engine.schema  # noqa: F401 -- every table must be known before the world makes the schema
from bot.accounts.models import Account, Stream, StreamKind
from bot.clock import now
from bot.drafts.lifecycle import ReleaseState, State
from bot.drafts.models import Draft, DraftTarget, Release
from bot.engine import sweep
from bot.moderation.models import Reply
from bot.platforms import practice_world as network
from bot.platforms.registry import Doors, Means
from bot.secrets import Vault
from tests.web.conftest import World

HANDLE = "practice_academy"


@dataclass
class Staged:
    """What happens outside (`says`, `posts`, `follows`), and `work`, which is one sweep of the worker."""

    world: World
    me: int
    means: Means

    def work(self) -> dict[str, list[object]]:
        """One sweep; what each job answered."""
        results: dict[str, list[object]] = {}
        for did in sweep.once(self.world.engine, self.means):
            results.setdefault(did.job, []).append(did.result)
        return results

    def posts(self, text: str) -> int:
        """As the academy, past the gate."""
        with self.world.session() as session:
            return network.say(session, session.get_one(network.PracticeAccount, self.me), text).id or 0

    def says(self, text: str, *, who: str = "practice_parent", under: int | None = None) -> int:
        """Somebody outside answers a post of the academy's, or makes one appear to answer."""
        root = under or self.approved("Welcome to the open evening.")[1]
        with self.world.session() as session:
            return network.say(session, network.someone(session, who), text, reply_to=root).id or 0

    def follows(self, who: str) -> int:
        with self.world.session() as session:
            followed = network.someone(session, who).id or 0
            network.follow(session, self.me, followed)
            return followed

    def followed(self) -> list[int]:
        with self.world.session() as session:
            rows = select(network.PracticeFollow.followed_id).where(network.PracticeFollow.follower_id == self.me)
            return list(session.exec(rows))

    def live(self, post_id: int) -> network.PracticePost:
        with self.world.session() as session:
            return session.get_one(network.PracticePost, post_id)

    def reply(self) -> Reply:
        """The newest."""
        with self.world.session() as session:
            return session.exec(select(Reply).order_by(col(Reply.id).desc()).limit(1)).one()

    def approved(self, text: str) -> tuple[int, int]:
        """A post that went through the gate and was read back: (draft, post on the network)."""
        post_id = self.posts(text)
        with self.world.session() as session:
            draft = Draft(
                academy_id=self.world.academy_id, author_id=self.world.people["author"], state=State.APPROVED, text=text,
                not_after=now() + timedelta(days=1),
            )  # fmt: skip
            session.add(draft)
            session.flush()
            session.add(DraftTarget(draft_id=draft.id or 0, account_id=self.world.account_id))
            session.add(
                Release(
                    key=f"{post_id:032x}",
                    draft_id=draft.id or 0,
                    account_id=self.world.account_id,
                    digest="d",
                    state=ReleaseState.VERIFIED,
                    remote_id=str(post_id),
                    published_at=now(),
                    verified_at=now(),
                    intent_at=now(),
                )
            )
            session.commit()
            return draft.id or 0, post_id

    def later(self, table: str, **values: object) -> None:
        """Move a time in the database, as if it had passed."""
        with self.world.session() as session:
            session.execute(sa.text(f"UPDATE {table} SET " + ", ".join(f"{k} = :{k}" for k in values)), values)  # noqa: S608
            session.commit()


@pytest.fixture
def staged(world: World) -> Staged:
    with world.session() as session:
        me = network.someone(session, HANDLE).id or 0
        vault = Vault(world.settings.keys)
        account = session.get_one(Account, world.account_id)
        account.remote_id, account.credential, account.connected_at = str(me), vault.lock({"account": str(me)}), now()
        for kind, cursor in {StreamKind.REPLIES: None, StreamKind.TIMELINE: "0", StreamKind.FOLLOWING: "[]"}.items():
            session.add(Stream(account_id=world.account_id, kind=kind, cursor=cursor))
        session.commit()
    return Staged(world, me, Means(Doors(world.settings, world.engine), vault, poll_s=1))

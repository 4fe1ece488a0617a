"""An academy whose account lives on the real Bluesky servers: its gate, its staff's own app, and everybody else there."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel, col, select

from bot.accounts import register
from bot.accounts.models import Account
from bot.drafts.content import Picture
from bot.drafts.signoff import approve
from bot.engine.sweep import Done
from bot.moderation.desk.decide import decide
from bot.moderation.models import Reply
from bot.notify.models import Notice
from bot.platforms.registry import Doors, Means
from bot.settings import Settings
from tests import scene
from tests.atproto.network import Network
from tests.atproto.people import Json, Person
from tests.atproto.tokens import expired

POST = "app.bsky.feed.post"
PURPOSE = "News for families of Academy A: events, closures, achievements"


@dataclass
class Governed:
    """The academy's gate (`gate`), its account as staff hold it in Bluesky's own app (`academy`), and three others."""

    gate: scene.Scene
    network: Network
    academy: Person
    app_password: str
    parent: Person
    pupil: Person
    stranger: Person

    @property
    def account_id(self) -> int:
        return self.gate.account_id

    def sweep(self) -> list[Done]:
        """One sweep, over what everybody on the network sees by then, and what they see after it."""
        self.network.settle()
        done = self.gate.sweep()
        self.network.settle()
        failed = [d for d in done if d.result == "failed"]
        assert not failed, failed
        return done

    def new_process(self) -> None:
        """As after a restart: nothing is left in memory."""
        self.gate.means = Means(Doors(self.gate.settings, self.gate.engine), self.gate.vault, 60)

    def poll(self) -> list[Json]:
        """`gatepost poll --once --json`, as its own process with nothing but its settings."""
        settings = self.gate.settings
        self.network.settle()
        said = subprocess.run(
            [sys.executable, "-m", "bot", "poll", "--once", "--json", "--account", str(self.account_id)],
            env={
                "GATEPOST_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
                "GATEPOST_SECRET_KEYS": settings.secret_keys,
                "GATEPOST_SEAL_FILE": str(settings.seal_file),
                "GATEPOST_BLUESKY_URL": settings.bluesky_url,
                "NO_PROXY": "*",
            },
            cwd=settings.seal_file.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        self.network.settle()
        return [json.loads(line) for line in said.stdout.splitlines()]

    def records(self) -> list[Json]:
        """The account's posts as its own server holds them, oldest first."""
        rows = self.academy.ask("com.atproto.repo.listRecords", repo=self.academy.did, collection=POST, limit=100)["records"]
        return sorted(rows, key=lambda row: str(row["uri"]))

    def texts(self) -> list[str]:
        return [row["value"]["text"] for row in self.records()]

    def published(self, text: str = scene.PLAIN) -> str:
        """A post that went through the gate and is live; its address."""
        key = self.gate.approved(text)
        self.sweep()
        release = self.gate.release(key)
        assert release.state == "verified", release
        return release.remote_id or ""

    def approve(self, key: int, by: str) -> None:
        digest = self.gate.digest(key)
        with self.gate.session() as session:
            approve(session, self.gate.signing(session, by), key, digest, faces="none")

    def says(self, who: Person, under: str, text: str) -> str:
        """Somebody answers in Bluesky's own app."""
        self.network.settle()
        return who.reply(under, text)

    def reply(self, uri: str) -> Reply:
        with self.gate.session() as session:
            return session.exec(select(Reply).where(Reply.remote_id == uri)).one()

    def reply_id(self, uri: str) -> int:
        return self.reply(uri).id or 0

    def decides(self, who: str, uri: str, decision: str, reason: str) -> None:
        reply = self.reply_id(uri)
        with self.gate.session() as session:
            decide(session, self.gate.who(session, who), reply, decision, reason)

    def told(self, role: str, subject: str) -> bool:
        """Whether somebody of that role finds a notice about it."""
        with self.gate.session() as session:
            notices = session.exec(select(Notice).where(Notice.subject == subject)).all()
            return any(notice.role is not None and notice.role.value == role for notice in notices)

    def end_sessions(self) -> None:
        """The gate's token is too old from now on, as it is two hours after the app password was revoked."""
        kept = self.gate.vault.unlock(self.account().credential or "")
        self.new_process()
        with self.gate.session() as session:
            account = register.account(session, self.account_id)
            account.credential = self.gate.vault.lock(kept | {"session": expired(kept["session"])} if "session" in kept else kept)
            session.add(account)
            session.commit()

    def rows(self, model: type[SQLModel]) -> list[Any]:
        """Every row about this account, oldest first."""
        table: Any = model
        with self.gate.session() as session:
            return list(session.exec(select(model).where(col(table.account_id) == self.account_id).order_by(col(table.id))))

    def account(self) -> Account:
        with self.gate.session() as session:
            return register.account(session, self.account_id)

    def connect(self, app_password: str) -> None:
        with self.gate.session() as session:
            given = {"identifier": self.academy.handle, "app_password": app_password}
            register.connect(session, self.gate.who(session, "admin"), self.account_id, given, self.gate.means.doors, self.gate.vault)


Governs = Callable[..., Governed]


def govern(engine: Engine, settings: Settings, network: Network, url: str = "") -> Governed:
    """An account of staff's own making is proposed, approved by the Headteacher and connected with an app password."""
    academy = network.new_person("academy")
    others = [network.resident(name) for name in ("parent", "pupil", "stranger")]
    gate = scene.build(engine, settings.model_copy(update={"bluesky_url": url or network.url}))
    with gate.session() as session:
        proposed = register.propose(
            session,
            gate.who(session, "author"),
            academy_id=gate.academy_id,
            platform="bluesky",
            handle=academy.handle,
            purpose=PURPOSE,
            official_email="office@academy-a.example.sch.uk",
            custodian_ids=[gate.people["author"], gate.people["admin"]],
        )
        gate.account_id = proposed.id or 0
        register.decide(session, gate.who(session, "head"), gate.account_id, "approve")
        for name, verbs in scene.GRANTS.items():
            session.add_all([scene.grant(gate, name, gate.account_id, verb) for verb in verbs])
        session.commit()
    governed = Governed(gate, network, academy, academy.app_password(), *others)
    governed.connect(governed.app_password)
    return governed


def picture(alt: str) -> Picture:
    sink = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(sink, "PNG")
    return Picture("hall.png", "image/png", alt, sink.getvalue(), shows=("no people",), origin="ours")

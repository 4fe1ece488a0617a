"""A small academy on a real database, with people in every role and an account on the practice network.

Tests act through the same functions as the pages and the worker do; the only thing that is played is the network.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bot.accounts.models import Account, AccountState, Custodian, Stream
from bot.accounts.register import connect as connect_account
from bot.audit.models import Entry
from bot.clock import now, today
from bot.db import open_session
from bot.drafts.claims import find
from bot.drafts.content import Content, claims_of
from bot.drafts.lifecycle import Finding
from bot.drafts.models import Draft, Release
from bot.drafts.signatures import Signing
from bot.drafts.signoff import approve, check_claim, sign_facts, submit
from bot.drafts.write import create
from bot.engine.jobs import JOBS
from bot.engine.sweep import Done, due, once, perform
from bot.people.directory import OUTSIDE, WORDS
from bot.people.directory_models import DirectoryEntry
from bot.people.grants import profile_at
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, Standing, Training
from bot.people.permissions import ROLE_WORDS, Role, Verb
from bot.platforms import practice_world as world
from bot.platforms.registry import Doors, Means
from bot.policy.show import version_hash
from bot.secrets import Vault
from bot.settings import Settings
from tests.played_web import PlayedWeb

GRANTS: dict[str, tuple[Verb, ...]] = {
    "author": (Verb.DRAFT,),
    "author2": (Verb.DRAFT,),
    "checker": (Verb.CHECK,),
    "slt": (Verb.DRAFT, Verb.CHECK, Verb.APPROVE, Verb.MODERATE),
    "slt2": (Verb.APPROVE, Verb.MODERATE),
    "head": (Verb.CHECK, Verb.APPROVE, Verb.MODERATE),
}
ROLES: dict[str, Role] = {
    "author": Role.AUTHOR,
    "author2": Role.AUTHOR,
    "checker": Role.CHECKER,
    "slt": Role.SLT,
    "slt2": Role.SLT,
    "head": Role.HEAD,
    "dsl": Role.DSL,
    "deputy": Role.DEPUTY_DSL,
    "dpo": Role.DPO,
    "admin": Role.ADMIN,
    "governor": Role.GOVERNOR,
    "pool": Role.POOL,
}
ANSWERS = {"facts": "yes", "personal_data": "no", "pupil_safety": "no", "conflict": "no", "misread": "no"}
PLAIN = "Well done to everyone who sang in the hall. Thank you for coming to listen."
WITH_FIGURE = "87% of our Year 11s achieved a grade 5 or above in English."


@dataclass
class Scene:
    engine: Engine
    settings: Settings
    vault: Vault
    means: Means
    academy_id: int = 0
    account_id: int = 0
    remote_id: int = 0
    people: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with open_session(self.engine, vault=self.vault) as session:
            yield session

    def who(self, session: Session, name: str) -> Person:
        return session.get_one(Person, self.people[name])

    def signing(self, session: Session, name: str) -> Signing:
        return Signing(self.who(session, name), self.vault)

    def content(self, text: str = PLAIN, **more: Any) -> Content:
        sources = {c.text: "School results file" for c in _found(text)}
        values: dict[str, Any] = {
            "text": text,
            "account_ids": (self.account_id,),
            "not_after": now() + timedelta(days=2),
            "claim_sources": sources,
            "answers": ANSWERS | ({"facts": "no"} if not sources else {}),
        }
        return Content(**{**values, **more})

    def draft(self, text: str = PLAIN, by: str = "author", **more: Any) -> int:
        """A draft as saved; not submitted. The worker has opened the addresses in it."""
        content = self.content(text, **more)
        with self.session() as session:
            key = create(session, self.who(session, by), self.academy_id, content).id or 0
        if "." in text:
            self.work("links")
        return key

    @property
    def web(self) -> PlayedWeb:
        """The open web as the worker of this scene meets it."""
        web = self.means.doors.web
        assert isinstance(web, PlayedWeb)
        return web

    def submitted(self, text: str = PLAIN, by: str = "author", **more: Any) -> int:
        key = self.draft(text, by, **more)
        with self.session() as session:
            submit(session, self.who(session, by), key)
        return key

    def checked(self, text: str = WITH_FIGURE, **more: Any) -> int:
        """Submitted, every fact verified and signed by the checker."""
        key = self.submitted(text, **more)
        digest = self.digest(key)
        with self.session() as session:
            for claim in claims_of(session, key):
                check_claim(session, self.who(session, "checker"), claim.id or 0, Finding.VERIFIED.value)
            sign_facts(session, self.signing(session, "checker"), key, digest)
        return key

    def approved(self, text: str = PLAIN, **more: Any) -> int:
        """All the way to the queue, through as many people as it needs."""
        has_claims = bool(_found(text))
        key = self.checked(text, **more) if has_claims else self.submitted(text, **more)
        digest = self.digest(key)
        with self.session() as session:
            approve(session, self.signing(session, "slt"), key, digest, faces="none")
        return key

    def digest(self, key: int) -> str:
        with self.session() as session:
            return session.get_one(Draft, key).digest

    def state(self, key: int) -> str:
        with self.session() as session:
            return session.get_one(Draft, key).state.value

    def release(self, key: int) -> Release:
        """The newest release of a draft."""
        with self.session() as session:
            return session.exec(select(Release).where(Release.draft_id == key).order_by(col(Release.id).desc())).first() or _none(key)

    def entries(self, act: str, outcome: str | None = None) -> list[Entry]:
        with self.session() as session:
            query = select(Entry).where(Entry.act == act).order_by(col(Entry.seq))
            return [e for e in session.exec(query) if outcome is None or e.outcome == outcome]

    def sweep(self) -> list[Done]:
        """One sweep by hand, as `gatepost poll --once` makes it."""
        return list(once(self.engine, self.means))

    def work(self, *names: str) -> list[Done]:
        """Only these jobs, over what is due now."""
        return [
            perform(self.engine, self.means, job, row, account)
            for job in JOBS
            if job.name in names
            for row, account in due(self.engine, self.means, job)
        ]

    def live(self) -> list[str]:
        """What stands on the academy's timeline, as anybody sees it."""
        with self.session() as session:
            posts = session.exec(
                select(world.PracticePost).where(world.PracticePost.author_id == self.remote_id).order_by(col(world.PracticePost.id))
            )
            return [p.text for p in posts if not p.gone]

    def someone_says(self, text: str, handle: str = "a_parent") -> int:
        """A reply under the academy's newest post (one is made where there is none), as a stranger writes it."""
        with self.session() as session:
            mine = select(world.PracticePost).where(world.PracticePost.author_id == self.remote_id).order_by(col(world.PracticePost.id).desc())
            root = session.exec(mine).first() or world.say(session, session.get_one(world.PracticeAccount, self.remote_id), "Welcome.")
            return world.say(session, world.someone(session, handle), text, reply_to=root.id).id or 0

    def academy_says_natively(self, text: str) -> int:
        with self.session() as session:
            return world.say(session, session.get_one(world.PracticeAccount, self.remote_id), text).id or 0

    def follows_outside(self, handle: str) -> int:
        with self.session() as session:
            other = world.someone(session, handle).id or 0
            world.follow(session, self.remote_id, other)
            return other

    def fault(self, kind: world.Fault, call: str = "", times: int = 1) -> None:
        with self.session() as session:
            world.order_fault(session, self.remote_id, kind, call=call, times=times)

    def reread(self) -> None:
        """Let every stream be read again now."""
        with self.session() as session:
            for stream in session.exec(select(Stream)):
                stream.not_before = now()
                session.add(stream)
            session.commit()

    def hurry(self, key: int, **values: Any) -> None:
        """Make what a release waits for be over: the time, or the lease."""
        with self.session() as session:
            release = session.exec(select(Release).where(Release.draft_id == key).order_by(col(Release.id).desc())).first() or _none(key)
            for name, value in ({"not_before": now()} | values).items():
                setattr(release, name, value)
            session.add(release)
            session.commit()


def build(engine: Engine, settings: Settings, *, policy: str = "default") -> Scene:
    """Made straight in the tables, because two people cannot co-sign before they exist."""
    vault = Vault(settings.keys)
    scene = Scene(engine, settings, vault, Means(Doors(settings, engine, PlayedWeb()), vault, 60))
    with scene.session() as session:
        academy = Academy(name="Academy A", policy=policy, email_domain="academy-a.example.sch.uk")
        session.add(academy)
        session.flush()
        scene.academy_id = academy.id or 0
        for number, (name, role) in enumerate(ROLES.items()):
            scene.people[name] = _person(session, scene, number, name, role)
        for outside in OUTSIDE:
            text = f"{WORDS[outside]} of the trust"
            session.add(DirectoryEntry(academy_id=scene.academy_id, role=outside, name=text, email=f"{outside}@trust.example.org", starts=today()))
        scene.account_id, scene.remote_id = add_account(session, scene, scene.academy_id, "AcademyA")
        session.commit()
        admin = scene.who(session, "admin")
        connect_account(session, admin, scene.account_id, {"account": str(scene.remote_id)}, scene.means.doors, vault)
    return scene


def add_account(session: Session, scene: Scene, academy_id: int, handle: str) -> tuple[int, int]:
    """An approved account on the practice network, with custodians and everyone's permissions. Not connected yet."""
    remote = world.someone(session, handle).id or 0
    account = Account(
        academy_id=academy_id,
        platform="practice",
        handle=handle,
        purpose="News for families: events, closures, achievements",
        official_email="office@academy-a.example.sch.uk",
        state=AccountState.APPROVED,
    )
    session.add(account)
    session.flush()
    key = account.id or 0
    session.add_all([Custodian(account_id=key, person_id=scene.people[name]) for name in ("author", "admin")])
    for name, verbs in GRANTS.items():
        session.add_all([grant(scene, name, key, verb) for verb in verbs])
    return key, remote


def grant(scene: Scene, name: str, account_id: int, verb: Verb, ends: datetime | None = None) -> Grant:
    return Grant(
        person_id=scene.people[name],
        account_id=account_id,
        verb=verb,
        standing=Standing.ACTIVE,
        starts=now() - timedelta(days=1),
        ends=ends or now() + timedelta(days=100),
        sponsor_id=scene.people["head"],
    )


def _person(session: Session, scene: Scene, number: int, name: str, role: Role) -> int:
    person = Person(name=f"{ROLE_WORDS[role]} {number}", email=f"{name}@academy-a.example.sch.uk", staff_id=f"STAFF-{number}")
    session.add(person)
    session.flush()
    key = person.id or 0
    profile = profile_at(session, scene.academy_id)
    session.add(RoleHolding(person_id=key, role=role, academy_id=scene.academy_id, standing=Standing.ACTIVE))
    session.add(Training(person_id=key, course="Social media safeguarding", completed_on=today() - timedelta(days=10), evidence="C-1"))
    session.add(Attestation(person_id=key, policy=profile.name, version_hash=version_hash(profile)))
    return key


def _found(text: str) -> list[Any]:
    return find(text, today())


def _none(key: int) -> Release:
    raise LookupError(f"draft {key} has no release")

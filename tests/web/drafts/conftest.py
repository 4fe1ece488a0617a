"""Drafts over HTTP: a form as a browser sends it, and an academy with a second leader and a second account."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select
from starlette.testclient import TestClient

from bot.accounts.models import Account, AccountState
from bot.audit.models import Entry
from bot.clock import london, now
from bot.drafts.models import Claim, Draft, SignOff
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, Standing, Training
from bot.people.permissions import Role, Verb
from bot.policy.profile import load
from bot.policy.show import version_hash
from tests.web.conftest import HASHED, World

PLAIN = "The library is open to families after school."
FIGURES = "At our academy 87% of pupils achieved grade 5."
NO = {"personal_data": "no", "pupil_safety": "no", "conflict": "no", "misread": "no"}


def at(days: float) -> str:
    """As a date-and-time field sends it."""
    return london(now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def png(colour: str = "green") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no hidden field {name}"
    return found[1]


@dataclass
class Desk:
    """What the tests do again and again, through the pages alone."""

    world: World
    clients: dict[str, TestClient] = field(default_factory=dict)

    def as_(self, who: str) -> TestClient:
        if who not in self.clients:
            self.clients[who] = self.world.browser(who)
        return self.clients[who]

    def form(self, text: str = PLAIN, **more: Any) -> dict[str, Any]:
        return {
            "text": text,
            "account_ids": [str(self.world.account_id)],
            "begin": "now",
            "not_after": at(3),
            "reply_setting": "everyone",
            "facts": "no",
            **NO,
            **more,
        }

    def write(self, who: str = "author", text: str = PLAIN, **more: Any) -> int:
        """A new draft, saved; its number."""
        answer = self.as_(who).post("/drafts/new", data=self.form(text, **more))
        assert answer.status_code == 303, answer.text
        return int(answer.headers["location"].rpartition("/")[2])

    def submitted(self, who: str = "author", text: str = PLAIN, **more: Any) -> int:
        number = self.write(who, text, **more)
        assert self.as_(who).post(f"/drafts/{number}/submit").status_code == 303
        return number

    def draft(self, number: int) -> Draft:
        with self.world.session() as session:
            return session.get_one(Draft, number)

    def digest(self, who: str, path: str) -> str:
        return hidden(self.as_(who).get(path).text, "digest")

    def claims(self, number: int) -> list[Claim]:
        with self.world.session() as session:
            return list(session.exec(select(Claim).where(Claim.draft_id == number)))

    def signs(self, number: int) -> list[SignOff]:
        with self.world.session() as session:
            return list(session.exec(select(SignOff).where(SignOff.draft_id == number)))

    def record(self, act: str, outcome: str) -> list[Entry]:
        with self.world.session() as session:
            return list(session.exec(select(Entry).where(Entry.act == act, Entry.outcome == outcome)))

    def edited(self, number: int, who: str, **changes: Any) -> dict[str, Any]:
        """The edit form as it stands, with some fields changed."""
        page = self.as_(who).get(f"/drafts/{number}/edit").text
        stored = self.draft(number)
        fields = self.form(stored.text, version=hidden(page, "version"), not_after=re.search(r'name="not_after"[^>]*value="([^"]+)"', page)[1])  # type: ignore[index]
        return {**fields, **changes}

    def approve(self, number: int, who: str = "slt") -> Any:
        return self.as_(who).post(f"/drafts/{number}/approve", data={"digest": self.draft(number).digest, "faces": "none"})


@pytest.fixture
def desk(world: World) -> Desk:
    _join(world, "second slt", Role.SLT, (Verb.APPROVE, Verb.CHECK, Verb.DRAFT))
    _grant(world, "slt", Verb.DRAFT)
    return Desk(world)


@pytest.fixture
def other_account(world: World) -> int:
    """An account of another academy, where nobody here has a role."""
    with world.session() as session:
        academy = Academy(name="Other Academy", policy="default", email_domain="other.example", practice=True)
        session.add(academy)
        session.flush()
        account = Account(
            academy_id=academy.id or 0,
            platform="practice",
            handle="other_academy",
            purpose="News of the other academy for its families.",
            official_email="office@other.example",
            state=AccountState.CONNECTED,
            credential="locked",
        )
        session.add(account)
        session.commit()
        return account.id or 0


def _join(world: World, name: str, role: Role, verbs: tuple[Verb, ...]) -> None:
    with world.session() as session:
        person = Person(name=name.capitalize(), email=f"{name.replace(' ', '.')}@academy.example", staff_id=name, password_hash=HASHED)
        session.add(person)
        session.flush()
        assert person.id is not None
        session.add(RoleHolding(person_id=person.id, role=role, academy_id=world.academy_id, standing=Standing.ACTIVE))
        session.add(Training(person_id=person.id, course="Safe use of social media", completed_on=london(now()).date(), evidence="C-2"))
        session.add(Attestation(person_id=person.id, policy="default", version_hash=version_hash(load("default"))))
        session.commit()
        world.people[name] = person.id
    for verb in verbs:
        _grant(world, name, verb)


def _grant(world: World, who: str, verb: Verb, *, no_images: bool = False) -> None:
    with world.session() as session:
        session.add(
            Grant(
                person_id=world.people[who],
                account_id=world.account_id,
                verb=verb,
                standing=Standing.ACTIVE,
                starts=now() - timedelta(days=1),
                ends=now() + timedelta(days=100),
                sponsor_id=world.people["head"],
                no_images=no_images,
            )
        )
        session.commit()


@pytest.fixture
def allow(world: World) -> Callable[..., None]:
    def allowed(who: str, verb: Verb, *, no_images: bool = False) -> None:
        _grant(world, who, verb, no_images=no_images)

    return allowed

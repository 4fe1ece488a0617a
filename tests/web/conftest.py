"""A small academy on a real temporary database, and a browser for each person in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.engine import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from bot.accounts.models import Account, AccountState, Custodian
from bot.clock import now, today
from bot.db import open_session
from bot.people import passwords
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, SignedIn, Standing, Training
from bot.people.permissions import Role, Verb
from bot.policy.profile import load
from bot.policy.show import version_hash
from bot.secrets import fingerprint, new_key, new_token
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.security import cookie_name
from tests.conftest import connected

PASSWORD = "three random words"
HASHED = passwords.hashed(PASSWORD)
VERSION = version_hash(load("default"))
OURS = {"sec-fetch-site": "same-origin"}
STAFF = {role: role.value.replace("_", " ").capitalize() for role in Role}


@dataclass
class World:
    app: FastAPI
    engine: Engine
    settings: Settings
    academy_id: int
    account_id: int
    people: dict[str, int] = field(default_factory=dict)

    def session(self) -> Session:
        return open_session(self.engine)

    def stranger(self) -> TestClient:
        return TestClient(self.app, base_url=self.settings.address, headers=OURS, follow_redirects=False)

    def browser(self, who: str) -> TestClient:
        """Somebody signed in, named by their role."""
        token = new_token()
        with self.session() as session:
            session.add(SignedIn(token_hash=fingerprint(token), person_id=self.people[who]))
            session.commit()
        client = self.stranger()
        client.cookies.set(cookie_name(self.settings), token)
        return client


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=sqlite_url, secret_keys=new_key(), seal_file=tmp_path / "seal.jsonl", public_url="http://testserver")


@pytest.fixture
def world(settings: Settings) -> World:
    engine = connected(settings.database_url)
    with open_session(engine) as session:
        academy = Academy(name="Practice Academy", policy="default", email_domain="academy.example", practice=True)
        session.add(academy)
        session.flush()
        assert academy.id is not None
        people = {role.value: _person(session, academy.id, role, number) for number, role in enumerate(Role)}
        account = Account(
            academy_id=academy.id,
            platform="practice",
            handle="practice_academy",
            purpose="News of the academy for families and the community.",
            official_email="office@academy.example",
            state=AccountState.CONNECTED,
            credential="locked",
        )
        session.add(account)
        session.flush()
        assert account.id is not None
        session.add_all([Custodian(account_id=account.id, person_id=people[who]) for who in ("slt", "admin")])
        _let_write(session, people, account.id)
        session.commit()
        return World(create_app(settings, engine), engine, settings, academy.id, account.id, people)


def _person(session: Session, academy_id: int, role: Role, number: int) -> int:
    person = Person(name=STAFF[role] + " person", email=f"{role.value}@academy.example", staff_id=f"S{number:03}", password_hash=HASHED)
    session.add(person)
    session.flush()
    assert person.id is not None
    session.add(RoleHolding(person_id=person.id, role=role, academy_id=academy_id, standing=Standing.ACTIVE))
    session.add(Training(person_id=person.id, course="Safe use of social media", completed_on=today(), evidence="C-1"))
    session.add(Attestation(person_id=person.id, policy="default", version_hash=VERSION))
    return person.id


def _let_write(session: Session, people: dict[str, int], account_id: int) -> None:
    for who, verbs in {"author": [Verb.DRAFT], "checker": [Verb.CHECK], "slt": [Verb.CHECK, Verb.APPROVE, Verb.MODERATE]}.items():
        for verb in verbs:
            session.add(
                Grant(
                    person_id=people[who],
                    account_id=account_id,
                    verb=verb,
                    standing=Standing.ACTIVE,
                    starts=now() - timedelta(days=1),
                    ends=now() + timedelta(days=100),
                    sponsor_id=people["head"],
                )
            )


@pytest.fixture
def browser(world: World) -> Callable[[str], TestClient]:
    return world.browser


@pytest.fixture
def stranger(world: World) -> Iterator[TestClient]:
    with world.stranger() as client:
        yield client

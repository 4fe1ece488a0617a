"""`practice`: an academy with one person for each role and an account on the practice network, to look around and to train on."""

import argparse
import os
import secrets
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot.cli import practice_academy, practice_story
from bot.cli.console import House, configured, house, say, session
from bot.cli.setting_up import add_setting, ensure_key
from bot.engine import schema
from bot.errors import Refusal
from bot.people import passwords
from bot.people.models import Academy, Person

WORDS = (
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fern",
    "granite",
    "harbour",
    "ivory",
    "juniper",
    "kettle",
    "lantern",
    "meadow",
    "nettle",
    "orchard",
)


def add_commands(commands: Any) -> None:
    practice = commands.add_parser("practice", help="a practice academy: one person for each role, and nothing reaches a real network")
    practice.add_argument("--quiet", action="store_true", help="say only how to sign in")
    practice.set_defaults(run=_practice)


def _practice(_args: argparse.Namespace) -> int:
    made_key = ensure_key()
    password = ensure_password()
    opened = house(current=False)
    schema.migrate(opened.engine)
    with session(opened) as open_session:
        academy = open_session.exec(select(Academy).where(Academy.practice)).first()
        if open_session.exec(select(Academy).where(col(Academy.practice).is_(False))).first() is not None:
            raise Refusal(
                "This installation has a real academy, and practice people share one printed password.",
                rule="real-academy",
                next_step="Practise in another folder, with a database of its own.",
            )
        if academy is None:
            academy = _open(open_session, opened, password)
            say("The practice academy is open.")
        else:
            _same_password(open_session, academy, password)
            say("The practice academy is as you left it.")
        if made_key:
            say("A key was made and kept in .env. Keep a copy of that file: without it stored credentials cannot be read.")
        say("")
        say(f"  Open {opened.settings.address} and sign in as any of these people.")
        say(f"  Their password is: {password}")
        say("")
        for person in practice_academy.people_of(open_session, academy):
            say(f"    {person.email:42} {person.name}")
        say("")
        say("  Nothing here reaches a real network. The page “Practice network” plays parents, pupils and strangers.")
    return 0


def _open(open_session: Session, opened: House, password: str) -> Academy:
    """All of it or none: a half-made academy would be worse than a second try."""
    academy = practice_academy.make(open_session, opened, password)
    practice_story.tell(open_session, opened, academy)
    return academy


def ensure_password(file: Path = Path(".env")) -> str:
    """The practice people share a password, made once for this installation and kept in `.env`."""
    there = configured().practice_password
    if there:
        return there
    password = "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(900) + 100}"
    add_setting(file, "GATEPOST_PRACTICE_PASSWORD", password)
    os.environ["GATEPOST_PRACTICE_PASSWORD"] = password
    return password


def _same_password(open_session: Session, academy: Academy, password: str) -> None:
    """The password printed is the one that works, also after `.env` was made anew."""
    people: list[Person] = practice_academy.people_of(open_session, academy)
    if people and not passwords.matches(people[0].password_hash, password):
        hashed = passwords.hashed(password)
        for person in people:
            person.password_hash = hashed
            open_session.add(person)
        open_session.commit()

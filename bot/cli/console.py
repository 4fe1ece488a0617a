"""What every command shares: settings, the database, and how to say things."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot import log, settings
from bot.cli.lines import say_json
from bot.db import connect, open_session
from bot.engine import schema
from bot.errors import Misconfigured
from bot.platforms.registry import Doors, Means
from bot.secrets import Vault
from bot.settings import Settings

__all__ = ["House", "configured", "house", "say", "say_json", "session"]


@dataclass(frozen=True)
class House:
    """The opened installation."""

    settings: Settings
    engine: Engine
    vault: Vault
    means: Means


def configured() -> Settings:
    """Settings, with the log and the policy folder set from them."""
    found = settings.load()
    log.configure(found.log_level, found.log_format)
    log.keep_out(*found.secrets)
    os.environ["GATEPOST_POLICY_DIR"] = str(found.policy_dir)  # the policy room reads it from there
    os.environ["GATEPOST_NAMES_MAX_AGE_DAYS"] = str(found.names_max_age_days)  # and the register of names this
    return found


def house(*, current: bool = True) -> House:
    """Open the installation. Raises Misconfigured in plain words when the database is not there or not up to date."""
    found = configured()
    engine = connect(found.database_url)
    if current:
        try:
            ready = schema.is_current(engine)
        except OperationalError:
            raise Misconfigured("The database cannot be reached. Check GATEPOST_DATABASE_URL, and that the database is running.") from None
        if not ready:
            raise Misconfigured("The database is not set up for this version yet. Run `gatepost migrate`.")
    vault = Vault(found.keys)
    return House(found, engine, vault, Means(Doors(found, engine), vault, found.poll_seconds))


@contextmanager
def session(opened: House) -> Iterator[Session]:
    with open_session(opened.engine, vault=opened.vault) as made:
        yield made


def say(text: str = "") -> None:
    print(text, flush=True)

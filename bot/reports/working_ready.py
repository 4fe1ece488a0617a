"""Whether this installation can work, for the machines that watch it: plain sentences, without a name, a handle or a secret."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.clock import now
from bot.errors import Misconfigured
from bot.reports import working
from bot.reports.working import State
from bot.secrets import Vault

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
UNREACHABLE = "The database does not answer."
OUT_OF_DATE = "The database is not at this version. Run `gatepost migrate`."
LOCKED = "A stored credential cannot be read with the keys in GATEPOST_SECRET_KEYS."


def wrong(session: Session, vault: Vault) -> list[str]:
    """Empty when everything is as it should be."""
    try:
        at = set(session.execute(sa.text("SELECT version_num FROM alembic_version")).scalars())
    except SQLAlchemyError:
        session.rollback()
        return [OUT_OF_DATE if _answers(session) else UNREACHABLE]
    if at != {head()}:
        return [OUT_OF_DATE]
    return [*_keys(session, vault), *_sweeps(session)]


@cache
def head() -> str:
    """The newest migration of this process's own code."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def _answers(session: Session) -> bool:
    try:
        session.execute(sa.text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _keys(session: Session, vault: Vault) -> Iterator[str]:
    for locked in session.exec(select(Account.credential).where(col(Account.credential).is_not(None))):
        try:
            vault.unlock(locked or "")
        except Misconfigured:
            yield LOCKED
            return


def _sweeps(session: Session) -> Iterator[str]:
    found = working.standing(session)
    if found.state is State.NEVER:
        yield "No worker was started yet."
    elif found.state is not State.WORKING and found.since is not None:
        how = "stopped" if found.state is State.OFF else "silent"
        yield f"The worker is {how} for {int((now() - found.since).total_seconds())} seconds."
    for row in found.rows:
        if working.alive(row) and row.trouble:
            yield row.trouble

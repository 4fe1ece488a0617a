"""`backup` and `restore`: a copy of the database, and putting one back so that nothing goes out twice."""

import argparse
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from bot.audit import sealed_head
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cli.console import configured, house, say, session
from bot.clock import now
from bot.db import connect, open_session
from bot.drafts import reconcile
from bot.drafts.reconcile_models import FoundBy
from bot.engine import schema
from bot.engine.lone import Post
from bot.errors import Misconfigured
from bot.secrets import Vault
from bot.settings import Settings

NEXT = "Nothing goes out until a leader has looked at each account: sign in and open “After a restore”."


def add_commands(commands: Any) -> None:
    backup = commands.add_parser("backup", help="copy the database to a file, while Gatepost runs")
    backup.add_argument("file", type=Path, help="a new file; keep it where .env is not")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="put a copy of the database back; Gatepost must be stopped")
    restore.add_argument("file", type=Path, nargs="?", help="the copy; left out when the database was put back by other means already")
    restore.set_defaults(run=_restore)


def _backup(args: argparse.Namespace) -> int:
    opened, file = house(), args.file
    if file.exists():
        raise Misconfigured(f"{file} is there already. Choose a new name: no copy is overwritten.")
    with session(opened) as writing:
        append(writing, GATEPOST, Act.BACKED_UP, "database", file=file.name)
        writing.commit()
    if opened.engine.dialect.name == "sqlite":
        _copy(str(opened.engine.url.database), str(file))
    else:
        _postgres("pg_dump", opened.engine, "--format=custom", f"--file={file}")
    say(f"The database is in {file}. Keep .env in another place: the two together read every credential.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    if args.file is None:
        opened = house()
        _mark(opened.engine, opened.vault, opened.settings)
        say(f"It is on record that the database was put back. {NEXT}")
        return 0
    if not args.file.is_file():
        raise Misconfigured(f"{args.file} is not there.")
    settings = configured()
    engine, vault = connect(settings.database_url), Vault(settings.keys)
    post = Post(engine)  # refused while a worker runs
    try:
        if engine.dialect.name == "sqlite":
            _put_back(args.file, engine, vault, settings)
        else:
            _postgres("pg_restore", engine, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(args.file))
            schema.migrate(engine)
            _mark(engine, vault, settings)
    finally:
        post.leave()
    say(f"The copy is back. {NEXT}")
    return 0


def _put_back(file: Path, engine: Engine, vault: Vault, settings: Settings) -> None:
    """The copy is brought to this version and marked before it takes the place of the database, in one transaction of SQLite's:
    whenever this is killed, the database is either the old one or the marked one."""
    live = str(engine.url.database)
    with tempfile.TemporaryDirectory(dir=Path(live).resolve().parent) as folder:
        made = str(Path(folder) / "restored.sqlite3")
        shutil.copy(file, made)
        _check(made, file)
        prepared = connect(f"sqlite:///{made}")
        schema.migrate(prepared)
        _mark(prepared, vault, settings)
        prepared.dispose()
        if Path(live).exists():
            aside = f"{live}.before-restore-{now():%Y%m%d%H%M%S}"
            _copy(live, aside)
            say(f"What was there before is kept in {aside}.")
        _copy(made, live)


def _check(made: str, file: Path) -> None:
    try:
        with closing(sqlite3.connect(made)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            known = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'audit_entry'").fetchone() == (1,)
    except sqlite3.DatabaseError:
        whole = known = False
    if not (whole and known):
        raise Misconfigured(f"{file} is not a whole copy of a Gatepost database. Nothing was changed.")


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _mark(engine: Engine, vault: Vault, settings: Settings) -> None:
    with open_session(engine, vault=vault) as opened:
        head = sealed_head.newest(vault, settings.seal_file)
        reconcile.begin(opened, FoundBy.COMMAND, head if head and not sealed_head.holds(opened, head) else None)


def _postgres(program: str, engine: Engine, *arguments: str) -> None:
    """PostgreSQL's own program. The password goes by the environment, because other users of the machine can read arguments."""
    url = engine.url
    where = {"--host": url.host, "--port": url.port, "--username": url.username, "--dbname": url.database}
    asked = [program, *(f"{name}={value}" for name, value in where.items() if value), *arguments]
    try:
        done = subprocess.run(asked, env={**os.environ, "PGPASSWORD": url.password or ""}, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise Misconfigured(f"{program} is not installed here. Install PostgreSQL's client programs, of the server's version or newer.") from None
    if done.returncode:
        raise Misconfigured(f"{program} could not do it: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")

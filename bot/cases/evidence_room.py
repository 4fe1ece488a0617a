"""Room for evidence on the disk: when it gets short publishing stops, so that what is left belongs to evidence (C23)."""

import shutil
from pathlib import Path

from sqlmodel import Session

from bot import settings
from bot.errors import Misconfigured

LEAST_FREE = 500_000_000  # bytes; below it nothing is published, and `gatepost doctor` says so
FULL = (
    "Only {free} MB are free on the disk, and evidence comes before posts, so publishing is paused. "
    "Ask the administrator to make room (more than {least} MB), then release it."
)


def short(session: Session) -> str | None:
    """A sentence while there is too little room; None while there is enough, or where it cannot be seen."""
    free = free_bytes(folder(session))
    if free is None or free >= LEAST_FREE:
        return None
    return FULL.format(free=f"{free // 1_000_000:,}", least=f"{LEAST_FREE // 1_000_000:,}")


def folder(session: Session) -> Path:
    """Where evidence is kept: beside the SQLite file. A PostgreSQL server's own disk cannot be seen from here, only this machine's."""
    url = session.get_bind().engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).resolve().parent
    try:
        return settings.load().seal_file.resolve().parent
    except Misconfigured:
        return Path.cwd()


def free_bytes(where: Path) -> int | None:
    try:
        return shutil.disk_usage(where if where.exists() else Path.cwd()).free
    except OSError:
        return None

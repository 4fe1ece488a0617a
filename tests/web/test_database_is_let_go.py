"""On SQLite one writer waits for another, so no page may hold the database while somebody's connection is slow."""

import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import anyio
from starlette.types import Message

from bot.accounts.models import Account
from bot.web.security import cookie_name
from tests.web.conftest import World


def _write_at_once(world: World) -> bool:
    """Whether somebody else can begin to write this very moment."""
    other = sqlite3.connect(world.settings.database_url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


def test_a_slow_upload_holds_nothing(world: World) -> None:
    free: list[bool] = []
    body = b"reason=Fire&what=trust"

    async def parts() -> AsyncIterator[Message]:
        for place, byte in enumerate(body):
            free.append(_write_at_once(world))
            yield {"type": "http.request", "body": bytes([byte]), "more_body": place < len(body) - 1}

    answer = _send(world, "/stop", parts(), lambda: free.append(_write_at_once(world)))
    assert answer == 303
    assert len(free) > len(body)
    assert all(free)


def test_a_slow_reader_holds_nothing(world: World) -> None:
    free: list[bool] = []

    async def nothing() -> AsyncIterator[Message]:
        yield {"type": "http.request", "body": b"", "more_body": False}

    assert _send(world, "/accounts", nothing(), lambda: free.append(_write_at_once(world)), method="GET") == 200
    assert free
    assert all(free)
    with world.session() as session:
        assert session.get(Account, world.account_id) is not None


def _send(world: World, path: str, parts: AsyncIterator[Message], each_part: Any, method: str = "POST") -> int:
    cookie = f"{cookie_name(world.settings)}={world.browser('slt').cookies[cookie_name(world.settings)]}"
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "headers": [
            (b"host", b"testserver"),
            (b"cookie", cookie.encode()),
            (b"sec-fetch-site", b"same-origin"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
    }
    status: list[int] = []

    async def receive() -> Message:
        return await anext(parts)

    async def send(message: Message) -> None:
        each_part()
        if message["type"] == "http.response.start":
            status.append(message["status"])

    async def whole() -> None:
        await world.app(scope, receive, send)

    anyio.run(whole)
    return status[0]

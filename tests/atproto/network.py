"""The Bluesky network of one test run: starting and stopping it, and the people on it."""

import contextlib
import json
import secrets
import select
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from atproto import Client, Request, Session  # type: ignore[import-untyped]

from tests.atproto import database, installed
from tests.atproto.people import Person

_PATIENCE_S = 120


class Network:
    """Where the servers are, and what a test may ask of them."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.url = str(facts["url"])
        self._residents: dict[str, Person] = {}

    def new_person(self, handle_prefix: str) -> Person:
        """A fresh account, signed in, and known to everybody: readers are told of a new account a little after its own server is.

        The handle is the prefix (ten characters at most) and something random.
        """
        handle = f"{handle_prefix}-{secrets.token_hex(3)}.test"
        password = secrets.token_urlsafe(12)
        client = Client(self.url, request=Request(timeout=30, trust_env=False))
        made = client.com.atproto.server.create_account({"handle": handle, "email": f"{handle[:-5]}@example.test", "password": password})
        session = Session(handle, made.did, made.access_jwt, made.refresh_jwt, self.url)
        client.login(session_string=session.export(), fetch_bsky_profile=False)
        person = Person(handle, made.did, password, client)
        person.write("app.bsky.actor.profile", {"displayName": handle_prefix}, key="self")
        self.settle()
        return person

    def resident(self, name: str) -> Person:
        """Somebody who lives here for the whole run, for parts that no test changes: making an account takes half a second."""
        if name not in self._residents:
            self._residents[name] = self.new_person(name)
        return self._residents[name]

    def settle(self) -> None:
        """Wait until everybody sees what was written so far."""
        self._wish("/settle")

    def reported(self) -> list[str]:
        """Addresses of the posts that somebody reported to the network's moderators."""
        return [str(uri) for uri in self._wish("/reports")]

    def refused(self) -> list[str]:
        """Addresses outside this machine that the servers tried to reach, and did not."""
        return list(self._wish("/refused"))

    def memory_mb(self) -> int:
        return int(self._wish("/memory")["mb"])

    def _wish(self, path: str) -> Any:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.facts["control"] + path, timeout=30) as answer:
            return json.loads(answer.read())


@contextlib.contextmanager
def running(tell: installed.Tell) -> Iterator[Network]:
    """Start PostgreSQL and the servers, installing them first where needed. Raises installed.Missing where this machine cannot."""
    node = installed.servers(tell)
    with database.running() as address, tempfile.TemporaryFile() as log:
        servers = subprocess.Popen(
            [node, "network.mjs", address],
            cwd=installed.HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )

        def last_words() -> str:
            log.seek(0)
            return log.read().decode(errors="replace")[-4000:]

        try:
            yield Network(_ready(servers, last_words))
            if servers.poll() is not None:
                raise RuntimeError(f"The Bluesky servers died during the tests:\n{last_words()}")
        finally:
            if servers.stdin is not None:
                servers.stdin.close()
            try:
                servers.wait(15)
            except subprocess.TimeoutExpired:
                servers.kill()
                servers.wait(5)


def _ready(servers: "subprocess.Popen[bytes]", last_words: Callable[[], str]) -> dict[str, Any]:
    until = time.monotonic() + _PATIENCE_S
    heard = b""
    stdout = servers.stdout
    while stdout is not None and time.monotonic() < until:
        if select.select([stdout], [], [], 0.2)[0]:
            piece = stdout.read1(65536)  # type: ignore[attr-defined]
            heard += piece
            for line in heard.splitlines():
                if line.startswith(b"READY ") and line.endswith(b"}"):
                    return dict(json.loads(line[6:]))
            if not piece:
                break
    raise RuntimeError(f"The Bluesky servers did not start:\n{last_words()}")

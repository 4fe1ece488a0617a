"""The log: JSON for machines, text for people, every line of a job with its row, and no secret in any of it (C33)."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from cryptography.fernet import Fernet

from bot import log
from bot.engine.jobs import Job
from bot.engine.sweep import perform
from bot.log import hiding
from bot.secrets import Vault, new_key
from bot.settings import Settings
from tests.scene import Scene

# Made up, in the shapes that each network's tokens have; put together so that no file here looks like one.
LETTERS = "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY"
TOKENS = {
    "bluesky session": "eyJ0eXAiOiJhdCtqd3Qi" + "." + "eyJzY29wZSI6ImNvbS5hdHByb3RvIn0" + "." + LETTERS,
    "bluesky app password": "abcd-efgh-j234-" + "k567",
    "x bearer": "A" * 22 + "MLheAAAAAAA0" + "%2BuSeid" + LETTERS,
    "x access token": "1456789012-" + LETTERS + "qZ",
    "x access secret": LETTERS + "yT7uI9oP1aS3d",
    "facebook page": "EAA" + "GNO4a7r2wBA" + LETTERS,
    "instagram": "IGQ" + "VJabc" + LETTERS,
    "threads": "THAA" + "c2x" + LETTERS,
    "google access": "ya29." + "a0AfH6SM-" + LETTERS,
    "google refresh": "1//" + "0gLu-" + LETTERS,
    "google client": "GOCSPX" + "-" + LETTERS[:28],
    "mastodon": LETTERS + "-kJ_4hG7fD9",
    "fernet key": new_key(),
    "vault": Vault([new_key()]).lock({"access_token": "something"}),
}
ADDRESS = "https://hc.example.org/ping/plain-words-only"


class Written:
    """What went to standard error since the test began."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self._before = capsys, ""

    def getvalue(self) -> str:
        self._before += self._capsys.readouterr().err
        return self._before


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """A log that writes JSON; it is put back afterwards."""
    before, root, told = structlog.get_config(), logging.getLogger(), set(hiding._told)
    handlers, level = root.handlers[:], root.level
    log.configure("info", "json")
    yield Written(capsys)
    structlog.configure(**before)
    root.handlers[:], root.level = handlers, level
    hiding._told.clear()
    hiding._told.update(told)


def lines(said: Written) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


@pytest.mark.parametrize("kind", TOKENS)
def test_C33_no_token_of_any_network_comes_through(kind: str, written: Written) -> None:
    token = TOKENS[kind]
    ours, theirs = structlog.get_logger(), logging.getLogger("some.library")
    ours.info(
        f"got {token} back", headers={"Authorization": f"Bearer {token}"}, deep=[{"inner": (token,)}], address=f"https://a.example/?code={token}"
    )
    ours.warning("plain", value=token, thing=ValueError(f"was {token}"))
    theirs.warning("GET https://graph.example/me?access_token=%s&fields=id", token)
    theirs.error("body %r", {"refresh_token": token, "note": f"x {token} y"})
    try:
        raise RuntimeError(f"header was {token}")  # noqa: TRY301
    except RuntimeError:
        ours.exception("failed")
        theirs.exception("failed too")
    assert token not in written.getvalue()
    assert len(lines(written)) == 6
    assert "RuntimeError" in written.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "password=hunter2hunter2",
        '{"client_secret": "abcd-efgh-1"}',
        "Authorization: Basic dXNlcjpwYXNzd29yZA==",
        "oauth_signature=tnnArxj06cWHq44gCs1OSKk",
        "postgresql://gatepost:hunter2hunter2@db/gatepost",
    ],
)
def test_C33_what_is_called_a_secret_is_blanked(text: str) -> None:
    assert not any(secret in str(hiding.clean(text)) for secret in ("hunter2", "abcd-efgh", "dXNlcj", "tnnArx"))


@pytest.mark.parametrize(
    "text",
    [
        "did job=publish row=4211 account=3 result=verified",
        "at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3kabcdefgh2zx",
        "bafyreigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "The network's answer could not be understood.",
        "2026-11-20T22:22:24.831002Z GET https://x.example/2/tweets/1456789012345678901 429",
    ],
)
def test_C33_what_is_no_secret_stays_readable(text: str) -> None:
    assert hiding.clean(text) == text


def test_C33_secrets_that_look_like_nothing_are_told_and_blanked(written: Written) -> None:
    key = Fernet.generate_key().decode()
    settings = Settings(
        secret_keys=key, heartbeat_url=ADDRESS, metrics_token="a long word or two here", database_url="postgresql://g:pw-in-address@db/g"
    )
    log.keep_out(*settings.secrets)
    logging.getLogger("httpx").warning("HTTP Request: GET %s", ADDRESS)
    structlog.get_logger().info("asked", said=f"{ADDRESS} with a long word or two here and pw-in-address", keys=key)
    text = written.getvalue()
    assert not any(secret in text for secret in (ADDRESS, "plain-words-only", "a long word or two", "pw-in-address", key))
    assert not any(secret in repr(settings) for secret in (ADDRESS, key, "a long word"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C33_each_line_of_a_job_says_which_job_row_and_account(scene: Scene, written: Written) -> None:
    def run(_session: object, _key: int, _means: object) -> None:
        structlog.get_logger().info("ours")
        logging.getLogger("a.library").warning("theirs")
        raise ValueError("a defect")

    done = perform(scene.engine, scene.means, Job("replies", "", lambda _: [], run), 7, 3)
    structlog.get_logger().info("afterwards")
    assert done.broke
    found = lines(written)
    assert [line["event"] for line in found] == ["ours", "theirs", "job failed", "afterwards"]
    assert [(line.get("job"), line.get("row"), line.get("account")) for line in found] == [("replies", 7, 3)] * 3 + [(None, None, None)]
    assert "a defect" in found[2]["exception"]
    assert {"timestamp", "level"} <= set(found[1])


@pytest.mark.parametrize(
    ("shape", "terminal", "is_json"), [("auto", False, True), ("auto", True, False), ("text", False, False), ("json", True, True)]
)
def test_C33_the_shape_follows_the_setting(
    shape: log.Format, terminal: bool, is_json: bool, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    log.configure("info", shape)
    structlog.get_logger().info("started", port=8000)
    logging.getLogger("uvicorn.error").warning("closing")
    first, second = written.getvalue().splitlines()
    assert first.startswith("{") is second.startswith("{") is is_json
    assert is_json or "event=started port=8000" in first

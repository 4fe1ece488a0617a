"""The whole product on Instagram: the picture that Instagram fetches from our own pages, the post read back, and abuse under it."""

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
import uvicorn
from sqlmodel import select

from bot import clock
from bot.accounts import register
from bot.accounts.models import Account
from bot.drafts import shown
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release
from bot.platforms.base import Media, Outgoing
from bot.platforms.registry import Doors, Means
from bot.web.app import create_app
from tests import scene as scenes
from tests.drafts.gate import PICTURE
from tests.platforms.graph_accounts import CREDENTIALS, Server
from tests.platforms.graph_journey import ABUSE, CRITICISM, hidden_shown_again_and_removed, proposed
from tests.played_web import PlayedWeb

from .world import ME, World


@pytest.fixture
def gate(scene: scenes.Scene, server: Server) -> Iterator[scenes.Scene]:
    """Academy A with its Instagram account approved, and Gatepost's own pages listening."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = scene.settings.model_copy(update={"instagram_url": server.url, "public_url": address})
    scene.means = Means(Doors(settings, scene.engine, PlayedWeb()), scene.vault, 60)
    proposed(scene, "instagram")
    with scene.session() as session:
        register.connect(session, scene.who(session, "admin"), scene.account_id, CREDENTIALS, scene.means.doors, scene.vault)
    pages = uvicorn.Server(uvicorn.Config(create_app(settings, scene.engine), log_config=None, lifespan="off"))
    serving = threading.Thread(target=pages.run, args=([listening],), daemon=True)
    serving.start()
    while not pages.started:
        time.sleep(0.01)
    yield scene
    pages.should_exit = True
    serving.join(10)


def asked(address: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=5) as answer:  # noqa: S310 -- loopback
            return int(answer.status)
    except urllib.error.HTTPError as no:
        return no.code


def published(gate: scenes.Scene, key: int) -> str:
    gate.work("publish")
    gate.hurry(key)
    gate.work("publish")
    assert gate.release(key).state == "verified"
    return gate.release(key).remote_id or ""


def test_a_picture_goes_out_is_fetched_from_our_pages_and_abuse_under_it_is_hidden_shown_again_and_removed(gate: scenes.Scene, world: World) -> None:
    post = published(gate, gate.approved(pictures=(PICTURE,)))
    ((address, (kind, data)),) = world.fetched.items()
    assert (kind, data) == ("image/jpeg", shown.as_jpeg(PICTURE.data or b"", PICTURE.mime))
    assert (world.media[post]["caption"], world.media[post]["alt_text"]) == (scenes.PLAIN, PICTURE.alt)
    assert asked(address) == 404, "what is out is shown no more"

    abuse, criticism = world.comment(ABUSE, post)["id"], world.comment(CRITICISM, post, by="another_parent")["id"]
    hidden_shown_again_and_removed(gate, world, abuse, criticism, CREDENTIALS["access_token"])
    with gate.session() as session:
        account = session.get_one(Account, gate.account_id)
        assert (account.remote_id, CREDENTIALS["access_token"] in str(account.credential)) == (ME, False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_address_shows_a_picture_only_while_its_release_is_on_its_way(gate: scenes.Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    key = gate.approved(pictures=(PICTURE,))
    release = gate.release(key)
    with gate.session() as session:
        account = session.get_one(Account, gate.account_id)
        post = Outgoing(release.key, "x", clock.now(), (Media(b"", "image/png", "", "a"), Media(b"", "image/png", "", "b")))
        first, second = (one.url for one in shown.addressed(post, account, release, gate.means).media)
        account.platform = "bluesky"
        assert shown.addressed(post, account, release, gate.means) == post, "a network that takes pictures gets no address"
        session.rollback()
    with urllib.request.urlopen(first, timeout=5) as answer:  # noqa: S310 -- loopback
        assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
        assert "noindex" in answer.headers["x-robots-tag"]
    assert asked(first, "HEAD") == 200
    root, _, token = first.rpartition("/")
    name, n, ends, mark = token.split("-")
    for other in (second, root, f"{root}/", f"{root}/x", f"{root}/{name}-1-{ends}-{mark}", f"{root}/{name}-{n}-{int(ends) + 9}-{mark}"):
        assert asked(other) == 404, other
    for state in ReleaseState:
        with gate.session() as session:
            row = session.exec(select(Release).where(Release.key == release.key)).one()
            row.state = state
            session.commit()
        assert asked(first) == (200 if state in {ReleaseState.PUBLISHING, ReleaseState.QUEUED} else 404), state
    with gate.session() as session:
        session.exec(select(Release).where(Release.key == release.key)).one().state = ReleaseState.PUBLISHING
        session.get_one(Draft, key).digest = "another"
        session.commit()
    assert asked(first) == 404, "changed since it was approved"
    with gate.session() as session:
        session.get_one(Draft, key).digest = release.digest
        session.commit()
    assert asked(first) == 200
    later = clock.now() + shown.LASTS + timedelta(minutes=1)
    monkeypatch.setattr(shown, "now", lambda: later)
    assert asked(first) == 404, "an address ends"

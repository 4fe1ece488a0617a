"""The main job on the real Bluesky servers: one academy account, from draft to verified post, and everything others do to it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.engine import Engine

from bot.accounts.models import AccountState, Stream
from bot.audit.actions import Outcome
from bot.audit.verify import verify
from bot.cases import evidence, safeguarding
from bot.drafts import strays
from bot.drafts.models import Stray, StrayKind, StrayState
from bot.drafts.resolve import release_again
from bot.errors import BadInput, Refusal
from bot.following.models import StrayFollow, StrayFollowState
from bot.following.watch import open_strays
from bot.moderation import decide
from bot.moderation.models import Reply, Review, Visibility
from bot.settings import Settings
from tests.atproto.network import Network
from tests.atproto.wire import Wire, bad_line
from tests.journeys.bluesky_scene import POST, Governed, govern, picture
from tests.scene import PLAIN, WITH_FIGURE

LINK = "https://www.academy-a.example.sch.uk/results"
TEXT = f"{WITH_FIGURE} Read more: {LINK}"
ALT = "A display in the school hall, with paper stars on a green board"
ABUSE = "You are a useless waste of space and I will find you and break your legs."
CRITICISM = "Disappointed again. The car park was chaos and nobody answers the phone."
DISCLOSURE = "I cut myself every night and I want to die"
MISREAD = "That quiz was brilliant. See you outside for the raffle, we will find you a seat."
SIGN_IN, PUT, GET = "com.atproto.server.createSession", "com.atproto.repo.putRecord", "com.atproto.repo.getRecord"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def governed(engine: Engine, gate_settings: Settings, bluesky_network: Network) -> Governed:
    return govern(engine, gate_settings, bluesky_network)


@pytest.fixture
def wire(bluesky_network: Network) -> Iterator[Wire]:
    with bad_line(bluesky_network.url) as line:
        yield line


@pytest.fixture
def on_the_wire(engine: Engine, gate_settings: Settings, bluesky_network: Network, wire: Wire) -> Governed:
    """The same, with a bad line between the gate and Bluesky."""
    return govern(engine, gate_settings, bluesky_network, wire.url)


@on_sqlite
def test_S13_a_post_goes_from_draft_to_verified_through_three_people_and_a_stranger_sees_it(governed: Governed) -> None:
    gate = governed.gate
    key = gate.checked(TEXT, pictures=(picture(ALT),))
    governed.sweep()
    assert governed.texts() == []  # checked is not approved
    with pytest.raises(Refusal):
        _approve(governed, key, by="author")
    _approve(governed, key, by="slt")
    governed.sweep()
    release = gate.release(key)
    assert release.state == "verified"
    (live,) = governed.records()
    assert live["uri"] == release.remote_id
    assert live["value"]["text"] == TEXT
    assert [image["alt"] for image in live["value"]["embed"]["images"]] == [ALT]
    (facet,) = live["value"]["facets"]
    assert TEXT.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() == LINK
    assert facet["features"][0]["uri"] == LINK
    assert governed.stranger.sees(live["uri"])
    seen = governed.stranger.view(live["uri"])
    assert (seen["author"]["did"], seen["embed"]["images"][0]["alt"]) == (governed.academy.did, ALT)
    governed.sweep()
    assert governed.texts() == [TEXT]
    signers = {e.actor_id for act in ("draft:submitted", "facts:signed", "draft:approved") for e in gate.entries(act, "done")}
    assert len(signers) >= 3


def _approve(governed: Governed, key: int, by: str) -> None:
    from bot.drafts.signoff import approve

    with governed.gate.session() as session:
        approve(session, governed.gate.signing(session, by), key, governed.gate.digest(key))

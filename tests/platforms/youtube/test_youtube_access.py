"""Access that lives an hour, and what is said when it ends, was withdrawn, or is too much or too little."""

import json
import traceback
from datetime import timedelta

import pytest

from bot.clock import now
from bot.platforms.base import AccessLost, Busy, Refused, Trouble
from bot.platforms.youtube import YouTube
from bot.platforms.youtube_allowance import Allowance
from tests.platforms.patience import MOMENT_S, patient
from tests.platforms.stand_in import Fault

from .routes import no
from .server import KEYS, YouTubeServer, faults
from .world import FORCE_SSL, World


def opened(server: YouTubeServer, kept: list[str] | None = None, **credentials: str) -> YouTube:
    keep = kept.append if kept is not None else None
    made = YouTube({**KEYS, **credentials}, server.url, server.token_url, keep, timeout=MOMENT_S, allowance=Allowance())
    return patient(made, server)


def test_a_refresh_token_is_enough_and_is_exchanged_once_an_hour(server: YouTubeServer, world: World) -> None:
    kept: list[str] = []
    channel = opened(server, kept)
    channel.whoami()
    channel.followers()
    assert world.exchanges == 1
    session = json.loads(kept[-1])
    assert session["refresh"] == KEYS["refresh_token"]
    again = opened(server, session=kept[-1])  # another process
    again.whoami()
    assert world.exchanges == 1


def test_access_given_at_sign_in_is_used_while_it_lives(server: YouTubeServer, world: World) -> None:
    token = world.exchange()["access_token"]
    lives = (now() + timedelta(minutes=50)).isoformat()
    opened(server, access_token=token, expires_at=lives).whoami()
    assert world.exchanges == 1
    opened(server, access_token=token, expires_at=(now() + timedelta(minutes=1)).isoformat()).whoami()
    assert world.exchanges == 2


def test_access_that_ended_early_is_exchanged_and_the_call_made_once_more(server: YouTubeServer, world: World) -> None:
    comment_under = world.upload("The spring concert")
    comment = world.say("A rude word.")
    channel = opened(server)
    channel.whoami()
    world.live.clear()
    assert channel.set_hidden(comment, comment_under, True) is True
    assert world.exchanges == 2
    assert len(world.moderated) == 1


@pytest.mark.parametrize(
    ("answer", "trouble", "words"),
    [
        ((400, {"error": "invalid_grant"}), AccessLost, "connect the channel again"),
        ((401, {"error": "invalid_client"}), AccessLost, "client id and secret"),
        ((503, "<html>"), Busy, "cannot be read"),
        ((503, {}), Busy, "no new access"),
        ((429, {"error": "rate"}), Busy, "no new access"),
        ((200, {"token_type": "Bearer"}), Busy, "without new access"),
        ((400, {"error": "invalid_request"}), Refused, "does not know"),
    ],
)
def test_each_way_of_getting_no_access_is_told_apart(server: YouTubeServer, answer: tuple[int, object], trouble: type[Trouble], words: str) -> None:
    server.fail(Fault(answer), path="/token")
    with pytest.raises(trouble, match=words):
        opened(server).whoami()


def test_an_exchange_whose_answer_is_lost_is_made_again_next_time(server: YouTubeServer) -> None:
    channel = opened(server)
    server.fail("lost", path="/token")
    with pytest.raises(Busy):
        channel.whoami()
    assert channel.whoami().handle == "oak_academy"


@pytest.mark.parametrize(
    ("reason", "trouble", "words"),
    [
        ("authenticatedUserAccountSuspended", AccessLost, "suspended or closed"),
        ("youtubeSignupRequired", AccessLost, "suspended or closed"),
        ("insufficientPermissions", Refused, "connect the channel again"),
        ("accessNotConfigured", Refused, "Google Cloud console"),
        ("rateLimitExceeded", Busy, "fewer questions"),
        ("processingFailure", Busy, "just now"),
        ("somethingNew", Refused, "refused"),
    ],
)
def test_the_reason_inside_a_403_decides(server: YouTubeServer, reason: str, trouble: type[Trouble], words: str) -> None:
    channel = opened(server)
    server.fail(Fault(no(403, reason)))
    with pytest.raises(trouble, match=words):
        channel.whoami()


def test_rights_name_what_is_missing_and_what_is_too_much(server: YouTubeServer, world: World) -> None:
    upload = "https://www.googleapis.com/auth/youtube.upload"
    world.scopes = (upload, "openid")
    rights = opened(server).rights()
    assert (rights.held, rights.missing, rights.excess, rights.expires_at) == ((upload, "openid"), (FORCE_SSL,), (upload,), None)


def test_no_secret_stands_in_an_address_or_an_error(server: YouTubeServer, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    said: list[str] = []
    for fault in faults():
        channel = opened(server)
        channel.whoami()
        server.fail(fault)
        try:
            channel.followers()
        except Trouble:
            said += [repr(channel), traceback.format_exc()]
    opened(server).rights()
    assert len(said) == 2 * (len(faults()) - 1), "access that ended early is exchanged, and nobody notices"
    secrets = [KEYS["client_secret"], KEYS["refresh_token"], *world.live]
    addresses = json.dumps([query for _, _, query in server.asked])
    for secret in secrets:
        assert secret not in addresses
        assert secret not in "\n".join([*said, caplog.text])


def test_a_google_account_without_a_channel_is_told_in_a_sentence(server: YouTubeServer) -> None:
    server.fail(Fault((200, {"items": []})))
    with pytest.raises(Refused, match="no YouTube channel"):
        opened(server).whoami()

"""Signing in seldom, staying signed in, and saying in plain words when access is lost."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from atproto import Session  # type: ignore[import-untyped]

from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsure
from bot.platforms.bluesky import Bluesky
from tests.atproto.network import Network
from tests.atproto.people import Person
from tests.atproto.tokens import expired
from tests.atproto.wire import Wire
from tests.platforms.bluesky.posts import release

pytestmark = pytest.mark.xdist_group("bluesky")
SIGN_IN, RENEW, GET = "com.atproto.server.createSession", "com.atproto.server.refreshSession", "com.atproto.repo.getRecord"
PUT = "com.atproto.repo.putRecord"


def _saved(academy: Person, app_password: str, wire: Wire) -> str:
    kept: list[str] = []
    Bluesky({"identifier": academy.handle, "app_password": app_password}, wire.url, kept.append).whoami()
    assert len(kept) == 1
    return kept[0]


def test_the_account_is_named_by_its_permanent_id(door: Bluesky, academy: Person) -> None:
    profile = door.whoami()
    assert (profile.remote_id, profile.handle, profile.display_name) == (academy.did, academy.handle, "academy")


def test_a_saved_session_is_used_without_a_second_sign_in(academy: Person, app_password: str, wire: Wire) -> None:
    saved = _saved(academy, app_password, wire)
    kept: list[str] = []
    door = Bluesky({"identifier": academy.did, "app_password": app_password, "session": saved}, wire.url, kept.append)
    door.publish(release())
    assert door.timeline(None).posts
    assert (wire.count(SIGN_IN), kept) == (1, [])


def test_an_old_access_token_is_renewed_once_even_in_the_middle_of_publishing(academy: Person, app_password: str, wire: Wire) -> None:
    saved = expired(_saved(academy, app_password, wire))
    kept: list[str] = []
    door = Bluesky({"identifier": academy.handle, "app_password": app_password, "session": saved}, wire.url, kept.append)
    wire.calls.clear()
    assert door.publish(release("Renewed.")).text == "Renewed."
    assert (wire.count(RENEW), wire.count(SIGN_IN), len(kept)) == (1, 0, 1)
    assert Session.decode(kept[0]).access_jwt != Session.decode(saved).access_jwt


def test_a_write_refused_for_its_old_token_is_sent_again_and_is_one_post(on_the_wire: Bluesky, academy: Person, wire: Wire) -> None:
    on_the_wire.whoami()
    wire.answer(PUT, 400, {"error": "ExpiredToken", "message": "Token has expired"})
    on_the_wire.publish(release())
    assert wire.count(RENEW) == 1
    assert len(academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post")["records"]) == 1


def test_a_revoked_app_password_is_access_lost_and_is_not_tried_again_and_again(academy: Person, app_password: str, wire: Wire) -> None:
    saved = expired(_saved(academy, app_password, wire))
    academy.revoke()
    door = Bluesky({"identifier": academy.handle, "app_password": app_password, "session": saved}, wire.url)
    wire.calls.clear()
    for _ in range(4):
        with pytest.raises(AccessLost) as lost:
            door.publish(release())
    assert wire.count(SIGN_IN) == 1
    assert academy.ask("com.atproto.repo.listRecords", repo=academy.did, collection="app.bsky.feed.post")["records"] == []
    assert app_password not in str(lost.value)


def test_a_wrong_app_password_is_access_lost_and_is_not_repeated_to_anybody(bluesky_network: Network, academy: Person) -> None:
    door = Bluesky({"identifier": academy.handle, "app_password": "abcd-efgh-ijkl-mnop"}, bluesky_network.url)
    with pytest.raises(AccessLost) as lost:
        door.whoami()
    assert "abcd-efgh" not in f"{lost.value} {lost.value!r} {door!r} {vars(door)!r}"


def test_a_session_that_cannot_be_read_means_signing_in_anew(academy: Person, app_password: str, wire: Wire) -> None:
    for saved in ("", "cut:::short", "x:::did:plc:x:::of.the.old:::form", f"x:::did:plc:x:::not.a.token:::either:::{wire.url}"):
        door = Bluesky({"identifier": academy.handle, "app_password": app_password, "session": saved}, wire.url)
        assert door.whoami().remote_id == academy.did


def test_a_deactivated_account_is_access_lost_and_not_an_account_without_posts(door: Bluesky, academy: Person, bluesky_network: Network) -> None:
    post = release()
    up = door.publish(post)
    academy.tell("com.atproto.server.deactivateAccount", deleteAfter="2099-01-01T00:00:00Z")
    bluesky_network.settle()
    calls: tuple[Callable[[], object], ...] = (
        partial(door.publish, release()),
        partial(door.find, post),
        partial(door.lookup, [up.remote_id]),
        partial(door.timeline, None),
        partial(door.replies, None),
        partial(door.delete, up.remote_id),
        door.following,
        door.whoami,
    )
    for call in calls:
        with pytest.raises(AccessLost, match="deactivated"):
            call()


def test_a_rate_limit_says_until_when(on_the_wire: Bluesky, wire: Wire) -> None:
    on_the_wire.whoami()
    reset = int(time.time()) + 300
    wire.answer(PUT, 429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, ratelimit_reset=str(reset))
    with pytest.raises(Busy) as busy:
        on_the_wire.publish(release())
    assert busy.value.until == datetime.fromtimestamp(reset, UTC)


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (502, {"error": "UpstreamFailure", "message": "down"}, Busy),
        (503, "<html>Back soon</html>", Busy),
        (200, "<html>Sign in to the school network</html>", Busy),
        (400, {"error": "InvalidRequest", "message": "no"}, Refused),
        (401, {"error": "AccountTakedown", "message": "Account has been taken down"}, AccessLost),
    ],
)
def test_what_an_answer_to_a_reading_means(on_the_wire: Bluesky, wire: Wire, status: int, body: dict[str, str] | str, trouble: type[Trouble]) -> None:
    on_the_wire.whoami()
    wire.answer(GET, status, body)
    with pytest.raises(trouble):
        on_the_wire.find(release())


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (502, {"error": "UpstreamFailure", "message": "down"}, Unsure),
        (200, "<html>Sign in to the school network</html>", Unsure),
        (413, {"error": "PayloadTooLarge", "message": "too large"}, Refused),
    ],
)
def test_what_an_answer_to_a_writing_means(on_the_wire: Bluesky, wire: Wire, status: int, body: dict[str, str] | str, trouble: type[Trouble]) -> None:
    on_the_wire.whoami()
    wire.answer(PUT, status, body)
    with pytest.raises(trouble):
        on_the_wire.publish(release())


def test_a_lost_reading_is_busy(on_the_wire: Bluesky, wire: Wire) -> None:
    on_the_wire.whoami()
    wire.lose_answer(GET)
    with pytest.raises(Busy):
        on_the_wire.find(release())


def test_a_server_that_is_not_there_is_busy_for_reading_and_writing_alike() -> None:
    door = Bluesky({"identifier": "academy.test", "app_password": "abcd-efgh-ijkl-mnop"}, "http://127.0.0.1:9")
    for call in (door.whoami, lambda: door.publish(release())):
        with pytest.raises(Busy):
            call()


def test_a_sign_in_that_fails_before_a_post_leaves_no_doubt_about_the_post(on_the_wire: Bluesky, wire: Wire) -> None:
    wire.lose_answer(SIGN_IN)
    with pytest.raises(Busy):
        on_the_wire.publish(release())

"""The line to a Mastodon server: one request each, no redirects, the token nowhere but in its header, and what each no means."""

import io
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.platforms.base import AccessLost, Busy, Outgoing, Refused, Trouble, Unsupported, Unsure
from bot.platforms.mastodon_account import MastodonAccount
from bot.platforms.mastodon_offers import SCOPES, held_by
from bot.platforms.mastodon_troubles import Gone, reset
from bot.platforms.mastodon_wire import address
from tests.platforms.contract import picture

from .server import TOKEN, MastodonServer

READ: Callable[[MastodonAccount], object] = lambda account: account.timeline(None)  # noqa: E731
WRITE: Callable[[MastodonAccount], object] = lambda account: account.follow("110000000000000001")  # noqa: E731
MEANT: tuple[tuple[str, type[Trouble], type[Trouble]], ...] = (
    # fault, what it means for a reading, and for a change
    ("refuse", Refused, Refused),
    ("not for you", Refused, Refused),
    ("too large", Refused, Refused),
    ("busy", Busy, Busy),
    ("turned away", AccessLost, AccessLost),
    ("closed", AccessLost, AccessLost),
    ("gone for good", Gone, Gone),
    ("down", Busy, Unsure),
    ("silent", Busy, Unsure),
    ("lost and cut", Busy, Unsure),
    ("garbled", Busy, Unsure),
    ("redirect", Busy, Unsure),
    ("somebody else's no", Busy, Unsure),
)


@pytest.mark.parametrize(("fault", "reading", "changing"), MEANT)
def test_each_answer_means_one_trouble_for_a_reading_and_one_for_a_change(
    server: MastodonServer, account: MastodonAccount, fault: str, reading: type[Trouble], changing: type[Trouble]
) -> None:
    for act, meant in ((READ, reading), (WRITE, changing)):
        server.fail(fault)
        before = len(server.asked)
        with pytest.raises(Trouble) as caught:
            act(account)
        assert type(caught.value) is meant
        assert str(caught.value).endswith(".")
        assert len(server.asked) == before + 1, "asked once: no retry, no redirect followed"


@pytest.mark.parametrize("fault", ["another thing", "other things"])
def test_an_answer_of_another_shape_is_read_again_later(server: MastodonServer, account: MastodonAccount, fault: str) -> None:
    for reading in (lambda: account.timeline(None), lambda: account.replies(None), account.following, account.blocked):
        server.fail(fault)
        with pytest.raises(Busy):
            reading()
    server.fail("other things")
    with pytest.raises(Busy):
        account.face()


def test_a_limit_says_when_to_ask_again(server: MastodonServer, account: MastodonAccount) -> None:
    server.fail("busy")
    with pytest.raises(Busy) as slow:
        account.timeline(None)
    assert slow.value.until is not None
    assert timedelta(minutes=3) < slow.value.until - datetime.now(UTC) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({}, 290, 301),
        ({"x-ratelimit-reset": "yesterday"}, 290, 301),
        ({"x-ratelimit-reset": "2001-01-01T00:00:00Z"}, 0, 2),
        ({"x-ratelimit-reset": "2999-01-01T00:00:00Z"}, 3_500, 3_601),
        ({"retry-after": "30"}, 25, 31),
        ({"retry-after": "99999999"}, 290, 301),
    ],
)
def test_a_wait_is_never_in_the_past_and_never_beyond_any_window(headers: dict[str, str], least: int, most: int) -> None:
    assert least < (reset(headers) - datetime.now(UTC)).total_seconds() < most


def test_a_server_that_is_not_there_was_sent_nothing(server: MastodonServer) -> None:
    away = MastodonAccount({**server.keys, "server": "http://127.0.0.1:1"})
    with pytest.raises(Busy, match="Nothing was sent"):
        WRITE(away)


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://social.example", "https://social.example"),
        (" https://social.example/ ", "https://social.example"),
        ("social.example", "https://social.example"),
        ("https://social.example:8443", "https://social.example:8443"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_a_server_is_an_https_address(typed: str, used: str) -> None:
    assert address(typed) == used


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://social.example",
        "ftp://social.example",
        "https://social.example/@oak",
        "https://social.example?x=1",
        "https://social.example#top",
        "https://me:pw@social.example",
        "https://social.example:port",
        "https://social.example\\@bad.example",
        "https:// social.example",
        "@oak@social.example",
        "file:///etc/passwd",
    ],
)
def test_any_other_address_is_refused_in_plain_words(server: MastodonServer, typed: str) -> None:
    with pytest.raises(Refused, match="must begin with https://"):
        MastodonAccount({**server.keys, "server": typed})


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "ünlautered", "x" * 501])
def test_a_token_that_cannot_be_one_is_refused_before_anything_is_asked(server: MastodonServer, token: str) -> None:
    with pytest.raises(AccessLost):
        MastodonAccount({**server.keys, "access_token": token})
    assert server.asked == []


def test_the_name_of_a_file_is_a_token_like_any_other_and_the_file_stays_unread(server: MastodonServer, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("the-secret-in-the-file\n")
    with pytest.raises(AccessLost):
        MastodonAccount({**server.keys, "access_token": str(file)}).whoami()
    assert server.headers[-1]["Authorization"] == f"Bearer {file}"


@pytest.mark.parametrize("fault", [fault for fault, _, _ in MEANT] + ["echo"])
def test_the_token_is_in_no_error_no_log_and_no_repr(server: MastodonServer, account: MastodonAccount, fault: str) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        server.fail(fault)
        with pytest.raises(Trouble) as caught:
            WRITE(account)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    seen: BaseException | None = caught.value
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert TOKEN not in f"{seen} {seen!r} {vars(seen)} {account!r} {log.getvalue()}"
    assert TOKEN not in " ".join(path for _, path in server.asked)


def test_a_missing_right_says_so(server: MastodonServer) -> None:
    server.scopes = tuple(scope for scope in SCOPES if scope != "write:reports")
    account = MastodonAccount(server.keys)
    with pytest.raises(AccessLost, match="lacks a right"):
        account.report("1", "2", "Abuse.")
    assert account.rights().missing == ("write:reports",)


def test_too_many_rights_are_named_and_broad_ones_cover_the_narrow(server: MastodonServer) -> None:
    assert held_by(["read", "write", "follow"]).missing == ()
    assert held_by(["read", "write", "follow"]).excess == ("read", "write", "follow")
    assert held_by([*SCOPES, "profile", "write:conversations"]).excess == ("write:conversations",)
    assert held_by(["profile"]).missing == SCOPES
    server.world.version = (4, 2)
    with pytest.raises(Unsupported):
        MastodonAccount(server.keys).rights()


def test_each_right_asked_for_is_used_and_no_other(server: MastodonServer, account: MastodonAccount) -> None:
    museum = server.world.person("museum")
    wanted = Outgoing(key="k" * 32, text="Hello.", planned_at=datetime.now(UTC), media=(picture(),))
    post = account.publish(wanted)
    for act in (
        lambda: account.replies(None),
        lambda: account.follow(museum),
        account.following,
        lambda: account.set_blocked(museum, blocked=True),
        lambda: account.is_blocked(museum),
        account.blocked,
        lambda: account.mute(museum),
        lambda: account.report(post.remote_id, museum, "Abuse."),
        account.face,
    ):
        act()
    assert server.scopes_used - {""} == set(SCOPES)


def test_lists_that_only_the_link_header_pages_are_read_whole(server: MastodonServer, account: MastodonAccount) -> None:
    world = server.world
    world.followed.update({world.person(f"school{number}@far.example"): 5_000 + number for number in range(200)})
    world.blocked.update({world.person(f"rude{number}"): 70 + number for number in range(81)})
    assert len({one.remote_id for one in account.following()}) == 200
    assert {one.handle for one in account.blocked()} == {f"rude{number}@social.example" for number in range(81)}


def test_blocking_is_read_back_and_undone(server: MastodonServer, account: MastodonAccount) -> None:
    other = server.world.person("a_parent@far.example")
    for wanted in (True, True, False, False):
        account.set_blocked(other, wanted)
        assert account.is_blocked(other) is wanted


def test_many_posts_are_looked_up_at_once_and_the_missing_one_is_asked_for_alone(server: MastodonServer, account: MastodonAccount) -> None:
    posts = [server.world.say(server.world.me, f"Post {number}.").id for number in range(45)]
    server.world.remove(posts[7])
    before = len(server.asked)
    found = account.lookup(posts)
    assert [one for one in posts if found[one] is None] == [posts[7]]
    assert len(server.asked) - before == 4
    server.fail("somebody else's no", "GET", f"/statuses/{posts[7]}")
    with pytest.raises(Busy):
        account.lookup(posts)


def test_a_server_that_takes_one_at_a_time_is_asked_one_at_a_time(server: MastodonServer, account: MastodonAccount) -> None:
    server.world.version = (4, 2)
    posts = [server.world.say(server.world.me, f"Post {number}.").id for number in range(3)]
    assert [one and one.text for one in account.lookup(posts).values()] == ["Post 0.", "Post 1.", "Post 2."]


@pytest.mark.parametrize("odd", ["../accounts/1", "1/context", "1?x=2", "", "a b"])
def test_nothing_but_a_number_gets_into_an_address(server: MastodonServer, account: MastodonAccount, odd: str) -> None:
    before = len(server.asked)
    for act in (account.delete, account.unfollow, account.mute, lambda one: account.lookup([one])):
        with pytest.raises(Refused):
            act(odd)
    assert len(server.asked) == before


def test_a_name_on_another_server_is_looked_up_there(account: MastodonAccount) -> None:
    found = account.resolve("@Town@far.example")
    assert found is not None
    assert found.handle == "town@far.example"
    assert account.resolve("zztown@far.example") is None


def test_a_report_goes_to_the_writers_own_server_too(server: MastodonServer, account: MastodonAccount) -> None:
    account.report("77", "88", "Abuse. " * 400)
    (report,) = server.world.reports
    assert (report["account"], report["statuses"], report["forward"], len(report["comment"])) == ("88", ["77"], True, 1_000)


def test_the_profile_tells_who_may_write_and_who_may_follow(server: MastodonServer, account: MastodonAccount) -> None:
    told = account.face().told
    assert (told["private"], told["approves_followers"], told["link"]) == ("no", "no", "Site: https://oak.example")
    assert told["messages"].startswith("Anybody")
    server.world.profile["locked"], server.world.private_mentions = True, "drop"
    assert (account.face().told["approves_followers"], account.face().told["messages"]) == ("yes", "Only those followed")

"""Putting posts up once on Mastodon, in public only, and finding them again after a lost answer."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import Busy, Outgoing, Refused, Unsupported, Unsure
from bot.platforms.mastodon_account import MastodonAccount
from tests.platforms.contract import picture

from .server import MastodonServer

DAY = "Sports day is on Monday."
POSTS = "/api/v1/statuses"


def outgoing(text: str = DAY, **more: object) -> Outgoing:
    values: dict[str, object] = {"key": secrets.token_hex(16), "text": text, "planned_at": datetime.now(UTC), **more}
    return Outgoing(**values)  # type: ignore[arg-type]  # a test says what it says


def texts(server: MastodonServer) -> list[str]:
    return [one.text for one in server.world.statuses.values()]


@pytest.mark.parametrize("fault", ["lost", "lost and cut", "broken", "garbled", "redirect", "another thing", "other things"])
def test_an_answer_that_does_not_tell_is_unsure_and_a_repeat_within_the_hour_finds_the_first(
    server: MastodonServer, account: MastodonAccount, fault: str
) -> None:
    wanted = outgoing()
    server.fail(fault, "POST", POSTS)
    with pytest.raises(Unsure):
        account.publish(wanted)
    assert account.publish(wanted).text == DAY
    assert texts(server) == [DAY]
    assert [headers["Idempotency-Key"] for headers in server.headers if "Idempotency-Key" in headers] == [wanted.key] * 2


def test_after_the_hour_the_list_of_own_posts_tells_what_the_key_no_longer_does(server: MastodonServer, account: MastodonAccount) -> None:
    wanted = outgoing()
    server.fail("lost", "POST", POSTS)
    with pytest.raises(Unsure):
        account.publish(wanted)
    server.world.later_s = 3_700
    assert server.world.kept_key(wanted.key) is None
    found = account.find(wanted)
    assert found is not None
    assert [found.remote_id] == list(server.world.statuses)
    assert account.find(replace(wanted, text="Sports day is on Tuesday.")) is None
    assert account.find(replace(wanted, planned_at=datetime.now(UTC) + timedelta(hours=1))) is not None, "a clock of ours that is fast"


def test_find_looks_through_more_than_one_page_and_takes_the_first_of_two(server: MastodonServer, account: MastodonAccount) -> None:
    planned_at = datetime.now(UTC)
    first = server.world.say(server.world.me, DAY)
    server.world.say(server.world.me, DAY)
    for number in range(90):
        server.world.say(server.world.me, f"Post {number}.")
    found = account.find(outgoing(planned_at=planned_at))
    assert found is not None
    assert found.remote_id == first.id
    assert account.find(outgoing(planned_at=planned_at, media=(picture(),))) is None
    assert account.find(outgoing(planned_at=planned_at, reply_to=first.id)) is None


def test_a_post_from_before_it_was_planned_is_not_the_one_that_was_lost(server: MastodonServer, account: MastodonAccount) -> None:
    server.world.say(server.world.me, DAY, ago=timedelta(hours=2))
    assert account.find(outgoing()) is None


def test_a_post_that_a_person_took_down_does_not_come_back_under_its_key(server: MastodonServer, account: MastodonAccount) -> None:
    wanted = outgoing()
    account.delete(account.publish(wanted).remote_id)
    with pytest.raises(Refused):
        account.publish(wanted)
    assert texts(server) == []


def test_every_post_is_public_whatever_its_words_and_whatever_it_answers(server: MastodonServer, account: MastodonAccount) -> None:
    parent = server.world.person("a_parent")
    private = server.world.say(parent, "@oak_academy are you there?", visibility="direct")
    account.publish(outgoing("@a_parent please ring the office.", reply_to=private.id))
    account.publish(outgoing("Hello."))
    assert [one.visibility for one in server.world.statuses.values() if one.author == server.world.me] == ["public", "public"]


@pytest.mark.parametrize("setting", ["mentioned", "nobody"])
def test_a_reply_setting_is_refused_before_anything_is_sent(server: MastodonServer, account: MastodonAccount, setting: str) -> None:
    before = len(server.asked)
    with pytest.raises(Unsupported, match="no way to close a post to replies"):
        account.publish(outgoing(media=(picture(),), reply_setting=setting))
    assert len(server.asked) == before


def test_what_the_server_says_it_takes_is_refused_before_anything_is_sent(server: MastodonServer, account: MastodonAccount) -> None:
    server.world.limit = 60
    account = MastodonAccount(server.keys)
    for wanted in (
        outgoing("x" * 61),
        outgoing(media=(picture(),) * 5),
        outgoing(media=(replace(picture(), alt="x" * 1_501),)),
        outgoing(media=(replace(picture(), mime="image/webp"),)),
        outgoing(media=(replace(picture(), data=b"x" * 17_000_000),)),
    ):
        with pytest.raises(Refused):
            account.publish(wanted)
    assert server.asked_for("POST", "") == 0
    account.publish(outgoing(f"https://oak.example/{'x' * 90} and @town@a-very-long-domain-of-a-server.example"))  # 23 for a link, no domain
    assert server.asked_for("GET", "/api/v2/instance") == 2, "once for each account that was opened"


def test_pictures_being_worked_through_are_waited_for_outside_and_never_sent_twice(server: MastodonServer, account: MastodonAccount) -> None:
    server.world.working = True
    wanted = outgoing(media=(picture(), picture()))  # the same one twice, which are two
    for _ in range(2):
        with pytest.raises(Busy) as later:
            account.publish(wanted)
        assert later.value.until is not None
        assert later.value.until > datetime.now(UTC)
    assert texts(server) == []
    server.world.working = False
    assert account.publish(wanted).media_count == 2
    assert server.asked_for("POST", "/api/v2/media") == 2
    assert account.publish(outgoing("Again.", media=wanted.media)).media_count == 2, "what is in a post is not used again"


def test_a_lost_upload_is_only_busy_because_nobody_can_see_it(server: MastodonServer, account: MastodonAccount) -> None:
    server.fail("lost", "POST", "/api/v2/media")
    wanted = outgoing(media=(picture(),))
    with pytest.raises(Busy):
        account.publish(wanted)
    assert texts(server) == []
    assert account.publish(wanted).media_count == 1


def test_pictures_that_the_server_threw_away_are_sent_again(server: MastodonServer, account: MastodonAccount) -> None:
    server.world.working = True
    wanted = outgoing(media=(picture(),))
    with pytest.raises(Busy):
        account.publish(wanted)
    server.world.working = False
    server.world.media.clear()
    with pytest.raises(Refused):
        account.publish(wanted)
    assert account.publish(wanted).media_count == 1


def test_a_name_comes_back_as_it_was_typed_with_its_own_domain_too(server: MastodonServer, account: MastodonAccount) -> None:
    server.world.person("museum")
    server.world.person("town@far.example")
    wanted = outgoing("Thanks @Museum@social.example, @museum and @town@far.example!")
    post = account.publish(wanted)
    live = account.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert live.text == wanted.text
    found = account.find(wanted)
    assert found is not None
    account.timeline(None)
    assert server.asked_for("GET", "/source") == 1, "asked for once, until it is edited"
    server.world.edit(post.remote_id, "Thanks @museum and nobody else!")
    edited = account.lookup([post.remote_id])[post.remote_id]
    assert edited is not None
    assert edited.text == "Thanks @museum and nobody else!"

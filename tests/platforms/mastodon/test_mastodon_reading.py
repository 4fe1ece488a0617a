"""What others say to the account on Mastodon: nothing passed over, nothing twice, private mentions kept apart."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import Busy
from bot.platforms.mastodon_account import MastodonAccount

from .server import MastodonServer
from .world import Status


@pytest.fixture
def parent(server: MastodonServer) -> str:
    return server.world.person("a_parent@far.example")


def own(server: MastodonServer, text: str = "How was the play?", **more: object) -> Status:
    return server.world.say(server.world.me, text, **more)


def ids(posts: object) -> list[str]:
    return [one.remote_id for one in posts]  # type: ignore[attr-defined]


def test_a_backlog_of_more_than_a_page_is_read_whole_and_in_order(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    start = account.replies(None)
    said = [server.world.say(parent, f"@oak_academy number {number}").id for number in range(205)]
    page = account.replies(start.cursor)
    assert ids(page.posts) == said
    assert account.replies(page.cursor).posts == ()


def test_a_limit_in_the_middle_of_a_backlog_loses_nothing(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    start = account.replies(None)
    said = [server.world.say(parent, f"@oak_academy number {number}").id for number in range(100)]
    first = server.world.notices[79]["id"]
    server.fail("busy", "GET", f"min_id={first}")
    with pytest.raises(Busy):
        account.replies(start.cursor)
    assert ids(account.replies(start.cursor).posts) == said


def test_a_notice_that_turns_up_below_one_read_already_is_still_read(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    start = account.replies(None)
    late = server.world.say(parent, "@oak_academy written by a slow worker")
    held_back = server.world.notices.pop()
    quick = server.world.say(parent, "@oak_academy written by a quick one")
    page = account.replies(start.cursor)
    assert ids(page.posts) == [quick.id]
    server.world.notices.append(held_back)
    page = account.replies(page.cursor)
    assert ids(page.posts) == [late.id]
    assert account.replies(page.cursor).posts == ()


def test_what_is_older_than_two_minutes_is_not_asked_for_again(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    server.world.say(parent, "@oak_academy long ago", ago=timedelta(minutes=5))
    cursor = account.replies(None).cursor
    assert account.replies(cursor).posts == ()
    assert f"min_id={server.world.notices[0]['id']}" in [path for _, path in server.asked if "/notifications" in path][-1]


def test_the_first_look_goes_back_thirty_days_and_no_further(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    server.world.say(parent, "@oak_academy last term", ago=timedelta(days=40))
    recent = server.world.say(parent, "@oak_academy this week", ago=timedelta(days=3))
    page = account.replies(None)
    assert ids(page.posts) == [recent.id]
    assert account.replies(page.cursor).posts == ()


def test_replies_that_do_not_name_the_academy_come_from_the_thread_with_their_root(
    server: MastodonServer, account: MastodonAccount, parent: str
) -> None:
    root = own(server)
    start = account.replies(None)
    reply = server.world.say(parent, "Rather long.", to=root.id)
    deep = server.world.say(server.world.person("another"), "You are all fools.", to=reply.id)
    page = account.replies(start.cursor)
    assert [(one.remote_id, one.parent_id, one.root_id) for one in page.posts] == [(reply.id, root.id, root.id), (deep.id, reply.id, root.id)]
    assert [one.author_handle for one in page.posts] == ["a_parent@far.example", "another@social.example"]


def test_a_reply_seen_in_a_thread_first_is_not_new_when_its_notice_comes(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    root = own(server)
    start = account.replies(None)
    reply = server.world.say(parent, "@oak_academy Loved it.", to=root.id)
    notice = server.world.notices.pop()
    page = account.replies(start.cursor)
    assert ids(page.posts) == [reply.id]
    server.world.notices.append(notice)
    assert account.replies(page.cursor).posts == ()


def test_an_edited_reply_is_shown_as_it_stands_and_not_twice(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    root = own(server)
    start = account.replies(None)
    reply = server.world.say(parent, "@oak_academy Loved it.", to=root.id)
    server.world.edit(reply.id, "@oak_academy Hated it.")
    page = account.replies(start.cursor)
    assert [(one.text, one.raw["edited_at"] is not None) for one in page.posts] == [("@oak_academy Hated it.", True)]
    server.world.edit(reply.id, "@oak_academy Loved it after all.")
    assert account.replies(page.cursor).posts == ()


def test_mentions_put_aside_by_the_accounts_filter_are_read_too(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    said = server.world.say(parent, "@oak_academy from a new account")
    server.world.notices[-1]["filtered"] = True
    assert ids(account.replies(None).posts) == [said.id]


def test_one_round_of_reading_stays_far_below_the_limit_of_requests(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    for number in range(30):
        server.world.say(parent, "Nice.", to=own(server, f"Post {number}.").id)
    own(server, "Nobody answered this one.")
    cursor, line = account.replies(None).cursor, account.timeline(None).cursor
    before = len(server.asked)
    account.replies(cursor)
    account.timeline(line)
    account.lookup([one.id for one in server.world.statuses.values() if one.author == server.world.me])
    assert len(server.asked) - before <= 22, "three hundred in five minutes is sixty in each round of a minute"


def test_a_quote_that_was_cut_off_is_not_read_as_one_again(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    root = own(server)
    quote = server.world.say(parent, "look at this lot", quotes=root.id)
    page = account.replies(None)
    assert [(one.remote_id, one.parent_id, one.root_id) for one in page.posts] == [(quote.id, root.id, root.id)]
    account.detach_quote(quote.id, root.id)
    assert account.replies(page.cursor).posts == ()
    server.world.remove(quote.id)
    assert account.is_detached(quote.id, root.id) is True
    account.detach_quote(quote.id, root.id)


def test_private_mentions_are_messages_and_neither_replies_nor_posts(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    own(server)
    start, line = account.messages(None), account.timeline(None)
    came = server.world.say(parent, "@oak_academy can I tell you something?", visibility="direct")
    sent = server.world.say(server.world.me, "@a_parent@far.example write to me at home", visibility="direct", to=came.id)
    inbox = account.messages(start.cursor)
    assert [(one.remote_id, one.ours, one.other_id, one.other_handle) for one in inbox.messages] == [
        (came.id, False, parent, "a_parent@far.example"),
        (sent.id, True, parent, "a_parent@far.example"),
    ]
    assert inbox.messages[0].text == "@oak_academy can I tell you something?"
    assert account.messages(inbox.cursor).messages == ()
    assert account.replies(None).posts == ()
    assert account.timeline(line.cursor).posts == ()


def test_the_first_look_at_private_mentions_goes_back_too(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    came = server.world.say(parent, "@oak_academy hello", visibility="direct", ago=timedelta(days=2))
    assert [one.remote_id for one in account.messages(None).messages] == [came.id]


def test_boosts_and_warnings_stand_on_the_timeline_as_what_they_show(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    line = account.timeline(None)
    said = server.world.say(parent, "Vote for me.")
    boost = own(server, "", boosts=said.id)
    warned = own(server, "The match.", warning="Spoiler")
    page = account.timeline(line.cursor)
    assert [(one.remote_id, one.text) for one in page.posts] == [
        (boost.id, "Boosted @a_parent@far.example: Vote for me."),
        (warned.id, "Spoiler\n\nThe match."),
    ]
    assert {one.author_id for one in page.posts} == {server.world.me}


def test_a_backlog_of_own_posts_is_read_whole(server: MastodonServer, account: MastodonAccount) -> None:
    own(server, ago=timedelta(hours=1))
    line = account.timeline(None)
    said = [own(server, f"Post {number}.").id for number in range(95)]
    assert ids(account.timeline(line.cursor).posts) == said


def test_a_post_taken_down_between_two_calls_is_passed_over(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    root = own(server)
    server.world.say(parent, "Nice.", to=root.id)
    server.fail("gone for good", "GET", "/context")
    assert account.replies(None).posts == ()


def test_times_are_aware_and_what_the_network_answered_is_kept(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    server.world.say(parent, "@oak_academy hello", media=())
    (post,) = account.replies(None).posts
    assert abs(post.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert post.raw["content"].startswith("<p>")
    assert post.url.startswith("https://")


def test_C14_older_posts_are_read_page_by_page_without_private_mentions(server: MastodonServer, account: MastodonAccount, parent: str) -> None:
    said = [own(server, f"Post {number}.").id for number in range(45)]
    own(server, f"@{server.world.people[parent]} in private", visibility="direct")
    first = account.older(None)
    second = account.older(first.cursor)
    assert [one.remote_id for one in (*first.posts, *second.posts)] == said[::-1]
    assert (len(first.posts), account.older(second.cursor).cursor) == (39, None)

"""One account on a small X over real HTTP: what only X does, beyond the contract."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.platforms import x as module
from bot.platforms.base import AccessLost, Busy, Media, Outgoing, Refused, Unsure
from bot.platforms.x import X
from bot.platforms.x_cursor import Cursor

from .server import KEYS, XServer

PICTURE = Media(b"\x89PNG\r\n\x1a\n\x00\xff", "image/png", "The hall, set for dinner.", "hall.png")


def post(text: str, *media: Media, reply_to: str | None = None, reply_setting: str = "everyone") -> Outgoing:
    return Outgoing("a" * 32, text, datetime.now(UTC), media, reply_to, reply_setting)


def test_a_connection_to_another_account_publishes_nothing(server: XServer) -> None:
    other = X({**KEYS, "user_id": "777"}, server.url)
    with pytest.raises(AccessLost, match="@oak_academy"):
        other.publish(post("Good morning."))
    assert server.asked_for("POST", "/2/tweets") == 0
    assert X({**KEYS, "user_id": "4200"}, server.url).publish(post("Good morning.")).author_id == "4200"


def test_the_picture_and_its_description_are_up_before_the_post(server: XServer, account: X) -> None:
    server.asked.clear()
    made = account.publish(post("Dinner.", PICTURE))
    assert [path for _, path in server.asked] == ["/2/media/upload", "/2/media/metadata", "/2/tweets"]
    (kept,) = server.world.media.values()
    assert (kept["bytes"], kept["alt_text"]) == (PICTURE.data, PICTURE.alt)
    assert (made.text, made.alts, made.media_count) == ("Dinner.", (PICTURE.alt,), 1)


@pytest.mark.parametrize("path", ["/2/media/upload", "/2/media/metadata"])
@pytest.mark.parametrize(("fault", "trouble"), [("refuse", Refused), ("busy", Busy), ("down", Busy), ("silent", Busy), ("refused inside", Refused)])
def test_without_its_picture_or_description_nothing_is_published(
    server: XServer, account: X, path: str, fault: str, trouble: type[Exception]
) -> None:
    server.fail(fault, "POST", path)
    with pytest.raises(trouble):
        account.publish(post("Dinner.", PICTURE))
    assert server.world.posts == {}
    assert server.asked_for("POST", "/2/tweets") == 0


def test_a_picture_x_does_not_take_is_refused_before_anything_is_sent(server: XServer, account: X) -> None:
    server.asked.clear()
    with pytest.raises(Refused, match="JPEG, PNG or WebP"):
        account.publish(post("Dinner.", replace(PICTURE, mime="image/gif")))
    assert server.asked == []


def test_a_slow_upload_stops_before_the_post_while_the_claim_still_holds(server: XServer, account: X, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PREPARE_S", -1.0)
    with pytest.raises(Busy, match="Nothing was published"):
        account.publish(post("Dinner.", PICTURE))
    assert server.world.posts == {}


def test_the_same_text_again_is_unsure_and_the_first_one_is_found(server: XServer, account: X) -> None:
    wanted = post("The gates open at 8am: oak.example/gates & https://school.example/map?a=1&b=2")
    server.fail("lost and cut", "POST")
    with pytest.raises(Unsure):
        account.publish(wanted)
    with pytest.raises(Unsure, match="already up"):
        account.publish(wanted)
    found = account.find(wanted)
    assert found is not None
    assert [found.remote_id] == list(server.world.posts)


def test_a_lost_post_is_not_taken_for_last_weeks_same_words(server: XServer, account: X) -> None:
    old = server.world.say(server.world.me, "Assembly is at 9am.")
    old["created_at"] = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    assert account.find(post("Assembly is at 9am.")) is None


def test_a_lost_answer_to_a_question_is_found_under_it_and_not_elsewhere(server: XServer, account: X) -> None:
    parent = server.world.user("a_parent")
    asked = str(server.world.say(parent, "@oak_academy when?")["id"])
    account.publish(post("At 9am."))
    wanted = post("At 9am. ", reply_to=asked)
    assert account.find(wanted) is None
    made = server.world.say(server.world.me, "@a_parent At 9am.", to=asked)
    found = account.find(wanted)
    assert found is not None
    assert found.remote_id == made["id"]


def test_find_reads_every_page_of_a_busy_minute(server: XServer, account: X) -> None:
    wanted = post("The first of many.")
    made = server.world.say(server.world.me, wanted.text)
    server.world.page = 2
    for n in range(5):
        server.world.say(server.world.me, f"Later {n}.")
    found = account.find(wanted)
    assert found is not None
    assert found.remote_id == made["id"]


@pytest.mark.parametrize(
    ("setting", "text", "sent"),
    [("everyone", "Hello.", None), ("mentioned", "Hello @museum.", "mentionedUsers"), ("nobody", "Write to office@oak.example.", "mentionedUsers")],
)
def test_who_may_answer_is_told_to_x(account: X, monkeypatch: pytest.MonkeyPatch, setting: str, text: str, sent: str | None) -> None:
    bodies: list[object] = []
    real = account._wire.request

    def note(method: str, route: str, *args: Any, **given: Any) -> object:
        bodies.append(given.get("json"))
        return real(method, route, *args, **given)

    monkeypatch.setattr(account._wire, "request", note)
    account.publish(post(text, reply_setting=setting))
    assert bodies == [{"text": text, **({"reply_settings": sent} if sent else {})}]


def test_nobody_may_answer_is_refused_where_x_would_let_the_named_answer(server: XServer, account: X) -> None:
    with pytest.raises(Refused, match="Take the name out"):
        account.publish(post("Thank you @museum.", reply_setting="nobody"))
    assert server.world.posts == {}


@pytest.mark.parametrize("fault", ["not hidden", "refused inside"])
def test_a_hide_that_x_did_not_do_is_refused(server: XServer, account: X, fault: str) -> None:
    account.publish(post("Good morning."))
    reply = str(server.world.say(server.world.user("a_parent"), "Rude.", to=next(iter(server.world.posts)))["id"])
    server.fail(fault, "PUT")
    with pytest.raises(Refused):
        account.set_hidden(reply, None, True)


def test_a_show_that_x_did_not_do_is_refused(server: XServer, account: X) -> None:
    server.fail("hidden", "PUT")
    with pytest.raises(Refused, match="did not show"):
        account.set_hidden("12", None, False)


def test_a_hide_answered_without_a_word_is_unsure(server: XServer, account: X) -> None:
    server.fail("no word", "PUT")
    with pytest.raises(Unsure):
        account.set_hidden("12", None, True)


def test_a_reply_in_somebody_elses_conversation_cannot_be_hidden(server: XServer, account: X) -> None:
    stranger = server.world.user("stranger")
    root = str(server.world.say(stranger, "Mine.")["id"])
    reply = str(server.world.say(stranger, "@oak_academy look at this.", to=root)["id"])
    with pytest.raises(Refused, match="author of the conversation"):
        account.set_hidden(reply, root, True)


def mentions_cursor(cursor: str | None) -> str | None:
    return Cursor.read(cursor).mentions


def test_sixty_replies_over_many_pages_come_once_each_oldest_first(server: XServer, account: X) -> None:
    root = account.publish(post("Results day.")).remote_id
    made = [str(server.world.say(server.world.user(f"parent{n % 7}"), f"Reply {n}.", to=root)["id"]) for n in range(60)]
    server.world.page = 7
    page = account.replies("1")
    assert [one.remote_id for one in page.posts] == made
    assert mentions_cursor(page.cursor) == made[-1]
    assert server.asked_for("GET", "/2/users?") == 0
    assert set(account.handles([one.author_id for one in page.posts]).values()) == {f"parent{n}" for n in range(7)}
    assert server.asked_for("GET", "/2/users?") == 1


def test_the_academy_naming_itself_is_no_reply_but_moves_the_cursor(server: XServer, account: X) -> None:
    own = str(server.world.say(server.world.me, "Follow @oak_academy for news.")["id"])
    server.world.mentions.add(own)
    page = account.replies(None)
    assert (page.posts, mentions_cursor(page.cursor)) == ((), own)


def test_a_reply_comes_without_its_writers_name_and_can_be_opened_all_the_same(server: XServer, account: X) -> None:
    root = account.publish(post("Results day.")).remote_id
    reply = server.world.say(server.world.user("a_parent"), "Rude.", to=root)
    (one,) = account.replies(None).posts
    assert (one.remote_id, one.author_handle, one.url) == (reply["id"], "", f"https://x.com/i/status/{reply['id']}")
    assert server.asked_for("GET", "/2/users?") == 0


def test_a_fault_on_a_later_page_loses_no_reply(server: XServer, account: X) -> None:
    root = account.publish(post("Results day.")).remote_id
    for n in range(9):
        server.world.say(server.world.user("a_parent"), f"Reply {n}.", to=root)
    server.world.page = 4
    server.fail("busy", "GET", "pagination_token=t4")
    with pytest.raises(Busy):
        account.replies("1")
    assert len(account.replies("1").posts) == 9


def test_an_edited_own_post_keeps_its_id_and_shows_its_new_words(server: XServer, account: X) -> None:
    made = account.publish(post("The play is on Friday."))
    start = account.timeline(None)
    newest = server.world.edit(made.remote_id, "The play is on Thursday.")
    live = account.lookup([made.remote_id])[made.remote_id]
    assert live is not None
    assert (live.remote_id, live.text, live.url) == (made.remote_id, "The play is on Thursday.", f"https://x.com/oak_academy/status/{newest}")
    page = account.timeline(start.cursor)
    assert [(one.remote_id, one.text) for one in page.posts] == [(made.remote_id, "The play is on Thursday.")]
    assert account.timeline(page.cursor).posts == ()


def test_an_edited_reply_is_a_new_one_to_judge(server: XServer, account: X) -> None:
    root = account.publish(post("Results day.")).remote_id
    first = str(server.world.say(server.world.user("a_parent"), "Well done.", to=root)["id"])
    cursor = account.replies(None).cursor
    newest = server.world.edit(first, "Something rude.")
    server.world.mentions.add(newest)
    assert [(one.remote_id, one.text) for one in account.replies(cursor).posts] == [(newest, "Something rude.")]


def test_two_hundred_and_fifty_posts_are_looked_up_in_three_questions_own_ones_at_the_own_price(server: XServer, account: X) -> None:
    made = [str(server.world.say(server.world.me, f"Post {n}.")["id"]) for n in range(150)]
    gone = [str(n) for n in range(1, 101)]
    found = account.lookup([*made, *gone, *made])
    assert (server.asked_for("GET", "/2/users/4200/tweets?"), server.asked_for("GET", "/2/tweets?")) == (3, 1)
    assert found.keys() == {*made, *gone}
    assert all(found[one] for one in made)
    assert not any(found[one] for one in gone)


def test_everyone_followed_is_listed_over_all_pages_without_profiles(server: XServer, account: X) -> None:
    ids = [server.world.user(f"org{n}") for n in range(23)]
    server.world.followed = ids
    server.world.page = 10
    listed = account.following()
    assert [one.remote_id for one in listed] == ids
    assert {one.display_name for one in listed} == {""}


def test_an_account_that_is_gone_is_unfollowed_and_a_post_that_is_gone_deleted(server: XServer, account: X) -> None:
    account.delete("999")
    account.unfollow("999")
    server.fail("refused inside", "DELETE")
    with pytest.raises(Refused):
        account.delete("999")


def test_a_bare_404_is_not_taken_for_a_deleted_post(server: XServer, account: X) -> None:
    account._wire.api_url = f"{server.url}/wrong"
    with pytest.raises(Refused):
        account.delete("999")


@pytest.mark.parametrize("odd", ["", "../users/1", "12?x=1", "१२", "abc", "1" * 21])
def test_an_id_that_is_none_of_xs_never_becomes_part_of_an_address(server: XServer, account: X, odd: str) -> None:
    server.asked.clear()
    for act in (account.delete, account.mute, account.unfollow, lambda one: account.set_hidden(one, None, True), lambda one: account.lookup([one])):
        with pytest.raises(Refused, match="Nothing was sent"):
            act(odd)
    assert server.asked == []


def test_a_handle_is_looked_up_with_or_without_its_sign_and_nothing_else_is_asked(server: XServer, account: X) -> None:
    museum = server.world.user("museum")
    for typed in ("museum", "@museum", " @Museum "):
        found = account.resolve(typed)
        assert found is not None
        assert found.remote_id == museum
    server.asked.clear()
    for odd in ("", "@", "../me", "museum?x=1", "a" * 30, "müseum"):
        assert account.resolve(odd) is None
    assert server.asked == []


def test_a_handle_that_cannot_be_looked_up_now_is_not_taken_for_nobodys(server: XServer, account: X) -> None:
    server.fail("busy")
    with pytest.raises(Busy):
        account.resolve("museum")

"""The contract of `Platform`, the same for every network: what the rest of Gatepost may count on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.base import Platform, Refused, Unsupported
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import NamesWriters

from .contract import Twin, picture


def able(twin: Twin, *acts: str) -> None:
    for act in acts:
        if not getattr(twin.platform.can, act):
            pytest.skip(f"this network does not offer: {act}")


def test_answers_the_protocol_under_its_row_of_the_table(twin: Twin) -> None:
    assert isinstance(twin.platform, Platform)
    assert twin.platform.can is CAPABILITIES[twin.platform.name]


def test_whoami_is_the_same_twice_and_names_a_handle(twin: Twin) -> None:
    first = twin.platform.whoami()
    assert first.remote_id
    assert first.handle
    assert twin.platform.whoami().remote_id == first.remote_id


def test_a_handle_resolves_to_the_id_that_the_following_list_shows(twin: Twin) -> None:
    assert (twin.follow_outside is not None) is twin.platform.can.list_following
    if twin.follow_outside is None:
        pytest.skip("this network does not offer: a list of whom it follows")
    museum = twin.follow_outside("museum")
    handle = next(one.handle for one in twin.platform.following() if one.remote_id == museum)
    found = twin.platform.resolve(handle)
    assert found is not None
    assert (found.remote_id, found.handle) == (museum, handle)
    assert twin.platform.resolve(f"zz{handle}") is None
    assert twin.platform.resolve("not a handle at all!") is None


def test_a_published_post_can_be_looked_up_and_stands_on_the_timeline(twin: Twin) -> None:
    post = twin.put("Open evening is on Thursday at 6pm & all are welcome.")
    live = twin.platform.lookup([post])[post]
    assert live is not None
    assert live.remote_id == post
    assert live.text == "Open evening is on Thursday at 6pm & all are welcome."
    assert live.author_id == twin.platform.whoami().remote_id
    assert live.url
    assert live.parent_id is None
    assert abs(live.at - datetime.now(UTC)) < timedelta(minutes=2)
    assert post in [one.remote_id for one in twin.platform.timeline(None).posts]


def test_links_and_line_breaks_come_back_as_they_were_sent(twin: Twin) -> None:
    able(twin, "publish")
    text = "Dates for the term:\nhttps://oak.example/dates?term=2&year=2026\n\nSee you there <all of you>"
    post = twin.platform.publish(twin.outgoing(text))
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert live.text == text


def test_an_answer_stands_under_what_it_answers(twin: Twin) -> None:
    able(twin, "answer")
    twin.put("Any questions about the trip?")
    question = twin.someone_replies("What time is the coach?")
    post = twin.platform.publish(twin.outgoing("At 8am.", reply_to=question))
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert live.parent_id == question


def test_lookup_answers_for_every_id_and_none_for_what_is_gone(twin: Twin) -> None:
    able(twin, "delete_own")
    kept = twin.put("This one stays.")
    gone = twin.put("This one goes.")
    twin.platform.delete(gone)
    found = twin.platform.lookup([gone, kept])
    assert found.keys() == {kept, gone}
    assert found[gone] is None
    assert found[kept] is not None
    assert twin.platform.lookup([]) == {}


def test_pictures_arrive_with_their_descriptions_in_order(twin: Twin) -> None:
    able(twin, "publish")
    pictures = [picture(alt, f"{n}.png") for n, alt in enumerate(("A grey dot.", "Another “dot” & a é."))]
    post = twin.platform.publish(twin.outgoing("Two pictures.", *pictures))
    live = twin.platform.lookup([post.remote_id])[post.remote_id]
    assert live is not None
    assert (live.text, live.media_count, live.alts) == ("Two pictures.", 2, ("A grey dot.", "Another “dot” & a é."))


def test_find_takes_no_other_post_for_the_lost_one(twin: Twin) -> None:
    able(twin, "publish")
    twin.put("Sports day is on Monday.")
    assert twin.platform.find(twin.outgoing("Sports day is on Tuesday.")) is None


def test_the_timeline_cursor_yields_only_what_is_newer_oldest_first(twin: Twin) -> None:
    twin.put("Before the cursor.")
    start = twin.platform.timeline(None)
    first = twin.put("First after it.")
    stray = twin.someone_posts_natively("A post nobody approved.")
    page = twin.platform.timeline(start.cursor)
    assert [one.remote_id for one in page.posts] == [first, stray]
    assert [one.remote_id for one in twin.platform.timeline(start.cursor).posts] == [first, stray]
    after = twin.platform.timeline(page.cursor)
    assert after.posts == ()
    assert twin.platform.timeline(after.cursor).posts == ()
    last = twin.someone_posts_natively("And one more.")
    assert [one.remote_id for one in twin.platform.timeline(after.cursor).posts] == [last]


def test_replies_and_mentions_come_oldest_first_and_each_once(twin: Twin) -> None:
    root = twin.put("What did you think of the play?")
    start = twin.platform.replies(None)
    first = twin.someone_replies("Loved it.")
    second = twin.someone_replies("Too long for me.")
    said = [first, second, twin.someone_mentions("when is the next one?")] if twin.someone_mentions else [first, second]
    assert (twin.someone_mentions is not None) is twin.platform.can.mentions
    page = twin.platform.replies(start.cursor)
    assert [one.remote_id for one in page.posts] == said
    assert not page.more
    assert [(one.parent_id, one.root_id) for one in page.posts[:2]] == [(root, root)] * 2
    assert all(one.author_id and one.text for one in page.posts)
    names = twin.platform.handles if isinstance(twin.platform, NamesWriters) else None
    assert all(one.author_handle or (names and names([one.author_id])[one.author_id]) for one in page.posts)
    assert [one.remote_id for one in twin.platform.replies(start.cursor).posts] == said
    assert twin.platform.replies(page.cursor).posts == ()
    late = twin.someone_replies("Sorry I missed it.")
    assert [one.remote_id for one in twin.platform.replies(page.cursor).posts] == [late]


def test_reading_that_stops_before_its_end_says_so_and_goes_on_from_there(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    if twin.seconds is None:
        pytest.skip("this network is always read to its end")
    twin.put("What did you think of the play?")
    said = [twin.someone_replies("Loved it."), twin.someone_replies("Too long for me.")]
    with monkeypatch.context() as hurry:
        hurry.setattr(*twin.seconds, -1.0)
        first = twin.platform.replies(None)
    rest = twin.platform.replies(first.cursor)
    assert (first.more, rest.more) == (True, False)
    assert [one.remote_id for one in (*first.posts, *rest.posts)] == said


def test_own_answers_are_not_replies_by_others(twin: Twin) -> None:
    able(twin, "answer")
    twin.put("Questions?")
    start = twin.platform.replies(None)
    question = twin.someone_replies("Yes: when?")
    twin.platform.publish(twin.outgoing("On Friday.", reply_to=question))
    assert [one.remote_id for one in twin.platform.replies(start.cursor).posts] == [question]


def test_a_reply_is_hidden_read_back_and_shown_again(twin: Twin) -> None:
    able(twin, "hide")
    root = twin.put("The winners are on our site.")
    reply = twin.someone_replies("A rude word.")
    assert twin.platform.set_hidden(reply, root, True) is True
    assert twin.platform.is_hidden(reply, root) is (True if twin.platform.can.read_hidden else None)
    if twin.seen_by_another:
        assert twin.seen_by_another(reply) is False
    assert twin.platform.set_hidden(reply, root, True) is True
    assert twin.platform.set_hidden(reply, root, False) is False
    assert twin.platform.is_hidden(reply, root) is (False if twin.platform.can.read_hidden else None)
    if twin.seen_by_another:
        assert twin.seen_by_another(reply) is True


def test_hiding_one_reply_leaves_the_others(twin: Twin) -> None:
    able(twin, "hide")
    root = twin.put("The fixtures are out.")
    rude, kind = twin.someone_replies("A rude word."), twin.someone_replies("Thank you.")
    twin.platform.set_hidden(rude, root, True)
    if twin.platform.can.read_hidden:
        assert twin.platform.is_hidden(kind, root) is False
    if twin.seen_by_another:
        assert (twin.seen_by_another(rude), twin.seen_by_another(kind)) == (False, True)


@pytest.mark.parametrize("setting", ["everyone", "mentioned"])
def test_a_post_is_closed_to_replies_and_opened_as_it_was(twin: Twin, setting: str) -> None:
    able(twin, "lock")
    if setting not in twin.platform.can.reply_settings:
        pytest.skip(f"this network does not offer: replies for {setting}")
    root = twin.platform.publish(replace(twin.outgoing("Thank you for coming."), reply_setting=setting)).remote_id
    rude = twin.someone_replies("A rude word.") if setting == "everyone" else ""
    if rude:
        twin.platform.set_hidden(rude, root, True)
    before = twin.platform.reply_setting(root)
    assert before == setting
    for wanted in ("nobody", "nobody", before, before):
        twin.platform.set_reply_setting(root, wanted)
        assert twin.platform.reply_setting(root) == wanted
        if rude and twin.platform.can.read_hidden:
            assert twin.platform.is_hidden(rude, root) is True, "what is hidden stays hidden"


@pytest.mark.parametrize("setting", ["mentioned", "nobody"])
def test_a_reply_setting_that_the_network_lacks_is_refused_and_nothing_goes_up(twin: Twin, setting: str) -> None:
    able(twin, "publish")
    if setting in twin.platform.can.reply_settings:
        pytest.skip("this network offers it")
    with pytest.raises((Refused, Unsupported)):
        twin.platform.publish(replace(twin.outgoing("Only for those named."), reply_setting=setting))
    assert "Only for those named." not in [one.text for one in twin.platform.timeline(None).posts]


def test_deleting_twice_is_success(twin: Twin) -> None:
    able(twin, "delete_own")
    post = twin.put("Posted by mistake.")
    twin.platform.delete(post)
    twin.platform.delete(post)
    assert twin.platform.lookup([post]) == {post: None}
    assert post not in [one.remote_id for one in twin.platform.timeline(None).posts]


def test_following_lists_id_and_handle_and_unfollowing_twice_is_success(twin: Twin) -> None:
    able(twin, "list_following", "unfollow")
    assert twin.follow_outside is not None
    kept, undone = twin.follow_outside("museum"), twin.follow_outside("stranger")
    everyone = {one.remote_id: one for one in twin.platform.following()}
    assert everyone.keys() >= {kept, undone}
    assert everyone[kept].handle.startswith("museum")
    twin.platform.unfollow(undone)
    twin.platform.unfollow(undone)
    left = {one.remote_id for one in twin.platform.following()}
    assert kept in left
    assert undone not in left


def test_followers_is_a_count(twin: Twin) -> None:
    assert twin.platform.followers() >= 0


def test_muting_a_writer_twice_is_success(twin: Twin) -> None:
    able(twin, "mute")
    assert twin.is_muted is not None
    twin.put("Good morning.")
    reply = twin.someone_replies("Spam spam spam.")
    writer = next(one.author_id for one in twin.platform.replies(None).posts if one.remote_id == reply)
    assert twin.is_muted(writer) is False
    twin.platform.mute(writer)
    twin.platform.mute(writer)
    assert twin.is_muted(writer) is True


ACTS: dict[str, Callable[[Twin, str, str, str], object]] = {
    # capability -> the act, given (twin, own post, reply under it, somebody else's account)
    "publish": lambda twin, _root, _reply, _other: twin.platform.publish(twin.outgoing("Another post.")),
    "answer": lambda twin, _root, reply, _other: twin.platform.publish(twin.outgoing("An answer.", reply_to=reply)),
    "hide": lambda twin, root, reply, _other: twin.platform.set_hidden(reply, root, True),
    "lock": lambda twin, root, _reply, _other: twin.platform.set_reply_setting(root, "nobody"),
    "delete_own": lambda twin, root, _reply, _other: twin.platform.delete(root),
    "mute": lambda twin, _root, _reply, other: twin.platform.mute(other),
    "list_following": lambda twin, _root, _reply, _other: twin.platform.following(),
    "follow": lambda twin, _root, _reply, other: twin.platform.follow(other),
    "unfollow": lambda twin, _root, _reply, other: twin.platform.unfollow(other),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_table_and_the_network_agree_on_what_is_offered(twin: Twin, act: str) -> None:
    root = twin.put("A post.")
    reply = twin.someone_replies("A reply.")
    other = twin.follow_outside("museum") if twin.follow_outside else "1001"
    if getattr(twin.platform.can, act):
        ACTS[act](twin, root, reply, other)
        return
    with pytest.raises(Unsupported) as no:
        ACTS[act](twin, root, reply, other)
    assert str(no.value).endswith("."), "a refusal is a sentence for staff"


def test_what_cannot_be_done_from_here_has_steps_for_a_person(twin: Twin) -> None:
    can = twin.platform.can
    for act in ("hide", "lock", "delete_own", "publish"):
        if not getattr(can, act):
            assert can.steps.get("delete" if act == "delete_own" else act), f"{can.label} cannot {act}, so a person needs the steps"


def test_following_where_it_is_offered_shows_in_the_list(twin: Twin) -> None:
    able(twin, "follow", "list_following")
    assert twin.follow_outside is not None
    other = twin.follow_outside("museum")
    twin.platform.unfollow(other)
    twin.platform.follow(other)
    twin.platform.follow(other)
    assert [one.remote_id for one in twin.platform.following()].count(other) == 1

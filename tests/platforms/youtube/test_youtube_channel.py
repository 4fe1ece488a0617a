"""The channel itself: its videos, whom it follows, who follows it, and how it shows itself."""

import pytest

from bot.platforms.base import Refused, Unsupported, Unsure
from bot.platforms.offers import Older
from bot.platforms.youtube import YouTube
from tests.platforms.stand_in import Fault

from .server import YouTubeServer
from .world import World


def test_a_title_and_a_description_are_the_words_and_a_change_of_either_is_seen(channel: YouTube, world: World) -> None:
    video = world.upload("Sports day", "Filmed by Year 11.\nThank you all.")
    assert channel.timeline(None).posts[-1].text == "Sports day\n\nFilmed by Year 11.\nThank you all."
    world.videos[video].description = "Buy followers here."
    live = channel.lookup([video])[video]
    assert live is not None
    assert live.text == "Sports day\n\nBuy followers here."


def test_a_hundred_videos_later_none_was_passed_over_and_none_is_told_twice(channel: YouTube, world: World) -> None:
    for number in range(60):
        world.upload(f"Old {number}")
    start = channel.timeline(None)
    assert len(start.posts) == 50
    for number in range(110):
        world.upload(f"New {number}")
    page = channel.timeline(start.cursor)
    assert [post.text for post in page.posts] == [f"New {number}" for number in range(110)]
    assert channel.timeline(page.cursor).posts == ()


def test_a_channel_that_never_had_a_video_has_an_empty_timeline(channel: YouTube, world: World) -> None:
    world.videos.clear()
    world.had_videos = False
    start = channel.timeline(None)
    assert start.posts == ()
    world.upload("The very first")
    assert [post.text for post in channel.timeline(start.cursor).posts] == ["The very first"]


def test_C14_older_videos_are_read_page_by_page_and_a_forgotten_page_begins_the_list_anew(channel: YouTube, world: World) -> None:
    world.videos.clear()
    made = [world.upload(f"Film {number}") for number in range(60)]
    world.videos[made[0]].privacy = "private"
    first = channel.older(None)
    second = channel.older(first.cursor)
    assert [one.remote_id for one in (*first.posts, *second.posts)] == made[:0:-1]
    assert (len(first.posts), second.cursor) == (50, None)
    assert channel.older("of another list") == first
    world.videos.clear()
    world.had_videos = False
    assert channel.older(None) == Older((), None)


def test_many_videos_are_looked_up_and_another_channels_is_not_ours(channel: YouTube, world: World) -> None:
    videos = [world.upload(f"Video {number}") for number in range(60)]
    found = channel.lookup([*videos, "vid99999999"])
    assert sum(post is not None for post in found.values()) == 60
    assert found["vid99999999"] is None


def test_a_video_taken_down_is_private_with_all_else_as_it_was_and_a_person_can_put_it_back(channel: YouTube, world: World) -> None:
    video = world.upload("Past the gate")
    world.videos[video].settings |= {"publishAt": "2026-12-24T08:00:00Z"}
    start = channel.timeline(None).cursor
    channel.delete(video)
    kept = world.videos[video]
    assert (kept.privacy, kept.settings) == ("private", {"embeddable": False, "license": "youtube", "selfDeclaredMadeForKids": False})
    assert channel.lookup([video]) == {video: None}
    kept.privacy = "unlisted"
    assert channel.lookup([video])[video] is not None
    assert channel.timeline(start).posts == ()


def test_a_video_that_waited_in_private_is_new_when_it_is_made_public(channel: YouTube, world: World) -> None:
    video = world.upload("For Christmas", privacy="private")
    start = channel.timeline(None)
    assert video not in [post.remote_id for post in start.posts]
    assert channel.lookup([video]) == {video: None}
    world.videos[video].privacy = "public"
    assert [post.remote_id for post in channel.timeline(start.cursor).posts] == [video]


def test_a_removal_whose_answer_was_lost_is_unsure_and_can_be_repeated(channel: YouTube, world: World, server: YouTubeServer) -> None:
    video = world.newest()
    server.fail(Fault(acts=True), "PUT", "/videos")
    with pytest.raises(Unsure):
        channel.delete(video)
    channel.delete(video)
    assert channel.lookup([video]) == {video: None}
    assert sum(method == "PUT" for method, _, _ in server.asked) == 1


def test_another_channels_video_is_left_alone(channel: YouTube, server: YouTubeServer) -> None:
    server.fail(Fault((200, {"items": [{"id": "vid1", "snippet": {"channelId": "UCother"}, "status": {"privacyStatus": "public"}}]})))
    with pytest.raises(Refused, match="another channel"):
        channel.delete("vid1")
    assert not [method for method, _, _ in server.asked if method == "PUT"]


def test_a_hidden_number_of_subscribers_is_not_called_none(channel: YouTube, world: World) -> None:
    assert channel.followers() == 1230
    world.hidden_count = True
    with pytest.raises(Unsupported, match="keeps its number of subscribers hidden"):
        channel.followers()


def test_over_fifty_subscriptions_are_all_told_with_their_handles_asked_once(channel: YouTube, world: World, server: YouTubeServer) -> None:
    followed = {world.subscribe(f"museum{number}") for number in range(60)}
    closed = world.subscribe("closed")
    del world.channels[closed]
    world.channels[closed] = {"handle": "", "title": "", "description": ""}
    assert {one.remote_id for one in channel.following()} == followed | {closed}
    asked = server.asked_for("channels")
    handles = {one.remote_id: one.handle for one in channel.following()}
    assert server.asked_for("channels") == asked
    assert handles[closed] == closed
    assert "museum59" in handles.values()


def test_a_handle_is_found_however_it_is_typed_and_an_id_too(channel: YouTube, world: World) -> None:
    museum = world.channel("museum")
    assert {getattr(channel.resolve(typed), "remote_id", None) for typed in ("museum", "@museum", " @museum ", museum)} == {museum}


def test_a_face_tells_what_a_take_over_would_change(channel: YouTube, world: World) -> None:
    before = channel.face().told
    assert before == {
        "name": "Oak Academy",
        "bio": "News of the school.",
        "avatar": "https://yt3.example/oak",
        "posts": "1",
        "private": "no",
        "category": "not made for children; country GB; keywords school oak",
    }
    world.channels[world.me] |= {"keywords": "crypto", "private": "unlisted"}
    after = channel.face().told
    assert {name for name in before if before[name] != after[name]} == {"private", "category"}

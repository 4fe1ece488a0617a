"""What the adapter makes of whole answers as X's documentation shows them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses
import time_machine

from bot.platforms.base import AccessLost, Busy, Outgoing, Profile, Refused, Trouble, Unsure
from bot.platforms.x import X
from tests.platforms.x import documented as shapes
from tests.platforms.x.documented import DEEP, LETTER, NAMED, ROOT, Json

from .server import KEYS

API = "https://api.x.com/2"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=7)
PLAIN = Outgoing("k" * 32, "Good morning.", NOW)


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    with time_machine.travel(NOW, tick=False), responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(f"{API}/users/me", json=shapes.ME)
        yield mock


def asked(api: responses.RequestsMock, path: str) -> list[dict[str, str]]:
    """The queries with which an address was asked."""
    parts = [urlsplit(call.request.url or "") for call in api.calls]
    return [dict(parse_qsl(one.query)) for one in parts if one.path == f"/2/{path}"]


def test_the_own_account_with_every_field(api: responses.RequestsMock) -> None:
    account = X(KEYS)
    assert account.whoami() == Profile("4200", "oak_academy", "Oak Academy")
    assert account.followers() == 812
    face = account.face()
    assert (face.remote_id, face.handle) == ("4200", "oak_academy")
    assert face.told == {
        "name": "Oak Academy",
        "bio": "News from Oak Academy. Not watched after 5pm: https://oak.example/help #OakNews",
        "link": "https://oak.example",
        "avatar": "https://pbs.example/profile_images/1/oak_normal.png",
        "banner": "https://pbs.example/profile_banners/4200/1",
        "private": "no",
        "posts": "431",
    }


def test_a_long_edited_post_with_two_pictures(api: responses.RequestsMock) -> None:
    api.get(f"{API}/users/4200/tweets", json=shapes.TIMELINE)
    page = X(KEYS).timeline(None)
    (one,) = page.posts
    assert one.text == "A letter to all families: the autumn term. Dates & thanks: https://oak.example/dates"
    assert (one.remote_id, one.url) == ("2123676590000000000", f"https://x.com/oak_academy/status/{LETTER}")
    assert (one.alts, one.media_count) == (("The hall.", ""), 2)
    assert (one.author_id, one.author_handle, one.parent_id, one.root_id) == ("4200", "oak_academy", None, None)
    assert one.at == datetime(2026, 11, 20, 7, 15, 30, tzinfo=UTC)
    assert one.raw["data"]["edit_controls"]["edits_remaining"] == 4
    assert [each["media_key"] for each in one.raw["includes"]["media"]] == ["3_2123676500000000001", "3_2123676500000000002"]
    assert page.cursor == LETTER, "the newest version, so that an edit is new"
    (query,) = asked(api, "users/4200/tweets")
    assert (query["expansions"], query["media.fields"]) == ("attachments.media_keys", "alt_text,type")


def test_mentions_and_what_only_search_finds_over_two_pages(api: responses.RequestsMock) -> None:
    began: Json = {"id": ROOT, "text": "Results day is on Thursday.", "author_id": "4200", "edit_history_tweet_ids": [ROOT]}
    api.get(f"{API}/users/4200/mentions", json=shapes.MENTIONS)
    api.get(f"{API}/users/4200/tweets", json={"data": [began], "meta": {"newest_id": ROOT, "oldest_id": ROOT, "result_count": 1}})
    api.get(f"{API}/tweets/search/recent", json=shapes.SEARCH_FIRST)
    api.get(f"{API}/tweets/search/recent", json=shapes.SEARCH_LAST)
    account = X(KEYS)
    page = account.replies(None)
    assert [(one.remote_id, one.author_id, one.parent_id, one.root_id) for one in page.posts] == [
        (NAMED, "5001", ROOT, ROOT),
        (DEEP, "5002", NAMED, ROOT),
    ]
    assert [one.text for one in page.posts] == [
        "@oak_academy What time do doors open? https://maps.example/hall",
        "Nobody ever answers the phone there.",
    ]
    assert page.posts[0].raw["data"]["in_reply_to_user_id"] == "4200"
    first, second = asked(api, "tweets/search/recent")
    assert first["query"] == f"(conversation_id:{ROOT}) -from:oak_academy -@oak_academy"
    assert "next_token" not in first
    assert second["next_token"] == shapes.SEARCH_FIRST["meta"]["next_token"]
    api.replace("GET", f"{API}/users/4200/mentions", json={"meta": {"result_count": 0}})
    assert account.replies(page.cursor).posts == ()
    assert asked(api, "users/4200/mentions")[-1]["since_id"] == NAMED
    assert len(asked(api, "tweets/search/recent")) == 2, "once an hour"


def test_a_lookup_that_found_one_of_two(api: responses.RequestsMock) -> None:
    gone = "2123000000000000001"
    api.get(f"{API}/users/4200/tweets", json={"meta": {"result_count": 0}})
    api.get(f"{API}/tweets", json={**shapes.TIMELINE, "errors": [shapes.one_gone(gone)]})
    found = X(KEYS).lookup([LETTER, gone])
    assert found[gone] is None
    there = found[LETTER]
    assert there is not None
    assert there.alts == ("The hall.", "")


def test_people_by_name_and_by_number(api: responses.RequestsMock) -> None:
    row: Json = {"id": "5001", "name": "A Museum", "username": "Museum"}
    api.get(f"{API}/users/by/username/museum", json={"data": row})
    api.get(f"{API}/users", json={"data": [row], "errors": [{**shapes.one_gone("5009"), "resource_type": "user"}]})
    account = X(KEYS)
    assert account.resolve("@museum") == Profile("5001", "Museum", "A Museum")
    assert account.handles(["5001", "5009"]) == {"5001": "Museum"}
    api.replace("GET", f"{API}/users/by/username/museum", json={"errors": [{**shapes.one_gone("museum"), "resource_type": "user"}]})
    assert account.resolve("museum") is None


def test_what_each_act_answers_when_it_is_done(api: responses.RequestsMock) -> None:
    text = "Good morning."
    api.post(f"{API}/tweets", status=201, json={"data": {"id": LETTER, "text": text, "edit_history_tweet_ids": [LETTER]}})
    api.put(f"{API}/tweets/{NAMED}/hidden", json={"data": {"hidden": True}})
    api.delete(f"{API}/tweets/{LETTER}", json={"data": {"deleted": True}})
    api.post(f"{API}/users/4200/muting", json={"data": {"muting": True}})
    api.delete(f"{API}/users/4200/following/5001", json={"data": {"following": False}})
    account = X(KEYS)
    made = account.publish(PLAIN)
    assert (made.remote_id, made.text, made.url) == (LETTER, text, f"https://x.com/oak_academy/status/{LETTER}")
    assert account.set_hidden(NAMED, ROOT, True) is True
    account.delete(LETTER)
    account.mute("5001")
    account.unfollow("5001")
    assert [call.request.method for call in api.calls] == ["GET", "POST", "PUT", "DELETE", "POST", "DELETE"]


READ: Callable[[X], object] = lambda account: account.timeline(None)  # noqa: E731
POST: Callable[[X], object] = lambda account: account.publish(PLAIN)  # noqa: E731
HIDE: Callable[[X], object] = lambda account: account.set_hidden(NAMED, ROOT, True)  # noqa: E731
# what was asked, status, answer, headers, trouble, its words, when to ask again
TABLE: tuple[tuple[Callable[[X], object], int, Json, dict[str, str], type[Trouble], str, datetime | None], ...] = (
    (READ, 429, shapes.SLOW, {"x-rate-limit-limit": "900", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "SOON"}, Busy, "slow down", SOON),
    (POST, 429, shapes.SLOW, {"x-rate-limit-reset": "SOON"}, Busy, "slow down", SOON),
    (HIDE, 429, shapes.SLOW, {"x-rate-limit-limit": "50", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "SOON"}, Busy, "slow down", SOON),
    (READ, 429, shapes.CAPPED, {"x-rate-limit-reset": "SOON"}, Busy, "cap is reached", NOW + timedelta(days=1)),
    (POST, 403, shapes.CAPPED, {}, Busy, "cap is reached", NOW + timedelta(days=1)),
    (READ, 403, shapes.NOT_ENROLLED, {}, Refused, "attached to a project", None),
    (HIDE, 403, {"errors": [shapes.NOT_ENROLLED]}, {}, Refused, "attached to a project", None),
    (POST, 403, shapes.UNSUPPORTED, {}, AccessLost, "Application-Only", None),
    (READ, 403, {"errors": [shapes.UNSUPPORTED]}, {}, AccessLost, "Application-Only", None),
    (POST, 403, shapes.DUPLICATE, {}, Unsure, "already up", None),
    (READ, 401, shapes.UNAUTHORIZED, {}, AccessLost, "connect it again", None),
    (HIDE, 401, shapes.UNAUTHORIZED, {}, AccessLost, "connect it again", None),
    (READ, 503, shapes.UNAVAILABLE, {}, Busy, "fault of its own", None),
    (HIDE, 503, shapes.UNAVAILABLE, {}, Unsure, "does not tell", None),
    (HIDE, 400, shapes.NOT_MINE, {}, Refused, "parameters to your request", None),
    (HIDE, 200, {"data": {"hidden": False}}, {}, Refused, "did not hide", None),
)


@pytest.mark.parametrize(("ask", "status", "answer", "headers", "trouble", "words", "until"), TABLE)
def test_each_refusal_in_full_is_one_trouble(
    api: responses.RequestsMock,
    ask: Callable[[X], object],
    status: int,
    answer: Json,
    headers: dict[str, str],
    trouble: type[Trouble],
    words: str,
    until: datetime | None,
) -> None:
    told = {name: value.replace("SOON", str(int(SOON.timestamp()))) for name, value in headers.items()}
    for method, path in (("GET", "users/4200/tweets"), ("POST", "tweets"), ("PUT", f"tweets/{NAMED}/hidden")):
        api.add(method, f"{API}/{path}", status=status, headers=told, json=answer)
    with pytest.raises(Trouble, match=words) as caught:
        ask(X(KEYS))
    assert type(caught.value) is trouble
    assert str(caught.value).endswith(".")
    assert until is None or (isinstance(caught.value, Busy) and caught.value.until == until)
    assert len(api.calls) == (1 if ask is HIDE else 2), "who it is, and once what was asked"

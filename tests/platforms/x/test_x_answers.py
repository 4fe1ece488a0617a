"""X's answers as its documentation shows them, in both namings, good and bad."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import responses
import time_machine

from bot.platforms import x_shapes as shapes
from bot.platforms.base import AccessLost, Busy, Outgoing, Refused, Trouble, Unsure
from bot.platforms.x import X

from .server import KEYS, XServer

API = "https://api.x.com/2"
ME = {"data": {"id": "4200", "username": "oak_academy", "name": "Oak Academy"}}
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PROBLEMS = "https://api.twitter.com/2/problems"
LONG = "A long letter to parents. " * 20

OLD: dict[str, Any] = {
    "id": "1860000000000000001",
    "text": LONG[:270] + "… https://t.co/abc",
    "author_id": "5001",
    "created_at": "2026-11-20T08:59:00.000Z",
    "conversation_id": "1860000000000000000",
    "referenced_tweets": [{"type": "quoted", "id": "7"}, {"type": "replied_to", "id": "1860000000000000000"}],
    "edit_history_tweet_ids": ["1859999999999999999", "1860000000000000001"],
    "note_tweet": {
        "text": LONG + "https://t.co/xyz &lt;3",
        "entities": {"urls": [{"url": "https://t.co/xyz", "expanded_url": "https://oak.example/letter"}]},
    },
}
RENAMED = {"referenced_tweets": "referenced_posts", "edit_history_tweet_ids": "edit_history_post_ids", "note_tweet": "note_post"}
NEW = {RENAMED.get(key, key): value for key, value in OLD.items()}


@pytest.fixture
def api() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(f"{API}/users/me", json=ME)
        mock.get(f"{API}/users", json={"data": [{"id": "5001", "username": "a_parent", "name": "A Parent"}]})
        mock.get(f"{API}/users/4200/tweets", json={"meta": {"result_count": 0}})
        yield mock


@pytest.mark.parametrize("item", [OLD, NEW], ids=["tweet names", "post names"])
def test_both_namings_read_the_same(api: responses.RequestsMock, item: dict[str, Any]) -> None:
    api.get(f"{API}/users/4200/mentions", json={"data": [item], "meta": {"result_count": 1}})
    (one,) = X(KEYS).replies(None).posts
    assert one.text == LONG + "https://oak.example/letter <3"
    assert (one.parent_id, one.root_id) == ("1860000000000000000", "1860000000000000000")
    assert (one.remote_id, one.author_id, one.at) == (OLD["id"], "5001", datetime(2026, 11, 20, 8, 59, tzinfo=UTC))


@pytest.mark.parametrize("naming", ["tweet", "post"])
def test_an_own_edited_post_keeps_its_first_id_in_either_naming(server: XServer, account: X, naming: str) -> None:
    server.world.naming = naming
    first = str(server.world.say(server.world.me, "Before.")["id"])
    server.world.edit(first, "After.")
    assert [(one.remote_id, one.text) for one in account.timeline(None).posts] == [(first, "After.")]
    live = account.lookup([first])[first]
    assert live is not None
    assert live.text == "After."


HEADERS_AND_WAITS = [
    ({}, timedelta(minutes=15)),
    ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 90)}, timedelta(seconds=90)),
    ({"x-rate-limit-reset": str(int(NOW.timestamp()) - 90)}, timedelta(seconds=1)),
    ({"x-rate-limit-reset": "soon"}, timedelta(minutes=15)),
    ({"x-rate-limit-reset": "9" * 30}, timedelta(minutes=15)),
    ({"x-rate-limit-reset": "99999999999"}, timedelta(hours=25)),
    (
        {
            "x-rate-limit-remaining": "97",
            "x-rate-limit-reset": str(int(NOW.timestamp()) + 60),
            "x-user-limit-24hour-remaining": "0",
            "x-user-limit-24hour-reset": str(int(NOW.timestamp()) + 40_000),
        },
        timedelta(seconds=40_000),
    ),
]


@pytest.mark.parametrize(("headers", "wait"), HEADERS_AND_WAITS)
@time_machine.travel(NOW, tick=False)
def test_429_says_until_when(api: responses.RequestsMock, headers: dict[str, str], wait: timedelta) -> None:
    api.replace("GET", f"{API}/users/4200/tweets", status=429, headers=headers, json={"title": "Too Many Requests", "status": 429})
    with pytest.raises(Busy, match="slow down") as caught:
        X(KEYS).timeline(None)
    assert caught.value.until == NOW + wait


ANSWERS: list[tuple[int, Any, type[Trouble], str]] = [
    (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, Busy, "slow down"),
    (429, {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly", "type": f"{PROBLEMS}/usage-capped"}, Busy, "cap is reached"),
    (402, {"title": "CreditsDepleted", "detail": "No credits left.", "type": f"{PROBLEMS}/credits"}, Busy, "credit is used up"),
    (402, "", Busy, "credit is used up"),
    (401, {"title": "Unauthorized", "status": 401, "detail": "Unauthorized"}, AccessLost, "connect it again"),
    (401, "not json", AccessLost, "connect it again"),
    (403, {"detail": "Your account is suspended and is not permitted to access this feature.", "status": 403}, AccessLost, "suspended"),
    (403, {"detail": "Your client app lacks permission.", "type": f"{PROBLEMS}/oauth1-permissions"}, AccessLost, "lacks permission"),
    (403, {"errors": [{"code": 326, "message": "This account is temporarily locked."}]}, AccessLost, "temporarily locked"),
    (403, {"detail": "Not enrolled.", "reason": "client-not-enrolled", "type": f"{PROBLEMS}/client-forbidden"}, Refused, "Not enrolled"),
    (403, {"detail": "You are not allowed to create a Tweet with duplicate content.", "type": "about:blank"}, Unsure, "already up"),
    (403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}, Unsure, "already up"),
    (400, {"title": "Invalid Request", "detail": "text too long", "type": f"{PROBLEMS}/invalid-request"}, Refused, "text too long"),
    (400, ["an odd shape"], Refused, "refused"),
    (404, "", Refused, "refused"),
    (408, "", Unsure, "does not tell"),
    (503, "", Unsure, "does not tell"),
    (200, {"errors": [{"title": "Forbidden", "detail": "Not yours.", "type": f"{PROBLEMS}/not-authorized-for-resource"}]}, Refused, "Not yours"),
    (200, {"title": "UsageCapExceeded", "detail": "Monthly", "type": f"{PROBLEMS}/usage-capped"}, Busy, "cap is reached"),
    (200, {"errors": [{"status": 500, "title": "Internal"}]}, Unsure, "does not tell"),
    (200, {"data": {"text": "Good morning."}}, Unsure, "which post"),
    (200, {"data": {"id": "../1", "text": "Good morning."}}, Unsure, "which post"),
    (200, {}, Unsure, "without saying"),
    (200, ["an odd shape"], Unsure, "cannot be read"),
    (204, "", Unsure, "without saying"),
]


@pytest.mark.parametrize(("status", "body", "trouble", "words"), ANSWERS)
def test_an_answer_to_a_publish_becomes_the_right_trouble(
    api: responses.RequestsMock, status: int, body: Any, trouble: type[Trouble], words: str
) -> None:
    api.post(f"{API}/tweets", status=status, **({"body": body} if isinstance(body, str) else {"json": body}))
    with pytest.raises(Trouble, match=words) as caught:
        X(KEYS).publish(Outgoing("k", "Good morning.", NOW))
    assert type(caught.value) is trouble


@time_machine.travel(NOW, tick=False)
def test_a_used_up_cap_is_asked_about_much_later(api: responses.RequestsMock) -> None:
    api.replace(
        "GET",
        f"{API}/users/4200/tweets",
        status=429,
        headers={"x-rate-limit-reset": str(int(NOW.timestamp()) + 60)},
        json={"title": "UsageCapExceeded", "type": f"{PROBLEMS}/usage-capped"},
    )
    with pytest.raises(Busy) as caught:
        X(KEYS).timeline(None)
    assert caught.value.until == NOW + timedelta(days=1)


def missing(remote_id: str) -> dict[str, str]:
    return {"title": "Not Found Error", "type": f"{PROBLEMS}/resource-not-found", "value": remote_id, "resource_id": remote_id}


def test_a_missing_post_is_gone_and_any_other_error_is_trouble(api: responses.RequestsMock) -> None:
    api.get(f"{API}/tweets", json={"errors": [missing("5")]})
    assert X(KEYS).lookup(["5"]) == {"5": None}
    locked = {"title": "Authorization Error", "detail": "Protected.", "type": f"{PROBLEMS}/not-authorized-for-resource", "resource_id": "6"}
    api.replace("GET", f"{API}/tweets", json={"errors": [missing("5"), locked]})
    with pytest.raises(Refused, match="Protected"):
        X(KEYS).lookup(["5", "6"])


def test_a_post_that_x_says_nothing_about_is_not_taken_for_gone(api: responses.RequestsMock) -> None:
    api.get(f"{API}/tweets", json={"errors": [missing("5")]})
    with pytest.raises(Busy):
        X(KEYS).lookup(["5", "6"])


def test_a_list_that_came_with_a_fault_does_not_move_the_cursor(api: responses.RequestsMock) -> None:
    body = {"data": [OLD], "meta": {"result_count": 1}, "errors": [{"title": "Unavailable", "status": 503}]}
    api.get(f"{API}/users/4200/mentions", json=body)
    with pytest.raises(Busy):
        X(KEYS).replies("1")


def test_a_list_beside_which_another_post_is_missing_is_whole(api: responses.RequestsMock) -> None:
    api.get(f"{API}/users/4200/mentions", json={"data": [OLD], "meta": {"result_count": 1}, "errors": [missing("7")]})
    assert [one.remote_id for one in X(KEYS).replies("1").posts] == [OLD["id"]]


@pytest.mark.parametrize("body", [{}, {"data": {"id": "1"}}, {"errors": []}])
def test_an_answer_that_is_no_list_is_not_an_empty_list(api: responses.RequestsMock, body: dict[str, Any]) -> None:
    api.get(f"{API}/users/4200/mentions", json=body)
    with pytest.raises(Busy):
        X(KEYS).replies("1")


def test_an_empty_page_may_name_a_next_one(api: responses.RequestsMock) -> None:
    api.get(f"{API}/users/4200/mentions", json={"meta": {"result_count": 0, "next_token": "more"}})
    api.get(f"{API}/users/4200/mentions", json={"data": [OLD], "meta": {"result_count": 1}})
    assert [one.remote_id for one in X(KEYS).replies("1").posts] == [OLD["id"]]


def test_a_list_without_end_is_left(api: responses.RequestsMock) -> None:
    api.get(f"{API}/users/4200/mentions", json={"meta": {"result_count": 0, "next_token": "more"}})
    with pytest.raises(Busy, match="same page"):
        X(KEYS).replies("1")


@pytest.mark.parametrize("data", [{"username": "oak_academy"}, {"id": "me"}, {"id": 4200}])
def test_an_account_without_a_number_is_nobody(api: responses.RequestsMock, data: dict[str, Any]) -> None:
    api.replace("GET", f"{API}/users/me", json={"data": data})
    with pytest.raises(Busy, match="which post, picture or account"):
        X(KEYS).whoami()


def test_a_count_that_is_missing_is_not_none_following(api: responses.RequestsMock) -> None:
    with pytest.raises(Busy, match="how many"):
        X(KEYS).followers()


SAME = [
    ("Hello", "Hello", False, True),
    ("Hello", "Hello!", False, False),
    ("See https://oak.example/a/", "See https://oak.example/a", False, True),
    ("See oak.example/a", "See http://oak.example/a", False, True),
    ("See oak.example/a now", "See https://t.co/Ab1 now", False, True),
    ("See oak.example/a now", "See https://t.co/Ab1 then", False, False),
    ("Caf\u00e9  at\r\nnoon ", "Cafe\u0301 at\nnoon", False, True),
    ("Two pictures", "Two pictures https://t.co/pic", False, True),
    ("At 9am.", "@a_parent @other At 9am.", True, True),
    ("At 9am.", "@a_parent At 9am.", False, False),
    ("A (b) [c] *d* 1+1=2?", "A (b) [c] *d* 1+1=2?", False, True),
    ("Monday", "Tuesday https://t.co/pic", False, False),
    ("Anything at all", "https://t.co/pic", False, False),
]


@pytest.mark.parametrize(("sent", "live", "answering", "same"), SAME)
def test_what_x_rewrites_does_not_make_another_text(sent: str, live: str, answering: bool, same: bool) -> None:
    assert shapes.same_text(sent, live, answering=answering) is same


@pytest.mark.parametrize(("live", "text"), [("a &lt;b&gt; &amp; c", "a <b> & c"), ("&amp;lt;", "&lt;"), ("&nbsp;", "&nbsp;")])
def test_the_three_signs_x_escapes_are_put_back_once(live: str, text: str) -> None:
    assert shapes.full_text({"text": live}) == text


@pytest.mark.parametrize("stamp", [None, "yesterday", 5])
def test_a_post_without_a_readable_time_takes_it_from_its_number(stamp: object) -> None:
    made = shapes.made_at({"id": "1212092628029698048", "created_at": stamp})
    assert made.replace(microsecond=0) == datetime(2019, 12, 31, 19, 26, 16, tzinfo=UTC)

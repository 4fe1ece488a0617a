"""What Graph's answers mean, for all of Meta's networks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import now
from bot.platforms import graph
from bot.platforms.base import AccessLost, Busy, Refused, Trouble, Unsure
from bot.platforms.wire import Answer, Wire
from tests.platforms.graph_server import TOKEN, GraphServer, failing, usage
from tests.platforms.stand_in import Fault

from .world import World

understood = graph.meaning("Facebook")


def told(code: int, subcode: int = 0, *, status: int = 400, message: str = "No", headers: Mapping[str, str] | None = None) -> Answer:
    error = {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode, "fbtrace_id": "AbC"}
    return Answer(status, {"error": error}, {key.lower(): value for key, value in (headers or {}).items()})


TABLE: tuple[tuple[Answer, type[Trouble]], ...] = (
    (told(1), Unsure),
    (told(2, status=500), Unsure),
    (told(2, status=200), Unsure),
    (told(4), Busy),
    (told(17), Busy),
    (told(32, status=200), Busy),
    (told(341), Busy),
    (told(613), Busy),
    (told(80001), Busy),
    (told(9), Busy),
    (told(3), Refused),
    (told(10), Refused),
    (told(200, status=403), Refused),
    (told(283), Refused),
    (told(100), graph.Bad),
    (told(100, 33), graph.Gone),
    (told(10, message="Object does not exist, cannot be loaded due to missing permission or reviewable feature"), graph.Gone),
    (told(803, status=404), graph.Gone),
    (told(102, status=401), AccessLost),
    (told(190, 463, status=401), AccessLost),
    (told(190, status=200), AccessLost),
    (told(368), Refused),
    (told(506), Unsure),
    (told(1609005), graph.Bad),
    (told(7777, status=503), Unsure),
    (told(7777), graph.Bad),
    (Answer(429, {}, {}), Busy),
    (Answer(401, {}, {}), AccessLost),
    (Answer(404, {}, {}), graph.Bad),
    (Answer(502, {}, {}), Unsure),
)


@pytest.mark.parametrize(("answer", "expected"), TABLE)
def test_each_error_is_one_trouble_and_a_sentence(answer: Answer, expected: type[Trouble]) -> None:
    trouble = understood(answer, Unsure)
    assert type(trouble) is expected
    assert str(trouble).endswith(".")


def test_an_outage_while_reading_is_a_definite_not_now() -> None:
    assert type(understood(told(2, status=200), Busy)) is Busy
    assert type(understood(told(506), Busy)) is Unsure


def test_an_answer_without_an_error_is_fine() -> None:
    assert understood(Answer(200, {"id": "1"}, {}), Unsure) is None


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        (usage(7), 7),
        ({**usage(7), "X-App-Usage": '{"call_count": 100, "estimated_time_to_regain_access": 31}'}, 31),
        (usage(100_000), 24 * 60),
        (usage(0), 15),
        ({"X-Business-Use-Case-Usage": "not json"}, 15),
        ({"X-Business-Use-Case-Usage": '{"4711": [{"estimated_time_to_regain_access": "soon"}]}'}, 15),
        ({}, 15),
    ],
)
def test_a_rate_limit_is_over_when_the_usage_header_says(headers: Mapping[str, str], minutes: int) -> None:
    before = now()
    trouble = understood(told(32, headers=headers), Busy)
    assert isinstance(trouble, Busy)
    assert trouble.until is not None
    assert before + timedelta(minutes=minutes) <= trouble.until <= now() + timedelta(minutes=minutes)


@pytest.mark.parametrize("code", [190, 100, 200, 10])
def test_what_is_told_to_staff_never_holds_a_token(code: int) -> None:
    trouble = understood(told(code, message=f"Malformed access token {TOKEN}"), Unsure)
    assert TOKEN not in str(trouble)
    assert TOKEN[:12] not in str(trouble)
    assert "Malformed access token" in str(trouble)


class Lists:
    """A world that holds nothing: each answer is ordered beforehand."""

    prefix = "/v26.0"

    def table(self) -> list[Any]:
        return []


def many(server: GraphServer, got: list[str], *answers: Fault) -> None:
    """Read a list of which each page was ordered beforehand; what could be read is in `got`, whatever happens."""
    for answer in answers:
        server.fail(answer)
    wire = Wire("Facebook", f"{server.url}/v26.0", understood)
    for body in graph.pages(wire, "list", TOKEN):
        got += [each["id"] for each in body["data"]]


def one(*ids: str, after: str = "", more: bool = True) -> Fault:
    paging = {"cursors": {"after": after}, **({"next": "https://graph.example/list"} if more else {})} if after else {}
    return Fault((200, {"data": [{"id": each} for each in ids], **({"paging": paging} if paging else {})}))


def test_paging_ends_where_no_next_page_is_named_and_not_at_a_short_one() -> None:
    got: list[str] = []
    with GraphServer(Lists()) as server:
        many(server, got, one("1", "2", after="a"), one(after="b"), one("3", after="c", more=False))
        assert [ask.said.get("after") for ask in server.asked] == [None, "a", "b"]
    assert got == ["1", "2", "3"]


def test_a_cursor_that_goes_too_deep_says_so_after_what_could_be_read() -> None:
    got: list[str] = []
    with GraphServer(Lists()) as server:
        with pytest.raises(graph.TooDeep):
            many(server, got, one("1", after="a"), failing(100))
        with pytest.raises(graph.Bad):
            many(server, got, failing(100))
    assert got == ["1"]


def test_a_network_that_goes_round_in_circles_is_not_followed_for_ever() -> None:
    with GraphServer(Lists()) as server, pytest.raises(Busy):
        many(server, [], one("1", after="a"), one("2", after="a"))


def test_the_world_of_the_stand_in_knows_its_fields() -> None:
    with GraphServer(World()) as server:
        wire = Wire("Facebook", f"{server.url}/v26.0", understood)
        with pytest.raises(graph.Bad):
            wire.ask("GET", "me", token=TOKEN, params={"fields": "id,nothing_of_the_kind"})
        with pytest.raises(AccessLost):
            wire.ask("GET", "me", token="another", params={"fields": "id"})

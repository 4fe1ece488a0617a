"""Following an address must find where it ends and must never touch this network (control C12)."""

import pytest

from bot.platforms.open_web import HOPS, OpenWeb, public
from tests.played_web import PlayedWeb

PRIVATE = ("10.1.2.3", "127.0.0.1", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fd00::1")  # noqa: S104 -- looked at, not listened on
WRAPPED = ("::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::a00:1", "2001:0:a00:1::")


def test_an_address_that_stays_put_answers_for_itself() -> None:
    web = PlayedWeb()
    assert web.follow("https://oak.example/dates?term=2").status == 200
    assert web.asked == ["HEAD oak.example/dates"]


def test_it_is_followed_to_its_end() -> None:
    web = PlayedWeb({"short.example/a": (301, "https://middle.example/b"), "middle.example/b": (302, "/c")})
    led = web.follow("http://short.example/a")
    assert (led.status, led.final_url, led.refused) == (200, "https://middle.example/c", "")


def test_a_circle_ends() -> None:
    web = PlayedWeb({"round.example/a": (302, "/a")})
    led = web.follow("https://round.example/a")
    assert "passes readers on" in led.refused
    assert len(web.asked) == HOPS + 1


@pytest.mark.parametrize(
    "onward", ["file:///etc/passwd", "javascript:alert(1)", "https://user:word@oak.example/", "https://oak.example:8443/", "ftp://x/"]
)
def test_a_hop_to_something_that_is_no_plain_page_is_refused(onward: str) -> None:
    web = PlayedWeb({"short.example/a": (302, onward)})
    assert web.follow("https://short.example/a").refused
    assert len(web.asked) == 1


@pytest.mark.parametrize("number", [*PRIVATE, *WRAPPED])
def test_S12_2_a_name_that_answers_with_a_private_number_is_never_asked(number: str) -> None:
    assert not public(number)
    web = PlayedWeb({"short.example/a": (302, "https://inside.example/")})
    web.numbers["inside.example"] = number
    led = web.follow("https://short.example/a")
    assert (led.status, led.final_url) == (0, "https://inside.example/")
    assert web.asked == ["HEAD short.example/a"]


def test_one_private_number_among_public_ones_is_enough() -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[tuple[str, int]]:
        asked.append(host)
        return [("93.184.216.34", port), ("127.0.0.1", port)]

    assert OpenWeb(resolve).follow("http://two-faced.example/").status == 0
    assert asked == ["two-faced.example"]


def test_a_name_that_nobody_knows_and_a_server_that_hangs_up_are_both_no_answer() -> None:
    web = PlayedWeb({"silent.example": (0, "")})
    web.lost.add("nowhere.example")
    assert web.follow("https://nowhere.example/").status == 0
    assert web.follow("https://silent.example/").status == 0


def test_a_server_that_will_not_answer_head_is_asked_again() -> None:
    web = PlayedWeb({"old.example/page": (405, "")})
    assert web.follow("https://old.example/page").status == 405
    assert web.asked == ["HEAD old.example/page", "GET old.example/page"]

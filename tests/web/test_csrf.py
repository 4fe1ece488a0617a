"""Requests that other sites send through somebody's browser."""

import pytest
from sqlmodel import select

from bot.accounts.models import Stop
from bot.web.security import from_our_own_pages
from tests.web.conftest import World

HOST = "gatepost.academy.example"


@pytest.mark.parametrize(
    ("method", "headers", "ours"),
    [
        ("GET", {"sec-fetch-site": "cross-site"}, True),
        ("HEAD", {"origin": "https://elsewhere.example"}, True),
        ("OPTIONS", {"origin": "https://elsewhere.example"}, True),
        ("POST", {"sec-fetch-site": "same-origin"}, True),
        ("POST", {"sec-fetch-site": "none"}, True),
        ("POST", {"sec-fetch-site": "same-site"}, False),
        ("POST", {"sec-fetch-site": "cross-site"}, False),
        ("POST", {"sec-fetch-site": ""}, False),
        ("POST", {"sec-fetch-site": "Same-Origin"}, False),
        ("POST", {"sec-fetch-site": "cross-site", "origin": f"https://{HOST}"}, False),
        ("POST", {"sec-fetch-site": "same-origin", "origin": "https://elsewhere.example"}, True),
        ("POST", {"origin": f"https://{HOST}"}, True),
        ("POST", {"origin": f"https://{HOST.upper()}"}, True),
        ("POST", {"origin": f"http://{HOST}"}, True),
        ("POST", {"origin": f"https://{HOST}:8443"}, False),
        ("POST", {"origin": f"https://{HOST}.elsewhere.example"}, False),
        ("POST", {"origin": f"https://elsewhere.example/{HOST}"}, False),
        ("POST", {"origin": f"https://{HOST}@elsewhere.example"}, False),
        ("POST", {"origin": "null"}, False),
        ("POST", {"origin": ""}, False),
        ("POST", {}, False),
        ("POST", {"referer": f"https://{HOST}/stop"}, False),
        ("PUT", {"sec-fetch-site": "cross-site"}, False),
        ("PATCH", {}, False),
        ("DELETE", {"origin": "https://elsewhere.example"}, False),
        ("PURGE", {}, False),
    ],
)
def test_only_our_own_pages_may_send(method: str, headers: dict[str, str], ours: bool) -> None:
    assert from_our_own_pages(method, {"host": HOST, **headers}, frozenset()) is ours


def test_behind_a_proxy_the_public_address_counts_as_ours() -> None:
    headers = {"host": "web:8000", "origin": f"https://{HOST}"}
    assert from_our_own_pages("POST", headers, frozenset({HOST}))
    assert not from_our_own_pages("POST", headers, frozenset())


def test_another_site_cannot_press_the_stop_switch(world: World) -> None:
    leader = world.browser("slt")
    answer = leader.post("/stop", data={"what": "trust", "reason": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "did not come from one of Gatepost" in answer.text
    with world.session() as session:
        assert session.exec(select(Stop)).all() == []


def test_another_site_cannot_sign_somebody_in(world: World) -> None:
    stranger = world.stranger()
    answer = stranger.post("/sign-in", data={"email": "head@academy.example"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers

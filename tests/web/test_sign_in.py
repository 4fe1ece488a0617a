"""Signing in: the cookie, guesses, where it leads, and when it ends."""

from datetime import timedelta

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from bot.clock import now
from bot.people import register
from bot.people.models import Person, SignedIn
from bot.people.sessions import IDLE, LONGEST, TRIES
from bot.secrets import fingerprint
from bot.settings import Settings
from bot.web.access import local
from bot.web.app import create_app
from tests.web.conftest import OURS, PASSWORD, World

RIGHT = {"email": "head@academy.example", "password": PASSWORD}


def _secure(world: World) -> TestClient:
    settings = Settings(database_url=world.settings.database_url, secret_keys=world.settings.secret_keys, public_url="https://gate.example")
    app: FastAPI = create_app(settings, world.engine)
    return TestClient(app, base_url="https://gate.example", headers=OURS, follow_redirects=False)


def test_the_cookie_is_for_this_host_and_no_script(stranger: TestClient) -> None:
    cookie = stranger.post("/sign-in", data=RIGHT).headers["set-cookie"]
    assert cookie.startswith("gatepost=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(world: World) -> None:
    answer = _secure(world).post("/sign-in", data=RIGHT)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-gatepost=")
    assert "Secure" in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_a_wrong_password_keeps_the_email_and_never_the_password(stranger: TestClient) -> None:
    answer = stranger.post("/sign-in", data={"email": "head@academy.example", "password": "not this one", "next": "/people"})
    assert answer.status_code == 403
    assert "The email or the password is not right." in answer.text
    assert 'value="head@academy.example"' in answer.text
    assert 'name="next" value="/people"' in answer.text
    assert "not this one" not in answer.text


def test_the_same_words_for_somebody_who_is_not_in_the_register(stranger: TestClient) -> None:
    answer = stranger.post("/sign-in", data={"email": "nobody@academy.example", "password": "not this one"})
    assert "The email or the password is not right." in answer.text


def test_nothing_typed_is_said_beside_each_field(stranger: TestClient) -> None:
    answer = stranger.post("/sign-in", data={"email": "", "password": ""})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text


def test_guesses_are_slowed_down_even_with_the_right_password(stranger: TestClient) -> None:
    for _ in range(TRIES):
        stranger.post("/sign-in", data={**RIGHT, "password": "wrong"})
    answer = stranger.post("/sign-in", data=RIGHT)
    assert answer.status_code == 403
    assert "too many tries" in answer.text
    assert "Wait 15 minutes" in answer.text


def test_signing_in_leads_to_the_page_asked_for(world: World) -> None:
    stranger = world.stranger()
    asked = stranger.get("/accounts?x=1")
    assert asked.headers["location"] == "/sign-in?next=/accounts%3Fx%3D1"
    assert stranger.post("/sign-in", data={**RIGHT, "next": "/accounts?x=1"}).headers["location"] == "/accounts?x=1"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        " /accounts",
        "",
        "http:/accounts",
        "/\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_never_leads_to_another_site(stranger: TestClient, address: str) -> None:
    assert local(address) == "/"
    assert stranger.post("/sign-in", data={**RIGHT, "next": address}).headers["location"] == "/"
    shown = stranger.get("/sign-in", params={"next": address})
    assert shown.headers.get("location", "/") == "/"


def test_the_session_is_new_at_every_sign_in_and_the_old_one_ends(world: World) -> None:
    browser = world.stranger()
    browser.post("/sign-in", data=RIGHT)
    first = browser.cookies["gatepost"]
    browser.post("/sign-in", data=RIGHT)
    assert browser.cookies["gatepost"] != first
    with world.session() as session:
        assert session.get(SignedIn, fingerprint(first)) is None
        assert session.get(SignedIn, fingerprint(browser.cookies["gatepost"])) is not None


def test_a_token_made_up_by_somebody_else_is_never_taken_over(world: World) -> None:
    browser = world.stranger()
    browser.cookies.set("gatepost", "chosen-by-another")
    assert browser.get("/").status_code == 303
    browser.post("/sign-in", data=RIGHT)
    with world.session() as session:
        assert session.get(SignedIn, fingerprint("chosen-by-another")) is None


@pytest.mark.parametrize("away", [IDLE + timedelta(seconds=5), LONGEST + timedelta(seconds=5)])
def test_a_session_ends_when_nobody_is_there(world: World, away: timedelta) -> None:
    browser = world.browser("head")
    assert browser.get("/").status_code == 200
    with time_machine.travel(now() + away):
        assert browser.get("/").status_code == 303


def test_a_busy_session_still_ends_after_the_longest_day(world: World) -> None:
    browser = world.browser("head")
    began = now()
    for half_hours in range(1, 24):
        with time_machine.travel(began + timedelta(minutes=30) * half_hours):
            assert browser.get("/").status_code == 200
    with time_machine.travel(began + LONGEST + timedelta(minutes=1)):
        assert browser.get("/").status_code == 303


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    browser = world.browser("head")
    token = browser.cookies["gatepost"]
    answer = browser.post("/sign-out")
    assert answer.status_code == 303
    browser.cookies.set("gatepost", token)
    assert browser.get("/").status_code == 303


def test_signing_out_everywhere_ends_every_browser(world: World) -> None:
    one, other = world.browser("head"), world.browser("head")
    one.post("/sign-out", data={"everywhere": "yes"})
    assert other.get("/").status_code == 303


def test_somebody_who_left_is_out_at_the_next_click(world: World) -> None:
    browser = world.browser("author")
    world.browser("admin").post(f"/people/{world.people['author']}/leave", data={"when": "now"})
    assert browser.get("/").status_code == 303
    assert world.stranger().post("/sign-in", data={**RIGHT, "email": "author@academy.example"}).status_code == 403


def test_an_invitation_lets_somebody_choose_a_password_once(world: World) -> None:
    with world.session() as session:
        admin = session.get_one(Person, world.people["admin"])
        token = register.invite(session, admin, world.people["checker"])
    guest = world.stranger()
    assert "checker@academy.example" in guest.get(f"/welcome/{token}").text
    short = guest.post(f"/welcome/{token}", data={"password": "short", "again": "short"})
    assert short.status_code == 422
    assert "at least 12 characters" in short.text
    assert "short" not in short.text.partition("<form")[2]
    chosen = {"password": "another four plain words", "again": "another four plain words"}
    assert guest.post(f"/welcome/{token}", data=chosen).headers["location"] == "/sign-in"
    assert "Your password is saved" in guest.get("/sign-in").text
    assert "Your password is saved" not in guest.get("/sign-in").text
    assert guest.get(f"/welcome/{token}").status_code == 404
    assert guest.post(f"/welcome/{token}", data=chosen).status_code == 403
    signed = guest.post("/sign-in", data={"email": "checker@academy.example", "password": chosen["password"]})
    assert signed.headers["location"] == "/"


def test_the_token_itself_is_not_in_the_database(world: World) -> None:
    browser = world.stranger()
    browser.post("/sign-in", data=RIGHT)
    with world.session() as session:
        assert browser.cookies["gatepost"] not in {row.token_hash for row in session.exec(select(SignedIn))}

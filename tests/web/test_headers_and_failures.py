"""What every answer carries, and what a person sees when something is wrong."""

import base64
import hashlib
import re

import pytest
from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from bot.errors import BadInput, Conflict, Misconfigured
from bot.web.access import public
from bot.web.app import create_app
from bot.web.security import SMALL_BODY, largest_body
from tests.web.conftest import OURS, World
from tests.web.routes import found

STRICT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def _policy(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_every_answer_carries_the_strict_headers(world: World) -> None:
    for client in (world.stranger(), world.browser("head")):
        for route in found(world.app):
            answer = client.get(route.address)
            for name, value in STRICT.items():
                assert answer.headers[name] == value, (route.path, name)
            policy = _policy(answer.headers["content-security-policy"])
            assert policy["default-src"] == "'none'"
            assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert policy["form-action"] == policy["style-src"] == "'self'"
            assert "unsafe" not in str(policy)
            assert "strict-transport-security" not in answer.headers


def test_the_policy_allows_exactly_the_inline_script_of_the_page(stranger: TestClient) -> None:
    answer = stranger.get("/sign-in")
    inline = [body for body in re.findall(r"<script[^>]*>(.*?)</script>", answer.text, re.DOTALL) if body.strip()]
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in _policy(answer.headers["content-security-policy"])["script-src"]


def test_no_page_needs_inline_style_or_handlers(world: World) -> None:
    client = world.browser("head")
    for path in ("/", "/people", "/accounts", "/stop", "/policy", "/audit", f"/people/{world.people['author']}"):
        text = client.get(path).text
        assert not re.search(r'\sstyle="|<style|\son[a-z]+="', text), path


def test_no_brand_of_another(world: World) -> None:
    for text in (world.stranger().get("/sign-in").text, world.browser("head").get("/").text):
        assert "GOV.UK" not in text
        assert "crown" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/people/abc",
        "/people/99999",
        "/people/",
        "/people/99999999999999999999",
        "/people/2147483648",
        "/people/-1",
        "/static/../app.py",
    ],
)
def test_what_is_not_there_is_a_plain_page(world: World, path: str) -> None:
    answer = world.browser("admin").get(path)
    assert answer.status_code == 404
    assert "detail" not in answer.text[:30]


def test_the_worker_lives_as_long_as_the_pages(world: World) -> None:
    seen: list[str] = []

    def start() -> object:
        seen.append("started")
        return lambda: seen.append("stopped")

    with TestClient(create_app(world.settings, world.engine, start), headers=OURS) as client:  # type: ignore[arg-type]
        assert client.get("/healthz").status_code == 200
        assert seen == ["started"]
    assert seen == ["started", "stopped"]


def test_too_much_is_turned_away_before_it_is_read(world: World) -> None:
    client = world.browser("slt")
    answer = client.post("/stop", data={"what": "trust", "reason": "x" * (SMALL_BODY + 1)})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_too_much_without_a_length_is_stopped_while_it_is_read(world: World) -> None:
    client = world.browser("slt")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/stop", content=(b"reason=" + b"x" * 65536 for _ in range(40)), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "1e3"])
def test_a_length_that_is_no_number_is_turned_away(world: World, length: str) -> None:
    assert world.browser("slt").post("/stop", content=b"", headers={"content-length": length}).status_code == 413


def test_only_drafts_take_pictures() -> None:
    assert largest_body("/drafts") == largest_body("/drafts/new") == 70 * SMALL_BODY
    assert largest_body("/draftsman") == largest_body("/") == SMALL_BODY


def _with_trouble(world: World) -> TestClient:
    router = APIRouter(dependencies=[public()])

    @router.get("/trouble/{kind}")
    @router.get("/trouble/{kind}/{token}")
    def trouble(kind: str, token: str = "") -> None:
        raise {
            "defect": ValueError("secret-looking inner thing"),
            "database": IntegrityError("INSERT ...", {"password_hash": "very-secret-hash"}, Exception("UNIQUE constraint failed")),
            "conflict": Conflict("Somebody saved first.", theirs="their <b>text</b>", yours="my text"),
            "setup": Misconfigured("A key is missing."),
            "input": BadInput({"name": "Enter a name."}),
        }[kind]

    world.app.include_router(router)
    return world.stranger()


def test_a_defect_shows_a_reference_that_is_also_in_the_log(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _with_trouble(world).get("/trouble/defect")
    assert answer.status_code == 500
    reference = re.search(r"The reference is (\w+)\.", answer.text)
    assert reference is not None
    assert "Traceback" not in answer.text
    assert "secret-looking" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    log = capsys.readouterr()
    assert reference[1] in log.out + log.err


def test_the_log_of_a_database_error_holds_no_values(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert _with_trouble(world).get("/trouble/database").status_code == 500
    log = capsys.readouterr()
    assert "UNIQUE constraint failed" in log.out + log.err
    assert "very-secret-hash" not in log.out + log.err


def test_the_log_names_the_route_and_not_what_the_address_holds(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert _with_trouble(world).get("/trouble/defect/a-token-in-an-address").status_code == 500
    log = capsys.readouterr()
    assert "/trouble/{kind}/{token}" in log.out + log.err
    assert "a-token-in-an-address" not in log.out + log.err


def test_a_conflict_shows_both_texts_and_escapes_them(world: World) -> None:
    answer = _with_trouble(world).get("/trouble/conflict")
    assert answer.status_code == 409
    assert "their &lt;b&gt;text&lt;/b&gt;" in answer.text
    assert "my text" in answer.text


@pytest.mark.parametrize(("kind", "status", "words"), [("setup", 500, "A key is missing."), ("input", 422, "Enter a name.")])
def test_other_troubles_are_sentences(world: World, kind: str, status: int, words: str) -> None:
    answer = _with_trouble(world).get(f"/trouble/{kind}")
    assert answer.status_code == status
    assert words in answer.text


def test_what_was_typed_outlives_the_session(world: World) -> None:
    stranger = world.stranger()
    typed = {"name": 'Comms "officer" <two>', "email": "c@academy.example", "password": "hidden"}
    answer = stranger.post("/people/new", data=typed)
    assert answer.status_code == 401
    assert 'action="/people/new"' in answer.text
    assert 'name="name" value="Comms &#34;officer&#34; &lt;two&gt;"' in answer.text
    assert "hidden" not in answer.text.replace('type="hidden"', "")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--y\r\nnonsense"),
        ("multipart/form-data", b"no boundary"),
        ("application/x-www-form-urlencoded", b"name=%ED%A0%80&email=%00%FF&capacity=\xff"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(600))),
        ("application/json", b'{"name": "x"}'),
        ("text/plain", b"name=x"),
    ],
)
def test_a_body_that_is_no_form_is_a_sentence_and_changes_nothing(world: World, kind: str, body: bytes) -> None:
    answer = world.browser("admin").post("/people/new", content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 422)
    assert "govuk-heading-l" in answer.text

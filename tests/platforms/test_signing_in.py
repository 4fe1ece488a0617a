"""Signing in at each network, against a server that keeps to the standards."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.platforms import facebook_account, x_oauth
from bot.platforms.base import Busy, Refused, Trouble, Unsure
from bot.platforms.mastodon_offers import SCOPES
from bot.platforms.signing_in import App, SignIn, new_verifier
from bot.platforms.signing_in_networks import HARMLESS, NETWORKS, granted
from bot.platforms.signing_in_pages import credentials
from tests.platforms.signing_in_server import CLIENT, PAGE_TOKEN, SECRET, SigningInServer

BACK = "http://127.0.0.1:8000/accounts/connect/back"
APP = App(CLIENT, SECRET)
STATE = "s" * 43


@pytest.fixture
def server() -> Iterator[SigningInServer]:
    with SigningInServer() as made:
        made.world.redirects.add(BACK)
        made.world.pages = [
            {"id": "7", "name": "Another", "access_token": "x", "tasks": ["MANAGE"]},
            {"id": "42", "name": "Academy A", "username": "AcademyA", "access_token": PAGE_TOKEN, "tasks": ["CREATE_CONTENT", "MODERATE"]},
        ]
        yield made


def way(server: SigningInServer, platform: str) -> SignIn:
    return SignIn(platform, BACK, server=server.url, base=server.url)


def code_from(server: SigningInServer, sign_in: SignIn, app: App, verifier: str) -> str:
    back = dict(parse_qsl(urlsplit(server.consent(sign_in.place(app, STATE, verifier))).query))
    assert back["state"] == STATE
    return back["code"]


@pytest.mark.parametrize("platform", [*NETWORKS, "mastodon"])
def test_each_network_gives_what_its_door_takes(server: SigningInServer, platform: str) -> None:
    sign_in = way(server, platform)
    app = sign_in.register() if platform == "mastodon" else APP
    verifier = new_verifier() if sign_in.takes_proof() else ""
    assert bool(verifier) == (platform in {"x", "youtube", "mastodon"})
    granted = sign_in.exchange(app, code_from(server, sign_in, app, verifier), verifier)
    made = credentials(sign_in, app, granted, handle="academya", remote_id="")
    wanted = {
        "x": {"client_id", "client_secret", "refresh_token", "access_token", "expires_at", "scope"},
        "youtube": {"client_id", "client_secret", "refresh_token", "access_token", "expires_at", "scope"},
        "facebook": {"page_id", "access_token", "scope"},
        "instagram": {"access_token", "expires_at", "scope"},
        "threads": {"access_token", "expires_at"},
        "mastodon": {"server", "access_token"},
    }[platform]
    assert set(made) == wanted
    if platform == "facebook":
        assert (made["page_id"], made["access_token"]) == ("42", PAGE_TOKEN)
    assert granted.access not in repr(granted)
    assert SECRET not in repr(app)


def test_a_code_works_once_and_only_with_its_own_proof(server: SigningInServer) -> None:
    sign_in, verifier = way(server, "x"), new_verifier()
    code = code_from(server, sign_in, APP, verifier)
    with pytest.raises(Refused, match="Begin again"):
        sign_in.exchange(APP, code, new_verifier())
    assert sign_in.exchange(APP, code, verifier).access
    with pytest.raises(Refused, match="used already"):
        sign_in.exchange(APP, code, verifier)


def test_the_proof_that_is_sent_is_a_hash_of_the_one_that_is_kept(server: SigningInServer) -> None:
    verifier = new_verifier()
    address = way(server, "youtube").place(APP, STATE, verifier)
    asked = dict(parse_qsl(urlsplit(address).query))
    assert 43 <= len(verifier) <= 128
    assert verifier not in address
    assert (asked["code_challenge_method"], asked["access_type"]) == ("S256", "offline")


def test_an_older_mastodon_server_is_asked_without_proof(server: SigningInServer) -> None:
    server.world.proof_offered = False
    assert way(server, "mastodon").takes_proof() is False


@pytest.mark.parametrize(
    ("fault", "kind", "part"),
    [
        ("lost", Unsure, "connection"),
        ("down", Unsure, "cannot be read"),
        ("garbled", Unsure, "cannot be read"),
        ("redirect", Unsure, "redirect"),
        ("limit", Busy, "fewer questions"),
        ("empty", Refused, "without a token"),
        ("words", Refused, r"Cannot use \[hidden\] here"),
    ],
)
def test_a_bad_answer_is_a_sentence_without_secrets(server: SigningInServer, fault: str, kind: type[Trouble], part: str) -> None:
    sign_in, verifier = way(server, "threads"), ""
    code = code_from(server, sign_in, APP, verifier)
    server.world.fault = fault
    with pytest.raises(kind, match=part) as trouble:
        sign_in.exchange(APP, code, verifier)
    assert not {code, SECRET} & set(str(trouble.value).split())


def test_a_wrong_secret_is_named(server: SigningInServer) -> None:
    sign_in, verifier = way(server, "x"), new_verifier()
    code = code_from(server, sign_in, APP, verifier)
    with pytest.raises(Refused, match="does not know the app"):
        sign_in.exchange(App(CLIENT, "another"), code, verifier)


@pytest.mark.parametrize("code", ["", "x" * 5_000, "a\nb"])
def test_a_code_that_is_none_is_not_sent(server: SigningInServer, code: str) -> None:
    with pytest.raises(Refused, match="no code"):
        way(server, "x").exchange(APP, code, "v")
    assert server.world.asked == []


def test_an_access_that_would_end_in_hours_is_not_taken(server: SigningInServer) -> None:
    sign_in, verifier = way(server, "youtube"), new_verifier()
    server.world.no_refresh = True
    granted = sign_in.exchange(APP, code_from(server, sign_in, APP, verifier), verifier)
    with pytest.raises(Refused, match="no lasting access"):
        credentials(sign_in, APP, granted, handle="AcademyA", remote_id="")


@pytest.mark.parametrize(
    ("handle", "remote_id", "tasks", "part"),
    [
        ("Unknown", "", ["MODERATE"], "You chose Another, AcademyA"),
        ("AcademyA", "43", ["MODERATE"], "is not among those"),
        ("AcademyA", "", ["MODERATE"], "Content is missing"),
        ("AcademyA", "", ["CREATE_CONTENT"], "Community activity is missing"),
    ],
)
def test_only_the_registered_page_with_the_role_it_needs(server: SigningInServer, handle: str, remote_id: str, tasks: list[str], part: str) -> None:
    server.world.pages[1]["tasks"] = tasks
    sign_in = way(server, "facebook")
    granted = sign_in.exchange(APP, code_from(server, sign_in, APP, ""), "")
    with pytest.raises(Refused, match=part):
        credentials(sign_in, APP, granted, handle=handle, remote_id=remote_id)


@pytest.mark.parametrize("server_typed", ["ftp://x", "http://elsewhere.example", "https://user@social.example", "https://:x", "social example"])
def test_an_address_that_is_no_server_is_refused_without_a_call(server_typed: str) -> None:
    with pytest.raises(Refused, match="https://"):
        SignIn("mastodon", BACK, server=server_typed)


def test_what_is_asked_for_is_what_the_doors_need_and_nothing_about_messages() -> None:
    assert NETWORKS["x"].scopes == x_oauth.NEEDED
    assert set(NETWORKS["facebook"].scopes) == {*facebook_account.NEEDED, "pages_show_list"}
    for scope in [*SCOPES, *(scope for network in NETWORKS.values() for scope in network.scopes)]:
        assert not {"dm", "message", "messages", "messaging", "chat"} & set(scope.replace(".", "_").replace(":", "_").split("_")), scope


def test_rights_said_with_the_token_are_compared() -> None:
    told = granted("instagram", "instagram_business_basic,instagram_business_manage_messages,public_profile")
    assert told is not None
    assert "instagram_business_content_publish" in told.missing
    assert told.excess == ("instagram_business_manage_messages",)
    assert "public_profile" in HARMLESS

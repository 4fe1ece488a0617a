"""How the wire to X behaves when the network does not: nothing waits for ever, nothing is retried, nothing leaks."""

import logging
import socket
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import responses
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from responses import matchers

from bot.errors import Misconfigured
from bot.platforms.base import AccessLost, Busy, Media, Outgoing, Profile, Trouble, Unsupported, Unsure
from bot.platforms.x import X
from tests.platforms.patience import MOMENT_S, patient
from tests.platforms.stand_in import Fault

from .server import KEYS, XServer, signed

SECRETS = tuple(KEYS.values())
POST = Outgoing("k" * 32, "Good morning.", datetime.now(UTC), (Media(b"\x89PNG", "image/png", "A dot.", "a.png"),))
PLAIN = Outgoing("k" * 32, "Good morning.", datetime.now(UTC))

CALLS: dict[str, Callable[[X], object]] = {
    "whoami": lambda x: x.whoami(),
    "resolve": lambda x: x.resolve("museum"),
    "publish": lambda x: x.publish(PLAIN),
    "publish with a picture": lambda x: x.publish(POST),
    "find": lambda x: x.find(PLAIN),
    "lookup": lambda x: x.lookup(["1"]),
    "timeline": lambda x: x.timeline(None),
    "replies": lambda x: x.replies("1"),
    "hide": lambda x: x.set_hidden("1", None, True),
    "show": lambda x: x.set_hidden("1", None, False),
    "delete": lambda x: x.delete("1"),
    "mute": lambda x: x.mute("1"),
    "following": lambda x: x.following(),
    "followers": lambda x: x.followers(),
    "unfollow": lambda x: x.unfollow("1"),
}
WRITES = ("publish", "hide", "show", "delete", "mute", "unfollow")


@pytest.mark.parametrize("call", CALLS)
def test_every_call_gives_up_in_time_and_asks_once(server: XServer, account: X, call: str) -> None:
    server.asked.clear()
    server.fail("silent")
    with pytest.raises(Unsure if call in WRITES else Busy, match="did not answer in time"):  # not that the line broke, as it does in the end
        CALLS[call](account)
    assert len(server.asked) == 1


@pytest.mark.parametrize("call", CALLS)
def test_every_call_carries_the_time_limit_even_when_nobody_sets_one(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    limits: list[float | None] = []

    def note(_self: object, *_: object, timeout: object, allow_redirects: bool, **__: object) -> None:
        limits.append(getattr(timeout, "total", None))
        assert allow_redirects is False
        raise Busy("Noted.")

    account = X(KEYS)
    monkeypatch.setattr("requests.Session.request", note)
    with pytest.raises(Busy, match="Noted"):
        CALLS[call](account)
    assert limits == [20.0]


def test_no_caller_can_wait_longer_than_the_protocol_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[object] = []

    def note(_self: object, *_: object, timeout: object, **__: object) -> None:
        limits.append(getattr(timeout, "total", None))
        raise Busy("Noted.")

    monkeypatch.setattr("requests.Session.request", note)
    with pytest.raises(Busy):
        X(KEYS, timeout=600).whoami()
    assert limits == [20.0]


@pytest.mark.parametrize("fault", ["cut", "lost and cut", "garbled", "down", "broken", "redirect", "faulty inside", "silent", "lost"])
@pytest.mark.parametrize("call", ["publish", "hide", "delete", "mute", "unfollow"])
def test_a_write_without_a_usable_answer_is_unsure(server: XServer, account: X, call: str, fault: str) -> None:
    if call == "delete":
        server.world.posts["1"] = {"id": "1", "author_id": server.world.me, "edit_history_tweet_ids": ["1"]}
    server.fail(fault)
    with pytest.raises(Unsure):
        CALLS[call](account)


@pytest.mark.parametrize("fault", ["cut", "garbled", "down", "broken", "redirect", "faulty inside", "silent"])
@pytest.mark.parametrize("call", ["whoami", "resolve", "find", "lookup", "timeline", "replies", "following", "followers", "publish with a picture"])
def test_a_read_or_an_unposted_upload_without_a_usable_answer_is_busy(server: XServer, account: X, call: str, fault: str) -> None:
    server.fail(fault)
    with pytest.raises(Busy):
        CALLS[call](account)
    assert server.world.posts == {}


@pytest.mark.parametrize("address", ["http://127.0.0.1:{closed}", "http://no-such-host.invalid"])
@pytest.mark.parametrize("call", ["timeline", "publish"])
def test_a_server_that_was_never_reached_is_busy_even_for_a_write(server: XServer, account: X, address: str, call: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    account._wire.api_url = address.format(closed=closed)
    with pytest.raises(Busy, match="cannot be reached"):
        CALLS[call](account)


def test_a_server_whose_certificate_is_not_trusted_is_never_sent_anything(tmp_path: Path) -> None:
    with XServer(certificate=own_certificate(tmp_path)) as server:
        account = X(KEYS, server.url)
        for call in ("timeline", "publish"):
            with pytest.raises(Busy, match="cannot be reached"):
                CALLS[call](account)
        account._me = Profile("4200", "oak_academy")
        with pytest.raises(Busy, match="cannot be reached"):
            account.publish(PLAIN)
        assert server.asked == []


def own_certificate(folder: Path) -> Path:
    """A key and a certificate that nobody else has signed, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    alone = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False).sign(key, hashes.SHA256())
    written = folder / "own.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    written.write_bytes(secret + alone.public_bytes(Encoding.PEM))
    return written


def test_no_redirect_is_followed(server: XServer, account: X) -> None:
    with XServer() as elsewhere:
        for method, status in (("GET", 302), ("POST", 307), ("POST", 308)):
            server.fail(Fault((status, ""), {"Location": f"{elsewhere.url}/2/tweets"}), method)
        with pytest.raises(Busy):
            account.timeline(None)
        for _ in range(2):
            with pytest.raises(Unsure):
                account.publish(PLAIN)
        assert elsewhere.asked == []


@pytest.mark.parametrize("fault", ["", "refuse", "turned away", "busy", "down", "cut", "garbled", "silent"])
def test_no_key_is_ever_logged_or_told(server: XServer, caplog: pytest.LogCaptureFixture, fault: str) -> None:
    names = [
        "tweepy",
        "tweepy.client",
        "requests_oauthlib",
        "requests_oauthlib.oauth1_auth",
        "oauthlib",
        "oauthlib.oauth1.rfc5849",
        "urllib3",
    ]
    for name in names:
        caplog.set_level(logging.DEBUG, name)
    caplog.set_level(logging.DEBUG)
    account = patient(X(KEYS, server.url, timeout=MOMENT_S), server)
    account.whoami()
    told = []
    for call in ("publish with a picture", "timeline", "delete"):
        if fault:
            server.fail(fault)
        try:
            CALLS[call](account)
        except Trouble as trouble:
            told.append("".join(traceback.format_exception(trouble)))
    said = caplog.text + "".join(told) + repr(account) + repr(POST)
    assert bool(told) is bool(fault)
    assert [secret for secret in SECRETS if secret in said] == []
    assert "oauth_signature" not in said
    assert all(logging.getLogger(name).getEffectiveLevel() > logging.DEBUG for name in names)


def test_the_bearer_token_never_travels(server: XServer, account: X) -> None:
    for call in ("whoami", "timeline", "publish with a picture", "following"):
        CALLS[call](account)
    assert all(one["Authorization"].startswith("OAuth ") for one in server.headers)


@responses.activate
def test_a_key_that_x_repeats_in_its_answer_is_taken_out() -> None:
    detail = f"Token {KEYS['access_token']} with {KEYS['bearer_token']} is not known"
    responses.get("https://api.x.com/2/users/me", status=401, json={"title": "Unauthorized", "detail": detail})
    with pytest.raises(AccessLost) as caught:
        X(KEYS).whoami()
    assert "Token [hidden] with [hidden] is not known" in str(caught.value)


@responses.activate
def test_what_goes_to_x_itself_is_signed_for_x_itself() -> None:
    me = {"data": {"id": "4200", "username": "oak_academy", "name": "Oak"}}
    responses.get("https://api.x.com/2/users/me", json=me)
    responses.get("https://api.x.com/2/users/4200/mentions", json={"meta": {"result_count": 0}})
    responses.get("https://api.x.com/2/users/4200/tweets", json={"meta": {"result_count": 0}})
    responses.post("https://api.x.com/2/tweets", status=201, json={"data": {"id": "77", "text": "A & b = ~ %é"}})
    responses.post("https://api.x.com/2/media/upload", json={"data": {"id": "9"}})
    responses.post(
        "https://api.x.com/2/media/metadata",
        json={"data": {"id": "9"}},
        match=[matchers.header_matcher({"Content-Type": "application/json"})],
    )
    account = X(KEYS)
    account.replies("12")
    account.publish(Outgoing("k", "A & b = ~ %é", datetime.now(UTC), POST.media))
    sent = [call.request for call in responses.calls]
    assert len(sent) == 6
    for one in sent:
        header = one.headers["Authorization"]
        assert signed(str(one.method), str(one.url), header if isinstance(header, str) else header.decode()), one.url


def test_an_incomplete_connection_is_told_by_name_without_its_values() -> None:
    with pytest.raises(AccessLost, match="access_token_secret") as caught:
        X({**KEYS, "access_token_secret": ""})
    assert not any(secret in str(caught.value) for secret in SECRETS)


@pytest.mark.parametrize("address", ["api.x.com", "ftp://api.x.com", "https://", "https://name:word@api.x.com", ""])
def test_an_address_that_cannot_be_x_stops_at_once(address: str) -> None:
    with pytest.raises(Misconfigured, match="GATEPOST_X_API_URL"):
        X(KEYS, address)


def test_following_is_not_offered_and_asks_x_nothing(server: XServer, account: X) -> None:
    server.asked.clear()
    with pytest.raises(Unsupported, match="signed in to X"):
        account.follow("77")
    assert account.is_hidden("1", None) is None
    assert server.asked == []

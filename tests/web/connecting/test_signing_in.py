"""Connecting an account by signing in at its network, through the pages (controls C02, C13)."""

import re
from datetime import timedelta

import pytest
import structlog
from sqlmodel import col, select

from bot.accounts.connecting_models import NetworkApp, SigningIn, SignInState
from bot.accounts.models import AccountState
from bot.audit.models import Entry
from bot.clock import now
from bot.people.models import Person, RoleHolding, Standing
from bot.people.permissions import Role
from tests.platforms.signing_in_server import CLIENT, SECRET
from tests.scene import Scene
from tests.web.connecting.conftest import Desk

LONG = "x" * 3_000
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what the database has no part in


def everything(scene: Scene) -> str:
    """All rows a connection writes, as text."""
    with scene.session() as session:
        tables = (Entry, SigningIn, NetworkApp)
        return str([row.model_dump() for table in tables for row in session.exec(select(table))])


@pytest.mark.parametrize(
    ("database_url", "platform"),
    [("sqlite", "x"), ("postgres", "x"), *(("sqlite", each) for each in ("youtube", "facebook", "instagram", "mastodon"))],
    indirect=["database_url"],
)
def test_C13_an_account_is_connected_by_signing_in(desk: Desk, platform: str) -> None:
    desk.on(platform)
    admin = desk.browser()
    guide = admin.get(desk.page).text
    assert "to read or send private messages" in guide
    assert ("http://testserver/accounts/connect/back" in guide) == (platform != "mastodon")
    with structlog.testing.capture_logs() as lines:
        came_back = desk.back(admin, desk.go(admin))
        answer = admin.get(came_back)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"/accounts/{desk.scene.account_id}"
    account = desk.account()
    assert (account.state, account.reauthorise, account.remote_id) == (AccountState.CONNECTED, False, str(desk.remote_id))
    kept = desk.scene.vault.unlock(account.credential or "")
    assert kept["access_token"]
    said = everything(desk.scene) + str(lines) + admin.get(f"/accounts/{desk.scene.account_id}").text
    code = re.findall(r"code=([^&]+)", came_back)[0]
    for secret in (code, kept["access_token"], kept.get("refresh_token") or code, SECRET):
        assert secret not in said
    assert (desk.access().ends_at is not None) == (platform == "instagram")


@pytest.mark.parametrize(("database_url", "platform"), [("sqlite", "facebook"), ("postgres", "x")], indirect=["database_url"])
def test_C13_a_missing_right_is_named_with_what_fails_and_a_person_decides(desk: Desk, platform: str) -> None:
    desk.on(platform)
    right, words = {
        "x": ("tweet.moderate.write", "Every hide would become a task"),
        "facebook": ("pages_read_user_content", "moderation would be blind"),
    }[platform]
    desk.server.world.withheld = {right}
    admin = desk.browser()
    answer = admin.get(desk.back(admin, desk.go(admin)))
    assert answer.headers["location"] == f"{desk.page}/decide"
    shown = admin.get(f"{desk.page}/decide").text
    assert right in shown
    assert words in shown
    assert desk.account().state is AccountState.APPROVED
    assert desk.browser("slt").get(f"{desk.page}/decide").status_code == 403
    assert admin.post(f"{desk.page}/decide").status_code == 303
    assert desk.account().state is AccountState.CONNECTED
    assert desk.access().missing == [right]
    assert words in admin.get(f"/accounts/{desk.scene.account_id}").text
    again = admin.post(f"{desk.page}/decide")
    assert again.status_code == 403
    assert "nothing to decide here any more" in again.text
    assert desk.scene.entries("account:connect", "done")[-1].detail["lacks"] == [right]


@on_sqlite
@pytest.mark.parametrize(
    ("platform", "right", "words"),
    [
        ("instagram", "instagram_business_manage_messages", "could read or send private messages"),
        ("x", "dm.write", "could read or send private messages"),
        ("x", "like.write", "may do more than Gatepost needs"),
    ],
)
def test_C13_more_rights_than_needed_are_refused(desk: Desk, platform: str, right: str, words: str) -> None:
    desk.on(platform)
    desk.server.world.added = {right}
    admin = desk.browser()
    answer = admin.get(desk.back(admin, desk.go(admin)))
    assert answer.status_code == 403
    assert words in answer.text
    assert right in answer.text
    assert desk.account().state is AccountState.APPROVED
    assert desk.scene.entries("account:connect", "refused")[-1].detail["rule"] == "least-rights"


@on_sqlite
def test_C02_another_account_than_the_registered_one_is_refused(desk: Desk) -> None:
    desk.remote_id = desk.scene.follows_outside("SomebodyElse")
    admin = desk.browser()
    answer = admin.get(desk.back(admin, desk.go(admin)))
    assert answer.status_code == 403
    assert "These details open another account (@SomebodyElse)" in answer.text


class TestComingBack:
    def test_the_same_address_works_once(self, desk: Desk) -> None:
        admin = desk.browser()
        address = desk.back(admin, desk.go(admin))
        assert admin.get(address).status_code == 303
        again = admin.get(address)
        assert again.status_code == 403
        assert "was used already" in again.text
        assert desk.account().state is AccountState.CONNECTED

    def test_somebody_else_is_refused_and_the_one_who_began_may_still_finish(self, desk: Desk) -> None:
        admin = desk.browser()
        with desk.scene.session() as session:
            second = Person(name="Second administrator", email="second@academy-a.example.sch.uk", staff_id="STAFF-99")
            session.add(second)
            session.commit()
            desk.scene.people["second"] = second.id or 0

            session.add(RoleHolding(person_id=second.id or 0, role=Role.ADMIN, academy_id=desk.scene.academy_id, standing=Standing.ACTIVE))
            session.commit()
        address = desk.back(admin, desk.go(admin))
        other = desk.browser("second").get(address)
        assert other.status_code == 403
        assert "Somebody else began this sign-in" in other.text
        assert admin.get(address).status_code == 303

    def test_too_late(self, desk: Desk) -> None:
        admin = desk.browser()
        address = desk.back(admin, desk.go(admin))
        with desk.scene.session() as session:
            row = session.exec(select(SigningIn).order_by(col(SigningIn.id).desc())).first()
            assert row is not None
            row.ends_at = now() - timedelta(seconds=1)
            session.add(row)
            session.commit()
        answer = admin.get(address)
        assert answer.status_code == 403
        assert "longer than 15 minutes" in answer.text
        assert desk.server.world.asked == []

    @on_sqlite
    def test_the_person_says_no(self, desk: Desk) -> None:
        admin, desk.server.world.refuses = desk.browser(), "access_denied"
        answer = admin.get(desk.back(admin, desk.go(admin)))
        assert answer.status_code == 403
        assert "somebody pressed Cancel or said no" in answer.text
        assert "The user said no" not in answer.text  # anybody can write an address

    @on_sqlite
    def test_signed_out_it_leads_to_the_sign_in_and_nothing_is_used_up(self, desk: Desk) -> None:
        admin = desk.browser()
        address = desk.back(admin, desk.go(admin))
        stranger = desk.browser()
        stranger.cookies.clear()
        assert stranger.get(address).headers["location"].startswith("/sign-in?next=")
        assert admin.get(address).status_code == 303

    def test_an_address_that_nobody_was_led_to(self, desk: Desk) -> None:
        admin = desk.browser()
        address = desk.back(admin, desk.go(admin))
        path, _, query = address.partition("?")
        state = dict(part.split("=") for part in query.split("&"))["state"]
        made = ("?code=abc", f"?code=abc&state={state[:-1]}-", f"?code=abc&state={LONG}", "", "?state=%00&code=%00", f"?state={state}")
        for each in made:
            answer = admin.get(path + each)
            assert answer.status_code == 403
            assert "nothing was connected" in answer.text
        assert desk.account().state is AccountState.APPROVED

    @on_sqlite
    @pytest.mark.parametrize("fault", ["lost", "words"])
    def test_a_network_that_fails_is_a_sentence_and_beginning_again_works(self, desk: Desk, fault: str) -> None:
        admin = desk.browser()
        address = desk.back(admin, desk.go(admin))
        desk.server.world.fault = fault
        answer = admin.get(address)
        assert answer.status_code == 403
        assert "Open the account and press Connect to begin again." in answer.text
        assert SECRET not in answer.text
        assert desk.scene.entries("account:connect", "refused")[-1].detail["rule"] == "sign-in"
        assert admin.get(desk.back(admin, desk.go(admin))).status_code == 303


@on_sqlite
class TestTyping:
    def test_an_app_that_is_none_is_said_beside_its_field(self, desk: Desk) -> None:
        admin = desk.browser()
        for client_id, secret, field in (
            ("", SECRET, "client_id"),
            ("two words", SECRET, "client_id"),
            (CLIENT, "é", "client_secret"),
            (LONG, SECRET, "client_id"),
            (CLIENT, CLIENT, "client_secret"),
            ("\0", "\n", "client_id"),
        ):
            answer = admin.post(f"{desk.page}/app", data={"client_id": client_id, "client_secret": secret})
            assert answer.status_code == 422
            assert f'href="#{field}"' in answer.text
            assert SECRET not in answer.text
        with desk.scene.session() as session:
            assert session.exec(select(NetworkApp)).all() == []

    def test_a_server_that_is_none_is_kept_as_typed(self, desk: Desk) -> None:
        desk.on("mastodon")
        admin = desk.browser()
        for server in ("", "two words", "http://social.example", "https://u:p@social.example", "javascript:alert(1)", "https://x/y"):
            answer = admin.post(f"{desk.page}/sign-in", data={"server": server})
            assert answer.status_code == 422
            assert 'href="#server"' in answer.text
            assert not server or f'value="{server}"' in answer.text

    def test_without_the_app_nobody_is_sent_anywhere(self, desk: Desk) -> None:
        answer = desk.browser().post(f"{desk.page}/sign-in")
        assert answer.status_code == 422
        assert "First enter the trust&#39;s app" in answer.text

    def test_the_app_is_locked_and_a_mastodon_server_gives_one_once(self, desk: Desk) -> None:
        admin = desk.browser()
        desk.go(admin)
        desk.on("mastodon")
        desk.go(admin)
        desk.go(admin)
        assert desk.server.world.registered == 1
        with desk.scene.session() as session:
            rows = session.exec(select(NetworkApp).order_by(col(NetworkApp.id))).all()
            assert [row.platform for row in rows] == ["x", "mastodon"]
            assert all(SECRET not in row.model_dump_json() for row in rows)
            assert desk.scene.vault.unlock(rows[0].locked)["client_secret"] == SECRET

    def test_nothing_secret_stays_in_a_sign_in_that_is_over(self, desk: Desk) -> None:
        admin = desk.browser()
        admin.get(desk.back(admin, desk.go(admin)))
        with desk.scene.session() as session:
            row = session.exec(select(SigningIn)).one()
        assert (row.stage, row.locked) == (SignInState.OVER, "")


@on_sqlite
def test_only_an_administrator_connects(desk: Desk) -> None:
    client = desk.browser("slt")
    for method, path in (("GET", ""), ("GET", "/keys"), ("POST", ""), ("POST", "/app"), ("POST", "/sign-in"), ("POST", "/decide")):
        assert client.request(method, desk.page + path).status_code == 403
    assert client.get("/accounts/connect/back?state=x&code=y").status_code == 403


@on_sqlite
def test_C13_whoever_approved_an_account_does_not_connect_it(desk: Desk) -> None:
    with desk.scene.session() as session:
        account = desk.account()
        account.decided_by = desk.scene.people["admin"]
        session.add(account)
        session.commit()
    admin = desk.browser()
    answer = admin.post(f"{desk.page}/sign-in")
    assert answer.status_code == 403
    assert "You approved this account, so somebody else connects it." in answer.text

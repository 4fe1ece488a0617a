"""Academy A's account as if it were on a network with a sign-in, an authorization server, and an administrator's browser.

What answers behind the access is the practice network, which is all that is played: it says the rights the server gave.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from bot.accounts.connecting_life import access_of
from bot.accounts.connecting_models import Access
from bot.accounts.models import Account, AccountState
from bot.people.models import SignedIn
from bot.platforms import registry
from bot.platforms.base import AccessLost
from bot.platforms.offers import Rights
from bot.platforms.practice import Practice
from bot.platforms.registry import Doors, Keep, Means
from bot.platforms.signing_in_networks import granted
from bot.secrets import fingerprint, new_token
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.security import cookie_name
from tests.platforms.signing_in_server import CLIENT, SECRET, SigningInServer
from tests.played_web import PlayedWeb
from tests.scene import Scene
from tests.web.conftest import OURS

BACK = "http://testserver/accounts/connect/back"


class Opened(Practice):
    """The practice account, opened with an access that some network gave."""

    def __init__(self, desk: "Desk", given: Mapping[str, str]) -> None:
        super().__init__(desk.scene.engine, str(desk.remote_id))
        self.desk, self.given = desk, given

    def rights(self) -> Rights:
        if self.desk.revoked:
            raise AccessLost("The network no longer accepts the account's access.")
        if self.desk.rights is not None:
            return self.desk.rights
        return granted(self.desk.platform, self.given.get("scope", "")) or Rights(("everything",))


@dataclass
class Desk:
    """`go` presses through the wizard up to the network; `back` opens the address the network leads to."""

    scene: Scene
    server: SigningInServer
    settings: Settings
    remote_id: int
    platform: str = "x"
    rights: Rights | None = None
    revoked: bool = False

    def __post_init__(self) -> None:
        self.app = create_app(self.settings, self.scene.engine)
        self.scene.means = Means(Doors(self.settings, self.scene.engine, PlayedWeb()), self.scene.vault, 60)

    @property
    def page(self) -> str:
        return f"/accounts/{self.scene.account_id}/connect"

    def browser(self, who: str = "admin") -> TestClient:
        token = new_token()
        with self.scene.session() as session:
            session.add(SignedIn(token_hash=fingerprint(token), person_id=self.scene.people[who]))
            session.commit()
        client = TestClient(self.app, base_url="http://testserver", headers=OURS, follow_redirects=False)
        client.cookies.set(cookie_name(self.settings), token)
        return client

    def on(self, platform: str, *, state: AccountState = AccountState.APPROVED) -> None:
        self.platform = platform
        with self.scene.session() as session:
            account = session.get_one(Account, self.scene.account_id)
            account.platform, account.state = platform, state
            session.add(account)
            session.commit()

    def account(self) -> Account:
        with self.scene.session() as session:
            return session.get_one(Account, self.scene.account_id)

    def access(self) -> Access:

        with self.scene.session() as session:
            row = access_of(session, self.scene.account_id)
        assert row is not None
        return row

    def go(self, admin: TestClient) -> str:
        """Enter the app where one is needed, press the button, and give the address of the link."""
        if self.platform != "mastodon":
            admin.post(f"{self.page}/app", data={"client_id": CLIENT, "client_secret": SECRET})
        answer = admin.post(f"{self.page}/sign-in", data={"server": self.server.url})
        assert answer.status_code == 200, answer.text
        return link(answer.text, self.server.url)

    def back(self, admin: TestClient, address: str) -> str:
        """The path and query that the browser is led to."""
        parts = urlsplit(self.server.consent(address))
        return f"{parts.path}?{parts.query}"


def link(text: str, root: str) -> str:
    begins = text.index(f'href="{root}') + 6
    return text[begins : text.index('"', begins)].replace("&amp;", "&")


@pytest.fixture
def desk(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with SigningInServer() as server:
        server.world.redirects.add(BACK)
        server.world.pages = [
            {
                "id": str(scene.remote_id),
                "name": "Academy",
                "username": "AcademyA",
                "access_token": "page-token",
                "tasks": ["MANAGE", "CREATE_CONTENT", "MODERATE"],
            }
        ]
        settings = scene.settings.model_copy(update={"public_url": "http://testserver", "sign_in_url": server.url})
        made = Desk(scene, server, settings, scene.remote_id)

        def opener(_doors: Doors, given: Mapping[str, str], _keep: Keep | None) -> Opened:
            return Opened(made, given)

        for platform in ("x", "youtube", "facebook", "instagram", "threads", "mastodon", "bluesky"):
            monkeypatch.setitem(registry.OPENERS, platform, opener)
        made.on("x")
        yield made

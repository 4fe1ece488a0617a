"""The trust's own app at each network: entered once by an administrator, locked away, used by every academy (control C13)."""

import re
from collections.abc import Mapping

from sqlmodel import Session, select

from bot.accounts.connecting_models import NetworkApp
from bot.accounts.keeping import account
from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.clock import now
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, actor, require, require_everywhere
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.signing_in_networks import NETWORKS, needs_app
from bot.secrets import Vault

PRINTABLE = re.compile(r"[\x21-\x7e]{1,400}")
NOT_ONE = "Copy it from the network's page for developers: letters and digits in one piece, without spaces."


def app_row(session: Session, platform: str, server: str = "") -> NetworkApp | None:
    return session.exec(select(NetworkApp).where(NetworkApp.platform == platform, NetworkApp.server == server)).first()


def keep(session: Session, me: Person, account_id: int, client_id: str, client_secret: str, vault: Vault) -> NetworkApp:
    """Enter the app, or another in its place. Accounts that are connected keep the one they were connected with."""
    account_row = account(session, account_id)
    platform = account_row.platform
    before = app_row(session, platform)
    with recorded(
        session, actor(me), Act.NETWORK_APP, f"network:{platform}", academy_id=account_row.academy_id, platform=platform, replaced=before is not None
    ) as note:
        require(session, me, Verb.CONNECT_ACCOUNT, Place(account_row.academy_id))
        if before is not None:  # it is the whole trust's
            require_everywhere(session, me, Verb.CONNECT_ACCOUNT)
        if not needs_app(platform):
            raise Refusal("This network needs no app of the trust's own.", rule="network-app", next_step="Go on without one.")
        client_id, client_secret = client_id.strip(), client_secret.strip()
        wrong = {}
        if not PRINTABLE.fullmatch(client_id):
            wrong["client_id"] = "Enter the app's id. " + NOT_ONE
        if not PRINTABLE.fullmatch(client_secret) and (client_secret or NETWORKS[platform].secret_needed):
            wrong["client_secret"] = "Enter the app's secret. " + NOT_ONE
        if not wrong and client_id == client_secret:
            wrong = {"client_secret": "The id and the secret are the same. Copy the secret, which the network shows once."}
        if wrong:
            raise BadInput(wrong)
        note.detail["client_id"] = client_id
        return write(session, platform, "", {"client_id": client_id, "client_secret": client_secret}, vault, me)


def write(session: Session, platform: str, server: str, app: Mapping[str, str], vault: Vault, me: Person) -> NetworkApp:
    """Commits nothing. `app`: its id, its secret, and what else has to be known to use it."""
    row = app_row(session, platform, server) or NetworkApp(platform=platform, server=server, client_id="", locked="")
    row.client_id, row.locked, row.set_by, row.set_at = app["client_id"], vault.lock(app), me.id, now()
    session.add(row)
    session.flush()
    return row

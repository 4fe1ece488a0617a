"""Signing in at a network for an account: there, back once, by the same person, within a quarter of an hour (control C13)."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.accounts import connecting_apps as apps
from bot.accounts.connecting import Found, examine, must_may, settle, too_much, wrong_account
from bot.accounts.connecting_models import OPEN_FOR, NetworkApp, SigningIn, SignInState
from bot.accounts.costs import Ledger
from bot.accounts.keeping import account
from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import append, recorded
from bot.clock import now
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import actor
from bot.people.models import Person
from bot.platforms.base import AccessLost, Trouble
from bot.platforms.registry import Doors
from bot.platforms.signing_in_networks import WITH_SERVER, offered
from bot.secrets import Vault, fingerprint, new_token

FORGOTTEN_AFTER = timedelta(days=7)
BEGIN_AGAIN = "Open the account and press Connect to begin again."


def begin(session: Session, me: Person, account_id: int, doors: Doors, vault: Vault, server: str = "") -> str:
    """Where the administrator goes. Writes down that they went; what has to come back with them is locked in the row."""
    from bot.platforms.signing_in import App, new_verifier  # loads the library, for the few who connect  # noqa: PLC0415

    row = account(session, account_id)
    must_may(session, me, row)
    platform = row.platform
    if not offered(platform):
        raise Refusal("Accounts on this network are connected by typing their details.", rule="sign-in", next_step=BEGIN_AGAIN)
    if platform == WITH_SERVER and not server.strip():
        raise BadInput({"server": "Enter the address of the server the account is on, like https://social.example."})
    kept = apps.app_row(session, platform)
    if platform != WITH_SERVER and kept is None:
        raise BadInput({"client_id": "First enter the trust's app at this network: its id and its secret."})
    session.commit()
    try:
        way = doors.sign_in(platform, server)
        if platform == WITH_SERVER:
            kept = _registered(session, me, way.server, doors, vault)
        state, verifier = new_token(), new_verifier() if way.takes_proof() else ""
    except Trouble as trouble:
        raise BadInput({"server" if platform == WITH_SERVER else "client_id": f"{trouble} Nothing was saved."}) from None
    if kept is None:
        raise NotFound("The app of this network is not here.")
    app = vault.unlock(kept.locked)
    with recorded(
        session, actor(me), Act.SIGN_IN_BEGUN, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id, server=way.server
    ):
        _tidy(session, account_id)
        locked = vault.lock({"verifier": verifier, "server": way.server, **app})
        session.add(SigningIn(account_id=account_id, person_id=me.id or 0, state_hash=fingerprint(state), locked=locked))
    return way.place(App(app["client_id"], app["client_secret"]), state, verifier)


def back(session: Session, me: Person, answer: Mapping[str, str], doors: Doors, vault: Vault) -> tuple[Account, SigningIn | None]:
    """They are back from the network. Connected, or, where rights are missing, a row that waits for a decision.

    Raises Refusal with what to do next for everything else: a second time, too late, another person, another account, a no.
    """
    row, locked = _take(session, me, answer.get("state", ""))
    target = account(session, row.account_id)
    session.commit()
    try:
        found = _brought(target, vault.unlock(locked), answer, doors)
    except AccessLost:
        sentence = "The network does not accept the access that it has just given."
    except (Trouble, Refusal) as problem:
        sentence = str(problem)
    else:
        return finish(session, me, row.account_id, found, vault, row_id=row.id)
    with recorded(
        session, actor(me), Act.ACCOUNT_CONNECTED, f"account:{target.id}", academy_id=target.academy_id, account_id=target.id
    ):  # a network's no is on record too
        raise Refusal(sentence, rule="sign-in", next_step=BEGIN_AGAIN)


def begun_for(session: Session, me: Person, state: str) -> int | None:
    """The account this person began a sign-in for, to lead them back to it; None for anything else."""
    query = select(SigningIn.account_id).where(SigningIn.state_hash == fingerprint(state), SigningIn.person_id == me.id)
    return session.exec(query).first()


def _brought(target: Account, secret: Mapping[str, str], answer: Mapping[str, str], doors: Doors) -> Found:
    """From what came back in the address to what it opens. Raises the network's troubles, or Refusal."""
    from bot.platforms.signing_in import App, turned_back  # noqa: PLC0415
    from bot.platforms.signing_in_pages import credentials  # noqa: PLC0415

    way = doors.sign_in(target.platform, secret["server"])
    label = way.network.label
    if answer.get("error"):
        raise Refusal(turned_back(answer["error"], label), rule="sign-in")
    if not answer.get("code"):
        raise Refusal(f"{label} sent you back without a code, so nothing was connected.", rule="sign-in")
    app = App(secret["client_id"], secret["client_secret"])
    granted = way.exchange(app, answer["code"], secret["verifier"])
    brought = credentials(way, app, granted, handle=target.handle, remote_id=target.remote_id)
    return examine(target.platform, brought, doors, Ledger(doors.engine, target.id or 0, target.platform))


def finish(session: Session, me: Person, account_id: int, found: Found, vault: Vault, row_id: int | None = None) -> tuple[Account, SigningIn | None]:
    """Connect at once where nothing is missing; otherwise keep the credential locked until a person has said yes or no."""
    row = account(session, account_id)
    if not found.lacks or wrong_account(row, found.profile) or too_much(found.rights):
        return settle(session, me, account_id, found, vault), None
    lacks = list(found.lacks)
    with recorded(session, actor(me), Act.SIGN_IN_BACK, f"account:{account_id}", academy_id=row.academy_id, account_id=account_id, lacks=lacks):
        waiting = session.get(SigningIn, row_id) if row_id else None
        waiting = waiting or SigningIn(account_id=account_id, person_id=me.id or 0, state_hash=fingerprint(new_token()))
        waiting.stage, waiting.locked, waiting.lacks = SignInState.FOUND, vault.lock(found.kept), lacks
        waiting.ends_at = now() + OPEN_FOR
        session.add(waiting)
        session.flush()
    return row, waiting


def waiting_for(session: Session, me: Person, account_id: int) -> SigningIn | None:
    """The connection that waits for this person's decision, while it is still good."""
    query = select(SigningIn).where(
        SigningIn.account_id == account_id, SigningIn.person_id == me.id, SigningIn.stage == SignInState.FOUND, col(SigningIn.ends_at) > now()
    )
    return session.exec(query.order_by(col(SigningIn.id).desc())).first()


def accept(session: Session, me: Person, account_id: int, doors: Doors, vault: Vault) -> Account:
    """Connect although some rights are missing; each is on record with whoever said so."""
    row = waiting_for(session, me, account_id)
    if row is None:
        raise Refusal("There is nothing to decide here any more.", rule="sign-in", next_step=BEGIN_AGAIN)
    locked = _over(session, row.id or 0, SignInState.FOUND)
    target = account(session, account_id)
    session.commit()
    if locked is None:
        raise Refusal("This was decided already.", rule="sign-in", next_step="Look at the account.")
    try:
        found = examine(target.platform, vault.unlock(locked), doors, Ledger(doors.engine, account_id, target.platform))
    except Trouble as trouble:
        raise Refusal(f"The network could not be asked: {trouble}", rule="sign-in", next_step=BEGIN_AGAIN) from None
    return settle(session, me, account_id, found, vault)


def _take(session: Session, me: Person, state: str) -> tuple[SigningIn, str]:
    """The row this state belongs to, used up in the same moment: a second time finds nothing. Commits."""
    row = session.exec(select(SigningIn).where(SigningIn.state_hash == fingerprint(state))).first() if state else None
    if row is None:
        raise Refusal("This sign-in was not begun here, so nothing was connected.", rule="sign-in", next_step=BEGIN_AGAIN)
    with recorded(session, actor(me), Act.SIGN_IN_BACK, f"account:{row.account_id}", account_id=row.account_id) as note:
        note.academy_id = account(session, row.account_id).academy_id
        if row.person_id != me.id:  # not used up: whoever began it may still finish
            raise Refusal("Somebody else began this sign-in. Nothing was connected.", rule="sign-in", next_step=BEGIN_AGAIN)
        if row.stage is not SignInState.ASKED:
            raise Refusal("This sign-in was used already.", rule="sign-in", next_step="Look at the account: it may be connected by now.")
        if row.ends_at <= now():
            raise Refusal("This sign-in took longer than 15 minutes, so nothing was connected.", rule="sign-in", next_step=BEGIN_AGAIN)
        locked = _over(session, row.id or 0, SignInState.ASKED)
        if locked is None:
            raise Refusal("This sign-in was used already.", rule="sign-in", next_step="Look at the account: it may be connected by now.")
    return row, locked


def _over(session: Session, key: int, stage: SignInState) -> str | None:
    """What was locked in the row, for the one who ends it first; the row forgets it. Commits nothing."""
    locked = session.exec(select(SigningIn.locked).where(SigningIn.id == key)).first() or ""
    taken = session.execute(
        sa.update(SigningIn)
        .where(col(SigningIn.id) == key, col(SigningIn.stage) == stage)
        .values(stage=SignInState.OVER, locked="")
        .returning(col(SigningIn.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.expire_all()
    return locked if taken is not None else None


def _registered(session: Session, me: Person, server: str, doors: Doors, vault: Vault) -> NetworkApp:
    """Mastodon: the app on this server, asked for the first time an account of it is connected."""
    row = apps.app_row(session, WITH_SERVER, server)
    session.commit()
    way = doors.sign_in(WITH_SERVER, server)
    if row is not None and vault.unlock(row.locked).get("redirect") == way.redirect:
        return row
    app = way.register()
    append(session, actor(me), Act.NETWORK_APP, f"network:{WITH_SERVER}", platform=WITH_SERVER, server=server)
    there = apps.write(
        session, WITH_SERVER, server, {"client_id": app.client_id, "client_secret": app.client_secret, "redirect": way.redirect}, vault, me
    )
    session.commit()
    return there


def _tidy(session: Session, account_id: int) -> None:
    """Older sign-ins for this account are over, and long past ones are forgotten. Commits nothing."""
    session.execute(
        sa.update(SigningIn)
        .where(col(SigningIn.account_id) == account_id, col(SigningIn.stage) != SignInState.OVER, col(SigningIn.ends_at) <= now())
        .values(stage=SignInState.OVER, locked="")
    )
    session.execute(sa.delete(SigningIn).where(col(SigningIn.began_at) < now() - FORGOTTEN_AFTER))

"""What connecting an account leaves behind: the trust's apps at the networks, sign-ins under way, and how long a connection lasts (C13)."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.db import stored
from bot.work import Work

OPEN_FOR = timedelta(minutes=15)  # between going to a network and being connected


class NetworkApp(SQLModel, table=True):
    """The trust's own app at a network; at Mastodon one for each server, which Gatepost asks for by itself."""

    __tablename__ = "network_app"

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    server: str = ""
    client_id: str  # no secret: the network shows it to everybody who signs in
    locked: str  # id and secret, by the vault
    set_by: int | None = Field(default=None, foreign_key="person.id")
    set_at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("platform", "server"),)


class SignInState(StrEnum):
    ASKED = "asked"  # somebody went to the network and has not come back
    FOUND = "found"  # a credential is here, and a person decides about the rights it lacks
    OVER = "over"  # used, refused or too late: nothing secret is in the row any more


class SigningIn(SQLModel, table=True):
    """One sign-in of one person for one account, usable once. Its state goes through the network; here is only its fingerprint."""

    __tablename__ = "signing_in"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    state_hash: str = Field(unique=True)
    stage: SignInState = Field(default=SignInState.ASKED, sa_type=stored(SignInState), index=True)
    locked: str = ""  # the verifier and the server, later the credential, by the vault
    lacks: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    began_at: datetime = Field(default_factory=now)
    ends_at: datetime = Field(default_factory=lambda: now() + OPEN_FOR)


class AccessWork(StrEnum):
    WAITING = "waiting"
    ASKING = "asking"


class Access(Work, table=True):
    """How an account's connection stands: how old it is, when it ends, and what it may do. The credential itself is in the account."""

    __tablename__ = "account_access"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", unique=True)
    state: AccessWork = Field(default=AccessWork.WAITING, sa_type=stored(AccessWork))
    connected_at: datetime = Field(default_factory=now)  # by a person
    made_at: datetime = Field(default_factory=now)  # the token that is used now
    ends_at: datetime | None = None  # of the connection as a whole; None: it does not end by itself
    asked_at: datetime | None = None  # when the network last said what it may do
    held: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    missing: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    excess: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    warned_days: int | None = None  # the last of the warnings that was given
    lost_at: datetime | None = None  # since when people were told that the network lets nobody in

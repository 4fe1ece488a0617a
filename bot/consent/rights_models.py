"""What is known of one picture's rights: where it is from, who permitted it, until when, and what the Headteacher ruled (C11)."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now
from bot.consent.rights_words import Origin
from bot.db import stored


class Ruling(StrEnum):
    NONE = "not ruled"
    PERMITTED = "permitted"
    REFUSED = "refused"


class RightsState(StrEnum):
    """Worked out from the rows whenever it is asked for, so it cannot fall out of step with them."""

    DECLARED = "declared"
    PERMITTED = "permitted"
    DOUBT = "in doubt"
    RULED = "ruled"


class Standing(StrEnum):
    """Of one permission, on a day."""

    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Asset(SQLModel, table=True):
    """One picture of one academy by its hash; with `brand`, one of the locked library (a logo, a crest)."""

    __tablename__ = "rights_asset"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    sha256: str = Field(index=True)
    name: str
    origin: Origin = Field(sa_type=stored(Origin))
    owner: str = ""
    source: str = ""  # where it was found: an address, a book
    look: str = ""  # 16 hexadecimal characters that change little when the picture is made smaller; empty where it says nothing
    ruling: Ruling = Field(default=Ruling.NONE, sa_type=stored(Ruling))
    ruling_reason: str = ""
    ruled_by: int | None = Field(default=None, foreign_key="person.id")
    ruled_at: datetime | None = None
    declared_by: int = Field(foreign_key="person.id")
    declared_at: datetime = Field(default_factory=now)
    __table_args__ = (sa.UniqueConstraint("academy_id", "sha256"),)

    @property
    def brand(self) -> bool:
        return self.origin is Origin.BRAND


class Permission(SQLModel, table=True):
    """Somebody's word that a picture may be used, from the date on the letter, and never from earlier."""

    __tablename__ = "rights_permission"

    id: int | None = Field(default=None, primary_key=True)
    asset_id: int = Field(foreign_key="rights_asset.id", index=True)
    grantor: str  # a key of GRANTORS
    grantor_name: str
    reference: str = ""  # the licence, or where the paper is kept
    credit: str = ""  # the line the owner asks for
    letter_date: date
    expires: date | None = None
    first_attempt_at: datetime | None = None  # a post had been submitted with it before this was written down (S11.4)
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(default_factory=now)
    revoked_at: datetime | None = None
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_reason: str = ""

    def standing(self, day: date) -> Standing:
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.EXPIRED if self.expires is not None and self.expires < day else Standing.LIVE


class Letter(SQLModel, table=True):
    """The file of a permission: what the grantor wrote. Its hash is in the record of the act."""

    __tablename__ = "rights_letter"

    permission_id: int = Field(foreign_key="rights_permission.id", primary_key=True)
    filename: str
    mime: str
    sha256: str
    data: bytes = Field(sa_type=sa.LargeBinary)

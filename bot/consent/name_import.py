"""One import of the register of names: when, by whom, how many, what could not be used, and the keyed hashes themselves."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import now


class NameImport(SQLModel, table=True):
    """The newest row of an academy is its register; of older ones only the history is kept, their hashes are emptied.

    One row holds all hashes, so that a register is replaced as a whole or not at all.
    """

    __tablename__ = "name_import"

    id: int | None = Field(default=None, primary_key=True)
    academy_id: int = Field(foreign_key="academy.id", index=True)
    at: datetime = Field(default_factory=now)
    by: int = Field(foreign_key="person.id")
    people: int
    unused: int  # rows that could not be used, or only in part
    problems: list[list[int | str]] = Field(default_factory=list, sa_type=sa.JSON)  # [row, what is wrong]; never a name
    source_hash: str  # SHA-256 of the file, to know it again; the file itself is not kept
    key_mark: str  # which key the hashes were made with
    seal: str = ""  # over the hashes and the date: neither can be changed in the database unnoticed
    packed: bytes = Field(default=b"", sa_type=sa.LargeBinary)

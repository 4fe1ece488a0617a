"""What old rows of accounts now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column, renew_check

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    add_column(
        op,
        "account",
        sa.Column(
            "doubt",
            sa.Enum("none", "another handle", "another account", name="doubt", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        old_rows="none",
    )
    renew_check(
        op,
        "account",
        "state",
        "ck_account_accountstate",
        ["proposed", "returned", "refused", "approved", "connected", "suspended", "retired", "watched by hand"],
    )
    add_column(op, "stream", sa.Column("catching_up", sa.Boolean(), nullable=False), old_rows=False)


def downgrade() -> None:
    drop_column(op, "stream", "catching_up")
    renew_check(
        op, "account", "state", "ck_account_accountstate", ["proposed", "returned", "refused", "approved", "connected", "suspended", "retired"]
    )
    drop_column(op, "account", "doubt")

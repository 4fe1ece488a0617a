"""What old rows of platforms now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    add_column(op, "practice_account", sa.Column("link", sa.String(), nullable=False), old_rows="")
    add_column(op, "practice_account", sa.Column("avatar", sa.String(), nullable=False), old_rows="")
    add_column(op, "practice_account", sa.Column("private", sa.Boolean(), nullable=False), old_rows=False)
    add_column(op, "practice_account", sa.Column("approves_followers", sa.Boolean(), nullable=False), old_rows=False)
    add_column(op, "practice_account", sa.Column("messages", sa.String(), nullable=False), old_rows="everyone")
    add_column(op, "practice_account", sa.Column("comments", sa.String(), nullable=False), old_rows="everyone")
    add_column(op, "practice_account", sa.Column("admins", sa.String(), nullable=False), old_rows="")
    add_column(op, "practice_post", sa.Column("removed", sa.Boolean(), nullable=False), old_rows=False)
    add_column(op, "practice_post", sa.Column("reported", sa.String(), nullable=False), old_rows="")


def downgrade() -> None:
    drop_column(op, "practice_post", "reported")
    drop_column(op, "practice_post", "removed")
    drop_column(op, "practice_account", "admins")
    drop_column(op, "practice_account", "comments")
    drop_column(op, "practice_account", "messages")
    drop_column(op, "practice_account", "approves_followers")
    drop_column(op, "practice_account", "private")
    drop_column(op, "practice_account", "avatar")
    drop_column(op, "practice_account", "link")

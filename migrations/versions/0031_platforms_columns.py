"""What old rows of platforms now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    add_column(op, "practice_post", sa.Column("reply_setting", sa.String(), nullable=False), old_rows="everyone")


def downgrade() -> None:
    drop_column(op, "practice_post", "reply_setting")

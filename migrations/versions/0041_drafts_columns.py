"""What old rows of drafts now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column, renew_check

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    add_column(op, "draft", sa.Column("continues_id", sa.Integer(), nullable=True))
    add_column(op, "stray", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    add_column(op, "stray", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    renew_check(op, "stray", "kind", "ck_stray_straykind", ["unknown", "edited", "gone", "backlog"])


def downgrade() -> None:
    renew_check(op, "stray", "kind", "ck_stray_straykind", ["unknown", "edited", "gone"])
    drop_column(op, "stray", "gone_at")
    drop_column(op, "stray", "ends_at")
    drop_column(op, "draft", "continues_id")

"""What old rows of moderation now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    add_column(op, "reply", sa.Column("parent_text", sa.String(), nullable=False), old_rows="")
    add_column(op, "reply", sa.Column("voice", sa.String(), nullable=False), old_rows="")
    add_column(op, "reply", sa.Column("repeats", sa.Integer(), nullable=False), old_rows=0)
    add_column(op, "reply", sa.Column("clock_note", sa.String(), nullable=False), old_rows="")
    add_column(op, "reply", sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True))
    add_column(op, "reply", sa.Column("pile_on_id", sa.Integer(), nullable=True))
    add_column(op, "reply", sa.Column("raw", sa.JSON(), nullable=False), old_rows="{}")
    op.create_index(op.f("ix_reply_pile_on_id"), "reply", ["pile_on_id"])
    op.create_index(op.f("ix_reply_tell_at"), "reply", ["tell_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reply_tell_at"), "reply")
    op.drop_index(op.f("ix_reply_pile_on_id"), "reply")
    drop_column(op, "reply", "raw")
    drop_column(op, "reply", "pile_on_id")
    drop_column(op, "reply", "tell_at")
    drop_column(op, "reply", "clock_note")
    drop_column(op, "reply", "repeats")
    drop_column(op, "reply", "voice")
    drop_column(op, "reply", "parent_text")

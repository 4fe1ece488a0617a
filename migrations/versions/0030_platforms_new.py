"""The practice network."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "practice_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["practice_account.id"], name=op.f("fk_practice_block_account_id")),
        sa.ForeignKeyConstraint(["blocked_id"], ["practice_account.id"], name=op.f("fk_practice_block_blocked_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_block")),
        sa.UniqueConstraint("account_id", "blocked_id", name=op.f("uq_practice_block_account_id")),
    )
    op.create_index(op.f("ix_practice_block_account_id"), "practice_block", ["account_id"])
    op.create_table(
        "practice_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["practice_account.id"], name=op.f("fk_practice_message_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["practice_account.id"], name=op.f("fk_practice_message_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_message")),
    )
    op.create_index(op.f("ix_practice_message_from_id"), "practice_message", ["from_id"])
    op.create_index(op.f("ix_practice_message_to_id"), "practice_message", ["to_id"])


def downgrade() -> None:
    op.drop_table("practice_message")
    op.drop_table("practice_block")

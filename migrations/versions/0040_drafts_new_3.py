"""More of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "take_over_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("take_over_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_take_over_step_done_by")),
        sa.ForeignKeyConstraint(["take_over_id"], ["take_over.id"], name=op.f("fk_take_over_step_take_over_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_over_step")),
        sa.UniqueConstraint("take_over_id", "step", name=op.f("uq_take_over_step_take_over_id")),
    )
    op.create_index(op.f("ix_take_over_step_take_over_id"), "take_over_step", ["take_over_id"])
    op.create_table(
        "backlog_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("backlog_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column(
            "choice", sa.Enum("open", "keep", "remove", name="backlogchoice", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("stray_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["backlog_id"], ["backlog.id"], name=op.f("fk_backlog_post_backlog_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_backlog_post_decided_by")),
        sa.ForeignKeyConstraint(["stray_id"], ["stray.id"], name=op.f("fk_backlog_post_stray_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlog_post")),
        sa.UniqueConstraint("backlog_id", "remote_id", name=op.f("uq_backlog_post_backlog_id")),
    )
    op.create_index(op.f("ix_backlog_post_backlog_id"), "backlog_post", ["backlog_id"])
    op.create_index(op.f("ix_backlog_post_choice"), "backlog_post", ["choice"])


def downgrade() -> None:
    op.drop_table("backlog_post")
    op.drop_table("take_over_step")

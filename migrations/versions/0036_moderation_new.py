"""Deciding about comments: appeals, holds, pile-ons and watching only."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "blind_lock",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unseen_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("finding the posts", "locked", "by hand", "over", name="blindlockstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_blind_lock_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_blind_lock_account_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_blind_lock_ended_by")),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_blind_lock_stream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_lock")),
        sa.UniqueConstraint("stream_id", "since", name=op.f("uq_blind_lock_stream_id")),
    )
    op.create_index(op.f("ix_blind_lock_academy_id"), "blind_lock", ["academy_id"])
    op.create_index(op.f("ix_blind_lock_account_id"), "blind_lock", ["account_id"])
    op.create_index(op.f("ix_blind_lock_not_before"), "blind_lock", ["not_before"])
    op.create_index(op.f("ix_blind_lock_state"), "blind_lock", ["state"])
    op.create_table(
        "reply_report",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sending", "sent", "unsure", "refused", name="reportstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reply_report_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_reply_report_asked_by")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_reply_report_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_report")),
        sa.UniqueConstraint("reply_id", name=op.f("uq_reply_report_reply_id")),
    )
    op.create_index(op.f("ix_reply_report_account_id"), "reply_report", ["account_id"])
    op.create_index(op.f("ix_reply_report_not_before"), "reply_report", ["not_before"])
    op.create_index(op.f("ix_reply_report_state"), "reply_report", ["state"])


def downgrade() -> None:
    op.drop_table("reply_report")
    op.drop_table("blind_lock")

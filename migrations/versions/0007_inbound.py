"""Replies, the allow-list and follows made outside."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "allowed",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("requested", "approved", "active", "refused", "removed", name="allowstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_allowed_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_allowed_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_allowed_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowed")),
    )
    op.create_index(op.f("ix_allowed_account_id"), "allowed", ["account_id"])
    op.create_index(op.f("ix_allowed_not_before"), "allowed", ["not_before"])
    op.create_index(op.f("ix_allowed_state"), "allowed", ["state"])
    op.create_table(
        "reply",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("root_id", sa.String(), nullable=True),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("author_handle", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("platform_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.Enum("keep", "ask", "hide", "alarm", name="word", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("visible", "hiding", "hidden", "showing", "cannot hide", name="visibility", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "review",
            sa.Enum("none", "waiting", "decided", "safeguarding", name="review", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_back", sa.Boolean(), nullable=True),
        sa.Column("machine_hid", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored", sa.Boolean(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reply_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_reply_decided_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_reply_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("account_id", "remote_id", name=op.f("uq_reply_account_id")),
    )
    op.create_index(op.f("ix_reply_account_id"), "reply", ["account_id"])
    op.create_index(op.f("ix_reply_decide_by"), "reply", ["decide_by"])
    op.create_index(op.f("ix_reply_not_before"), "reply", ["not_before"])
    op.create_index(op.f("ix_reply_review"), "reply", ["review"])
    op.create_index(op.f("ix_reply_seen_at"), "reply", ["seen_at"])
    op.create_index(op.f("ix_reply_state"), "reply", ["state"])
    op.create_table(
        "stray_follow",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "followed before Gatepost",
                "being undone",
                "to be undone by hand",
                "undone",
                "put on the list",
                name="strayfollowstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stray_follow_account_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_stray_follow_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_follow")),
    )
    op.create_index(op.f("ix_stray_follow_account_id"), "stray_follow", ["account_id"])
    op.create_index(op.f("ix_stray_follow_not_before"), "stray_follow", ["not_before"])
    op.create_index(op.f("ix_stray_follow_state"), "stray_follow", ["state"])


def downgrade() -> None:
    op.drop_table("stray_follow")
    op.drop_table("reply")
    op.drop_table("allowed")

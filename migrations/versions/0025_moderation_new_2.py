"""Deciding about comments: appeals, holds, pile-ons and watching only."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "private_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("sender_id", sa.String(), nullable=False),
        sa.Column("sender_handle", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "safeguarding",
                "abuse",
                "unsure",
                "criticism",
                "spam",
                "ordinary",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "safeguarding",
                "closed",
                "signposted",
                "block proposed",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("logged_by", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_private_message_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_private_message_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_private_message_decided_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_private_message_evidence_id")),
        sa.ForeignKeyConstraint(["logged_by"], ["person.id"], name=op.f("fk_private_message_logged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_message")),
        sa.UniqueConstraint("account_id", "remote_id", name=op.f("uq_private_message_account_id")),
    )
    op.create_index(op.f("ix_private_message_academy_id"), "private_message", ["academy_id"])
    op.create_index(op.f("ix_private_message_account_id"), "private_message", ["account_id"])
    op.create_index(op.f("ix_private_message_forget_at"), "private_message", ["forget_at"])
    op.create_index(op.f("ix_private_message_seen_at"), "private_message", ["seen_at"])
    op.create_index(op.f("ix_private_message_state"), "private_message", ["state"])
    op.create_table(
        "reply_lock",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.String(), nullable=False),
        sa.Column("live_key", sa.String(), nullable=True),
        sa.Column("pile_on_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("closing", "closed", "opening", "open again", "by hand", name="lockstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_reply_lock_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reply_lock_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_reply_lock_asked_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_reply_lock_ended_by")),
        sa.ForeignKeyConstraint(["pile_on_id"], ["pile_on.id"], name=op.f("fk_reply_lock_pile_on_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_lock")),
        sa.UniqueConstraint("live_key", name=op.f("uq_reply_lock_live_key")),
    )
    op.create_index(op.f("ix_reply_lock_academy_id"), "reply_lock", ["academy_id"])
    op.create_index(op.f("ix_reply_lock_account_id"), "reply_lock", ["account_id"])
    op.create_index(op.f("ix_reply_lock_not_before"), "reply_lock", ["not_before"])
    op.create_index(op.f("ix_reply_lock_pile_on_id"), "reply_lock", ["pile_on_id"])
    op.create_index(op.f("ix_reply_lock_state"), "reply_lock", ["state"])
    op.create_table(
        "comment_about",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_about", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_about_person_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_comment_about_reply_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_comment_about_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_about")),
    )
    op.create_index(op.f("ix_comment_about_reply_id"), "comment_about", ["reply_id"])
    op.create_table(
        "comment_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "letter", "telephone", "in_person", "public", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("complained_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "restored", "stands", name="appealstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_comment_appeal_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_appeal_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_comment_appeal_decided_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_comment_appeal_recorded_by")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_comment_appeal_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_appeal")),
    )
    op.create_index(op.f("ix_comment_appeal_academy_id"), "comment_appeal", ["academy_id"])
    op.create_index(op.f("ix_comment_appeal_account_id"), "comment_appeal", ["account_id"])
    op.create_index(op.f("ix_comment_appeal_reply_id"), "comment_appeal", ["reply_id"])
    op.create_index(op.f("ix_comment_appeal_state"), "comment_appeal", ["state"])


def downgrade() -> None:
    op.drop_table("comment_appeal")
    op.drop_table("comment_about")
    op.drop_table("reply_lock")
    op.drop_table("private_message")

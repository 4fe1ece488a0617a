"""Deciding about comments: appeals, holds, pile-ons and watching only."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "comment_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column(
            "was_state",
            sa.Enum("visible", "hiding", "hidden", "showing", "cannot hide", name="visibility", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "was_review",
            sa.Enum("none", "waiting", "decided", "safeguarding", name="review", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("was_decision", sa.String(), nullable=False),
        sa.Column("was_reason_code", sa.String(), nullable=False),
        sa.Column("was_decided_by", sa.Integer(), nullable=True),
        sa.Column("was_decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_restored", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_appeal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_decision_person_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_comment_decision_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_decision")),
    )
    op.create_index(op.f("ix_comment_decision_person_id"), "comment_decision", ["person_id"])
    op.create_index(op.f("ix_comment_decision_reply_id"), "comment_decision", ["reply_id"])
    op.create_table(
        "comment_exposure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_comment_exposure_academy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_exposure_person_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_comment_exposure_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_exposure")),
    )
    op.create_index(op.f("ix_comment_exposure_day"), "comment_exposure", ["day"])
    op.create_index(op.f("ix_comment_exposure_person_id"), "comment_exposure", ["person_id"])
    op.create_table(
        "comment_hold",
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_hold_person_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_comment_hold_reply_id")),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_comment_hold")),
    )
    op.create_index(op.f("ix_comment_hold_person_id"), "comment_hold", ["person_id"])
    op.create_table(
        "message_sent_outside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("to_handle", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("holder_ids", sa.JSON(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_message_sent_outside_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_sent_outside_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["safeguarding_case.id"], name=op.f("fk_message_sent_outside_case_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_message_sent_outside_evidence_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_message_sent_outside_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_sent_outside")),
        sa.UniqueConstraint("account_id", "remote_id", name=op.f("uq_message_sent_outside_account_id")),
    )
    op.create_index(op.f("ix_message_sent_outside_academy_id"), "message_sent_outside", ["academy_id"])
    op.create_index(op.f("ix_message_sent_outside_account_id"), "message_sent_outside", ["account_id"])
    op.create_table(
        "sender_block",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.String(), nullable=False),
        sa.Column("sender_handle", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "refused",
                "acting",
                "blocked",
                "by hand",
                "ended",
                name="blockstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_sender_block_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sender_block_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_sender_block_decided_by")),
        sa.ForeignKeyConstraint(["message_id"], ["private_message.id"], name=op.f("fk_sender_block_message_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_sender_block_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_block")),
    )
    op.create_index(op.f("ix_sender_block_academy_id"), "sender_block", ["academy_id"])
    op.create_index(op.f("ix_sender_block_account_id"), "sender_block", ["account_id"])
    op.create_index(op.f("ix_sender_block_message_id"), "sender_block", ["message_id"])
    op.create_index(op.f("ix_sender_block_not_before"), "sender_block", ["not_before"])
    op.create_index(op.f("ix_sender_block_state"), "sender_block", ["state"])
    op.create_table(
        "would_hide",
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_would_hide_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_would_hide_account_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_would_hide_reply_id")),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_would_hide")),
    )
    op.create_index(op.f("ix_would_hide_academy_id"), "would_hide", ["academy_id"])
    op.create_index(op.f("ix_would_hide_at"), "would_hide", ["at"])


def downgrade() -> None:
    op.drop_table("would_hide")
    op.drop_table("sender_block")
    op.drop_table("message_sent_outside")
    op.drop_table("comment_hold")
    op.drop_table("comment_exposure")
    op.drop_table("comment_decision")

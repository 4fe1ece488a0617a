"""Deciding about comments: appeals, holds, pile-ons and watching only."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
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
    op.drop_table("comment_hold")
    op.drop_table("comment_exposure")
    op.drop_table("comment_decision")
    op.drop_table("comment_appeal")

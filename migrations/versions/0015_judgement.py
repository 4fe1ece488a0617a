"""Advice, sources and the data protection officer's decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("go on", "change this first", name="verdict", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_advice_academy_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_advice_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_advice_asked_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_advice_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_academy_id"), "advice", ["academy_id"])
    op.create_index(op.f("ix_advice_chase_at"), "advice", ["chase_at"])
    op.create_index(op.f("ix_advice_draft_id"), "advice", ["draft_id"])
    op.create_table(
        "claim_source_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("claim_text", sa.String(), nullable=False),
        sa.Column("kind", sa.Enum("file", "text", name="sourcekind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_claim_source_text_added_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_claim_source_text_draft_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_claim_source_text_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_source_text")),
    )
    op.create_index(op.f("ix_claim_source_text_draft_id"), "claim_source_text", ["draft_id"])
    op.create_table(
        "data_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("cleared", "refused", "cleared with changes", name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_data_decision_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_data_decision_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_decision")),
    )
    op.create_index(op.f("ix_data_decision_draft_id"), "data_decision", ["draft_id"])
    op.create_table(
        "data_escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_data_escalation_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_escalation")),
        sa.UniqueConstraint("draft_id", "since", name=op.f("uq_data_escalation_draft_id")),
    )
    op.create_index(op.f("ix_data_escalation_draft_id"), "data_escalation", ["draft_id"])


def downgrade() -> None:
    op.drop_table("data_escalation")
    op.drop_table("data_decision")
    op.drop_table("claim_source_text")
    op.drop_table("advice")

"""More of cases."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "legal_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("in_force_since", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_legal_reference_checked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_reference")),
    )
    op.create_index(op.f("ix_legal_reference_name"), "legal_reference", ["name"])
    op.create_table(
        "policy_alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("review_due", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_policy_alarm_academy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_alarm")),
        sa.UniqueConstraint("academy_id", "review_due", "days", name=op.f("uq_policy_alarm_academy_id")),
    )
    op.create_index(op.f("ix_policy_alarm_academy_id"), "policy_alarm", ["academy_id"])
    op.create_table(
        "policy_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("raised", sa.Enum("edition", "concern", name="raised", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Enum("earlier", "as_planned", name="answer", native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_policy_question_academy_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_policy_question_answered_by")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_policy_question_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_question")),
    )
    op.create_index(op.f("ix_policy_question_academy_id"), "policy_question", ["academy_id"])


def downgrade() -> None:
    op.drop_table("policy_question")
    op.drop_table("policy_alarm")
    op.drop_table("legal_reference")

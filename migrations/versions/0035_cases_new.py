"""Safeguarding cases, evidence and concerns in full."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "police_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("named", sa.String(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("asked", "agrees", "against", "time", "cannot", "nobody", name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("may_read", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("risk", sa.Enum("life", "child", name="risk", native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column("risk_reason", sa.String(), nullable=False),
        sa.Column("risk_by", sa.Integer(), nullable=True),
        sa.Column("risk_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "way", sa.Enum("999", "101", "online", "in_person", name="way", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("force", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_police_step_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_police_step_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_police_step_asked_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_police_step_person_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_police_step_reply_id")),
        sa.ForeignKeyConstraint(["risk_by"], ["person.id"], name=op.f("fk_police_step_risk_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_police_step_signed_by")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_police_step_told_by")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_police_step_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_step")),
    )
    op.create_index(op.f("ix_police_step_academy_id"), "police_step", ["academy_id"])
    op.create_index(op.f("ix_police_step_account_id"), "police_step", ["account_id"])
    op.create_index(op.f("ix_police_step_answer"), "police_step", ["answer"])
    op.create_index(op.f("ix_police_step_person_id"), "police_step", ["person_id"])
    op.create_index(op.f("ix_police_step_reply_id"), "police_step", ["reply_id"])
    op.create_index(op.f("ix_police_step_told_at"), "police_step", ["told_at"])


def downgrade() -> None:
    op.drop_table("police_step")

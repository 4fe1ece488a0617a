"""Safeguarding cases, evidence and concerns in full."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column(
            "about", sa.Enum("nobody", "staff", "lead", "head", name="about", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("imagery", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("passed_to", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_concern_academy_id")),
        sa.ForeignKeyConstraint(["case_id"], ["safeguarding_case.id"], name=op.f("fk_concern_case_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_concern_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    op.create_index(op.f("ix_concern_academy_id"), "concern", ["academy_id"])
    op.create_index(op.f("ix_concern_case_id"), "concern", ["case_id"])
    op.create_index(op.f("ix_concern_raised_by"), "concern", ["raised_by"])


def downgrade() -> None:
    op.drop_table("concern")

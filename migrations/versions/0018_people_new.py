"""Calendars, and more about people."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "school_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("school holiday", "inset day", "other closure", name="closurekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("staffed", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_school_closure_academy_id")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_school_closure_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_closure")),
    )
    op.create_index(op.f("ix_school_closure_academy_id"), "school_closure", ["academy_id"])
    op.create_table(
        "staffed_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_staffed_hours_academy_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_staffed_hours_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffed_hours")),
        sa.UniqueConstraint("academy_id", name=op.f("uq_staffed_hours_academy_id")),
    )


def downgrade() -> None:
    op.drop_table("staffed_hours")
    op.drop_table("school_closure")

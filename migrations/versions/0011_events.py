"""Events where children of several schools are photographed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "schools asked",
                "all schools settled",
                "briefing held",
                "live",
                "closed",
                "sheet deleted",
                name="eventstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("unsigned_reason", sa.String(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_event_academy_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_event_created_by")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_event_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_academy_id"), "event", ["academy_id"])
    op.create_index(op.f("ix_event_state"), "event", ["state"])
    op.create_table(
        "event_briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_briefing_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_briefing_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_event_briefing_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_briefing")),
    )
    op.create_index(op.f("ix_event_briefing_event_id"), "event_briefing", ["event_id"])
    op.create_table(
        "event_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("text_locked", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_event_note_by")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_note_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_note")),
    )
    op.create_index(op.f("ix_event_note_event_id"), "event_note", ["event_id"])
    op.create_table(
        "event_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("schools", sa.JSON(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_event_picture_declared_by")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_picture_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_picture")),
        sa.UniqueConstraint("event_id", "sha256", name=op.f("uq_event_picture_event_id")),
    )
    op.create_index(op.f("ix_event_picture_event_id"), "event_picture", ["event_id"])
    op.create_index(op.f("ix_event_picture_sha256"), "event_picture", ["sha256"])
    op.create_table(
        "event_school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "not asked",
                "asked",
                "answered: no child",
                "answered with a list",
                "silent",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("names_locked", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_school_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_school")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_event_school_event_id")),
    )
    op.create_index(op.f("ix_event_school_event_id"), "event_school", ["event_id"])


def downgrade() -> None:
    op.drop_table("event_school")
    op.drop_table("event_picture")
    op.drop_table("event_note")
    op.drop_table("event_briefing")
    op.drop_table("event")

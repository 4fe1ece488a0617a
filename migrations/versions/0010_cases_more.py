"""More of cases."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "declaration",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "friend_request",
                "family",
                "recent_pupil",
                "odd_requests",
                "conflict",
                "class_signpost",
                name="declarationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("pupil", sa.Boolean(), nullable=False),
        sa.Column("text_locked", sa.String(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("made", "seen", "discussed", "closed", name="declarationstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discussed_by", sa.Integer(), nullable=True),
        sa.Column("discussed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_locked", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_declaration_academy_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_declaration_closed_by")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_declaration_declared_by")),
        sa.ForeignKeyConstraint(["discussed_by"], ["person.id"], name=op.f("fk_declaration_discussed_by")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_declaration_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    op.create_index(op.f("ix_declaration_academy_id"), "declaration", ["academy_id"])
    op.create_index(op.f("ix_declaration_declared_by"), "declaration", ["declared_by"])
    op.create_index(op.f("ix_declaration_not_before"), "declaration", ["not_before"])
    op.create_index(op.f("ix_declaration_state"), "declaration", ["state"])
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
    op.create_table(
        "staff_permission",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "speaking",
                "contact",
                "pupil_channel",
                "alumni",
                "work_time",
                name="permissionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "granted",
                "live",
                "refused",
                "expired",
                "revoked",
                name="permissionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_staff_permission_academy_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_staff_permission_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_staff_permission_decided_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_staff_permission_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_permission")),
    )
    op.create_index(op.f("ix_staff_permission_academy_id"), "staff_permission", ["academy_id"])
    op.create_index(op.f("ix_staff_permission_asked_by"), "staff_permission", ["asked_by"])
    op.create_index(op.f("ix_staff_permission_not_before"), "staff_permission", ["not_before"])
    op.create_index(op.f("ix_staff_permission_state"), "staff_permission", ["state"])


def downgrade() -> None:
    op.drop_table("staff_permission")
    op.drop_table("policy_question")
    op.drop_table("policy_alarm")
    op.drop_table("legal_reference")
    op.drop_table("declaration")

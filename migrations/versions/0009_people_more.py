"""The role directory, absences, leavers and declarations."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "access_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("open", "closed", name="reviewstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_access_review_academy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
    )
    op.create_index(op.f("ix_access_review_academy_id"), "access_review", ["academy_id"])
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "author",
                "checker",
                "slt",
                "head",
                "dsl",
                "deputy_dsl",
                "dpo",
                "admin",
                "governor",
                "exec_lead",
                "it_director",
                "head_of_people",
                "line_manager",
                "head_of_faculty",
                "network_manager",
                "ceo",
                name="routedrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("out_of_hours", sa.String(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("deputy_name", sa.String(), nullable=False),
        sa.Column("deputy_email", sa.String(), nullable=False),
        sa.Column("deputy_phone", sa.String(), nullable=False),
        sa.Column("deputy_out_of_hours", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_until", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_directory_entry_academy_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_directory_entry_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_directory_entry_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_directory_entry_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entry")),
    )
    op.create_index(op.f("ix_directory_entry_academy_id"), "directory_entry", ["academy_id"])
    op.create_index(op.f("ix_directory_entry_deputy_id"), "directory_entry", ["deputy_id"])
    op.create_index(op.f("ix_directory_entry_person_id"), "directory_entry", ["person_id"])
    op.create_index(op.f("ix_directory_entry_role"), "directory_entry", ["role"])
    op.create_table(
        "leaving",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("academy_ids", sa.JSON(), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "notified",
                "revoked",
                "checking",
                "attested",
                "not_attested",
                "closed",
                "cancelled",
                name="leavingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("held_items", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attested_text", sa.String(), nullable=False),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column("paper_seen_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_leaving_closed_by")),
        sa.ForeignKeyConstraint(["paper_seen_by"], ["person.id"], name=op.f("fk_leaving_paper_seen_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leaving_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_leaving_recorded_by")),
        sa.ForeignKeyConstraint(["successor_id"], ["person.id"], name=op.f("fk_leaving_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving")),
    )
    op.create_index(op.f("ix_leaving_not_before"), "leaving", ["not_before"])
    op.create_index(op.f("ix_leaving_person_id"), "leaving", ["person_id"])
    op.create_index(op.f("ix_leaving_state"), "leaving", ["state"])
    op.create_table(
        "profile_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("parameter", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column(
            "change",
            sa.Enum("same", "tighter", "looser", "neither", name="change", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("proposed", "active", "left", "superseded", name="overridestanding", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_profile_override_academy_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_profile_override_decided_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_profile_override_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_override")),
    )
    op.create_index(op.f("ix_profile_override_academy_id"), "profile_override", ["academy_id"])
    op.create_index(op.f("ix_profile_override_standing"), "profile_override", ["standing"])
    op.create_table(
        "leaving_check",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leaving_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("administrator", "keys", "held", name="checkkind", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "still_there", "gone", name="checkstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_there", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_leaving_check_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_leaving_check_account_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_leaving_check_answered_by")),
        sa.ForeignKeyConstraint(["leaving_id"], ["leaving.id"], name=op.f("fk_leaving_check_leaving_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_check")),
    )
    op.create_index(op.f("ix_leaving_check_academy_id"), "leaving_check", ["academy_id"])
    op.create_index(op.f("ix_leaving_check_leaving_id"), "leaving_check", ["leaving_id"])
    op.create_index(op.f("ix_leaving_check_not_before"), "leaving_check", ["not_before"])
    op.create_index(op.f("ix_leaving_check_state"), "leaving_check", ["state"])
    op.create_table(
        "review_item",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("holding_id", sa.Integer(), nullable=True),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("last_used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dormant", sa.Boolean(), nullable=False),
        sa.Column(
            "verdict", sa.Enum("keep", "end", "lapsed", "over", name="verdict", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_review_item_academy_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_review_item_decided_by")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_review_item_grant_id")),
        sa.ForeignKeyConstraint(["holding_id"], ["role_holding.id"], name=op.f("fk_review_item_holding_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_item_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["access_review.id"], name=op.f("fk_review_item_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
    )
    op.create_index(op.f("ix_review_item_academy_id"), "review_item", ["academy_id"])
    op.create_index(op.f("ix_review_item_not_before"), "review_item", ["not_before"])
    op.create_index(op.f("ix_review_item_review_id"), "review_item", ["review_id"])


def downgrade() -> None:
    op.drop_table("review_item")
    op.drop_table("leaving_check")
    op.drop_table("profile_override")
    op.drop_table("leaving")
    op.drop_table("directory_entry")
    op.drop_table("access_review")

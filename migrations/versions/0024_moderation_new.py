"""Deciding about comments: appeals, holds, pile-ons and watching only."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "judge_check",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge_check")),
    )
    op.create_index(op.f("ix_judge_check_not_before"), "judge_check", ["not_before"])
    op.create_table(
        "desk_setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("veil", sa.Boolean(), nullable=False),
        sa.Column("letters", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_setting_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desk_setting")),
    )
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_staff_account_academy_id")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_staff_account_added_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["person.id"], name=op.f("fk_staff_account_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
    )
    op.create_index(op.f("ix_staff_account_academy_id"), "staff_account", ["academy_id"])
    op.create_index(op.f("ix_staff_account_known"), "staff_account", ["platform", "remote_id"])
    op.create_index(op.f("ix_staff_account_remote_id"), "staff_account", ["remote_id"])
    op.create_table(
        "message_guard",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("watching", name="guardstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_to_close", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_guard_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_guard")),
        sa.UniqueConstraint("account_id", name=op.f("uq_message_guard_account_id")),
    )
    op.create_index(op.f("ix_message_guard_not_before"), "message_guard", ["not_before"])
    op.create_table(
        "pile_on",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.String(), nullable=True),
        sa.Column("post_text", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_pile_on_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pile_on_account_id")),
        sa.ForeignKeyConstraint(["over_by"], ["person.id"], name=op.f("fk_pile_on_over_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pile_on")),
    )
    op.create_index(op.f("ix_pile_on_academy_id"), "pile_on", ["academy_id"])
    op.create_index(op.f("ix_pile_on_account_id"), "pile_on", ["account_id"])
    op.create_index(op.f("ix_pile_on_found_at"), "pile_on", ["found_at"])
    op.create_table(
        "watch_only",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("began_by", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_watch_only_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_watch_only_account_id")),
        sa.ForeignKeyConstraint(["began_by"], ["person.id"], name=op.f("fk_watch_only_began_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_watch_only_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_only")),
    )
    op.create_index(op.f("ix_watch_only_academy_id"), "watch_only", ["academy_id"])
    op.create_index(op.f("ix_watch_only_account_id"), "watch_only", ["account_id"])


def downgrade() -> None:
    op.drop_table("watch_only")
    op.drop_table("pile_on")
    op.drop_table("message_guard")
    op.drop_table("staff_account")
    op.drop_table("desk_setting")
    op.drop_table("judge_check")

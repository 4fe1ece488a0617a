"""Deciding about comments: appeals, holds, pile-ons and watching only."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
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
    op.create_table(
        "reply_lock",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.String(), nullable=False),
        sa.Column("live_key", sa.String(), nullable=True),
        sa.Column("pile_on_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("closing", "closed", "opening", "open again", "by hand", name="lockstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_reply_lock_academy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reply_lock_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_reply_lock_asked_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_reply_lock_ended_by")),
        sa.ForeignKeyConstraint(["pile_on_id"], ["pile_on.id"], name=op.f("fk_reply_lock_pile_on_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_lock")),
        sa.UniqueConstraint("live_key", name=op.f("uq_reply_lock_live_key")),
    )
    op.create_index(op.f("ix_reply_lock_academy_id"), "reply_lock", ["academy_id"])
    op.create_index(op.f("ix_reply_lock_account_id"), "reply_lock", ["account_id"])
    op.create_index(op.f("ix_reply_lock_not_before"), "reply_lock", ["not_before"])
    op.create_index(op.f("ix_reply_lock_pile_on_id"), "reply_lock", ["pile_on_id"])
    op.create_index(op.f("ix_reply_lock_state"), "reply_lock", ["state"])
    op.create_table(
        "comment_about",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_about", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_about_person_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_comment_about_reply_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_comment_about_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_about")),
    )
    op.create_index(op.f("ix_comment_about_reply_id"), "comment_about", ["reply_id"])


def downgrade() -> None:
    op.drop_table("comment_about")
    op.drop_table("reply_lock")
    op.drop_table("watch_only")
    op.drop_table("pile_on")
    op.drop_table("staff_account")
    op.drop_table("desk_setting")

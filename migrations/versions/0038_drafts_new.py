"""More of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "restoration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Enum("command", "seal", name="foundby", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("backup_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("sealed_seq", sa.Integer(), nullable=False),
        sa.Column("sealed_hash", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_restoration_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restoration")),
    )
    op.create_index(op.f("ix_restoration_sealed_hash"), "restoration", ["sealed_hash"])
    op.create_table(
        "approved_face",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_approved_face_account_id")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_approved_face_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_face")),
    )
    op.create_index(op.f("ix_approved_face_account_id"), "approved_face", ["account_id"])
    op.create_table(
        "backlog",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("listing", "looking", "done", name="backlogstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("capped", sa.Boolean(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_backlog_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlog")),
        sa.UniqueConstraint("account_id", name=op.f("uq_backlog_account_id")),
    )
    op.create_index(op.f("ix_backlog_not_before"), "backlog", ["not_before"])
    op.create_index(op.f("ix_backlog_state"), "backlog", ["state"])
    op.create_table(
        "count_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("up then down", "fell", name="leadkind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_count_lead_account_id")),
        sa.ForeignKeyConstraint(["looked_by"], ["person.id"], name=op.f("fk_count_lead_looked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_lead")),
    )
    op.create_index(op.f("ix_count_lead_account_id"), "count_lead", ["account_id"])
    op.create_table(
        "face_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("announced_by", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_face_notice_account_id")),
        sa.ForeignKeyConstraint(["announced_by"], ["person.id"], name=op.f("fk_face_notice_announced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_notice")),
    )
    op.create_index(op.f("ix_face_notice_account_id"), "face_notice", ["account_id"])
    op.create_table(
        "face_watch",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "reading", name="watchstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("last_read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_face_watch_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_watch")),
        sa.UniqueConstraint("account_id", name=op.f("uq_face_watch_account_id")),
    )
    op.create_index(op.f("ix_face_watch_not_before"), "face_watch", ["not_before"])
    op.create_index(op.f("ix_face_watch_state"), "face_watch", ["state"])
    op.create_table(
        "found_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restoration_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_found_post_account_id")),
        sa.ForeignKeyConstraint(["restoration_id"], ["restoration.id"], name=op.f("fk_found_post_restoration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_post")),
        sa.UniqueConstraint("restoration_id", "account_id", "remote_id", name=op.f("uq_found_post_restoration_id")),
    )
    op.create_index(op.f("ix_found_post_account_id"), "found_post", ["account_id"])


def downgrade() -> None:
    op.drop_table("found_post")
    op.drop_table("face_watch")
    op.drop_table("face_notice")
    op.drop_table("count_lead")
    op.drop_table("backlog")
    op.drop_table("approved_face")
    op.drop_table("restoration")

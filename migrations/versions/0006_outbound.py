"""Posts on their way out, and posts that did not come from here."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "publishing",
                "published",
                "verified",
                "differs",
                "unknown",
                "failed",
                "missed",
                "held",
                "void",
                name="releasestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_release_account_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_release_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("key", name=op.f("uq_release_key")),
    )
    op.create_index(op.f("ix_release_account_id"), "release", ["account_id"])
    op.create_index(op.f("ix_release_draft_id"), "release", ["draft_id"])
    op.create_index(op.f("ix_release_not_before"), "release", ["not_before"])
    op.create_index(op.f("ix_release_remote_id"), "release", ["remote_id"])
    op.create_index(op.f("ix_release_state"), "release", ["state"])
    op.create_table(
        "stray",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("unknown", "edited", "gone", name="straykind", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("open", "adopted", "removing", "removed", "left", name="straystate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("approved_text", sa.String(), nullable=False),
        sa.Column("live_text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stray_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_stray_decided_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_stray_evidence_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_stray_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray")),
        sa.UniqueConstraint("account_id", "remote_id", "kind", "live_text", name=op.f("uq_stray_account_id")),
    )
    op.create_index(op.f("ix_stray_account_id"), "stray", ["account_id"])
    op.create_index(op.f("ix_stray_not_before"), "stray", ["not_before"])
    op.create_index(op.f("ix_stray_state"), "stray", ["state"])


def downgrade() -> None:
    op.drop_table("stray")
    op.drop_table("release")

"""What is known of pictures, and posts that come down because of one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "seen_words",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_seen_words")),
    )
    op.create_table(
        "picture_facts",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("children_seen_by", sa.Integer(), nullable=True),
        sa.Column("children_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["children_seen_by"], ["person.id"], name=op.f("fk_picture_facts_children_seen_by")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture_facts")),
    )
    op.create_table(
        "picture_removal",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "removing", "cannot remove", "removed", "not out", name="removalstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_picture_removal_academy_id")),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_picture_removal_begun_by")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_picture_removal_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_removal")),
        sa.UniqueConstraint("release_id", name=op.f("uq_picture_removal_release_id")),
    )
    op.create_index(op.f("ix_picture_removal_academy_id"), "picture_removal", ["academy_id"])
    op.create_index(op.f("ix_picture_removal_not_before"), "picture_removal", ["not_before"])
    op.create_index(op.f("ix_picture_removal_state"), "picture_removal", ["state"])


def downgrade() -> None:
    op.drop_table("picture_removal")
    op.drop_table("picture_facts")
    op.drop_table("seen_words")

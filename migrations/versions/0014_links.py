"""Where addresses lead, and the links of live posts."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "guidance_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("dead_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_link")),
        sa.UniqueConstraint("url", name=op.f("uq_guidance_link_url")),
    )
    op.create_index(op.f("ix_guidance_link_check_at"), "guidance_link", ["check_at"])
    op.create_table(
        "link_check",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "checking", name="checkstate", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_check")),
        sa.UniqueConstraint("url", name=op.f("uq_link_check_url")),
    )
    op.create_index(op.f("ix_link_check_not_before"), "link_check", ["not_before"])
    op.create_index(op.f("ix_link_check_state"), "link_check", ["state"])
    op.create_table(
        "post_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column(
            "state", sa.Enum("safe", "changed", "gone bad", name="linkstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_post_link_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_link")),
        sa.UniqueConstraint("draft_id", "url", name=op.f("uq_post_link_draft_id")),
    )
    op.create_index(op.f("ix_post_link_draft_id"), "post_link", ["draft_id"])
    op.create_index(op.f("ix_post_link_url"), "post_link", ["url"])


def downgrade() -> None:
    op.drop_table("post_link")
    op.drop_table("link_check")
    op.drop_table("guidance_link")

"""The practice network."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "practice_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("bio", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_account")),
        sa.UniqueConstraint("handle", name=op.f("uq_practice_account_handle")),
    )
    op.create_table(
        "practice_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("refuse", "busy", "lost", "down", "turned away", name="fault", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("wait_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["practice_account.id"], name=op.f("fk_practice_fault_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_fault")),
    )
    op.create_index(op.f("ix_practice_fault_account_id"), "practice_fault", ["account_id"])
    op.create_table(
        "practice_follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("followed_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["followed_id"], ["practice_account.id"], name=op.f("fk_practice_follow_followed_id")),
        sa.ForeignKeyConstraint(["follower_id"], ["practice_account.id"], name=op.f("fk_practice_follow_follower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_follow")),
        sa.UniqueConstraint("follower_id", "followed_id", name=op.f("uq_practice_follow_follower_id")),
    )
    op.create_index(op.f("ix_practice_follow_followed_id"), "practice_follow", ["followed_id"])
    op.create_index(op.f("ix_practice_follow_follower_id"), "practice_follow", ["follower_id"])
    op.create_table(
        "practice_mute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("muted_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["practice_account.id"], name=op.f("fk_practice_mute_account_id")),
        sa.ForeignKeyConstraint(["muted_id"], ["practice_account.id"], name=op.f("fk_practice_mute_muted_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_mute")),
    )
    op.create_index(op.f("ix_practice_mute_account_id"), "practice_mute", ["account_id"])
    op.create_table(
        "practice_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("alts", sa.JSON(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["practice_account.id"], name=op.f("fk_practice_post_author_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["practice_post.id"], name=op.f("fk_practice_post_parent_id")),
        sa.ForeignKeyConstraint(["root_id"], ["practice_post.id"], name=op.f("fk_practice_post_root_id")),
        sa.ForeignKeyConstraint(["to_id"], ["practice_account.id"], name=op.f("fk_practice_post_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_post")),
    )
    op.create_index(op.f("ix_practice_post_author_id"), "practice_post", ["author_id"])
    op.create_index(op.f("ix_practice_post_parent_id"), "practice_post", ["parent_id"])
    op.create_index(op.f("ix_practice_post_root_id"), "practice_post", ["root_id"])
    op.create_index(op.f("ix_practice_post_to_id"), "practice_post", ["to_id"])


def downgrade() -> None:
    op.drop_table("practice_post")
    op.drop_table("practice_mute")
    op.drop_table("practice_follow")
    op.drop_table("practice_fault")
    op.drop_table("practice_account")

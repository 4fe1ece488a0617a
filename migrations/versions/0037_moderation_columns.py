"""What old rows of moderation now say besides."""

import sqlalchemy as sa
from alembic import op

from bot.engine.alter import add_column, drop_column, may_be_empty, must_be_filled, renew_check

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    renew_check(op, "comment_appeal", "state", "ck_comment_appeal_appealstate", ["open", "restored", "stands", "upheld"])
    renew_check(
        op,
        "comment_decision",
        "was_state",
        "ck_comment_decision_visibility",
        ["visible", "hiding", "hidden", "showing", "cannot hide", "removing", "removed", "cutting off", "cut off"],
    )
    add_column(op, "reply", sa.Column("quoted_id", sa.String(), nullable=True))
    renew_check(
        op,
        "reply",
        "state",
        "ck_reply_visibility",
        ["visible", "hiding", "hidden", "showing", "cannot hide", "removing", "removed", "cutting off", "cut off"],
    )
    add_column(op, "reply_lock", sa.Column("blind_lock_id", sa.Integer(), nullable=True))
    may_be_empty(op, "reply_lock", "ends_at", "DATETIME")
    may_be_empty(op, "reply_lock", "asked_by", "INTEGER")
    op.create_index(op.f("ix_reply_lock_blind_lock_id"), "reply_lock", ["blind_lock_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reply_lock_blind_lock_id"), "reply_lock")
    must_be_filled(op, "reply_lock", "asked_by", "INTEGER")
    must_be_filled(op, "reply_lock", "ends_at", "DATETIME")
    drop_column(op, "reply_lock", "blind_lock_id")
    renew_check(op, "reply", "state", "ck_reply_visibility", ["visible", "hiding", "hidden", "showing", "cannot hide"])
    drop_column(op, "reply", "quoted_id")
    renew_check(op, "comment_decision", "was_state", "ck_comment_decision_visibility", ["visible", "hiding", "hidden", "showing", "cannot hide"])
    renew_check(op, "comment_appeal", "state", "ck_comment_appeal_appealstate", ["open", "restored", "stands"])

"""What old rows of moderation now say besides."""

from alembic import op

from bot.engine.alter import renew_check

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    renew_check(
        op,
        "comment_decision",
        "was_state",
        "ck_comment_decision_visibility",
        ["visible", "hiding", "hidden", "showing", "cannot hide", "removing", "removed"],
    )
    renew_check(op, "reply", "state", "ck_reply_visibility", ["visible", "hiding", "hidden", "showing", "cannot hide", "removing", "removed"])


def downgrade() -> None:
    renew_check(op, "reply", "state", "ck_reply_visibility", ["visible", "hiding", "hidden", "showing", "cannot hide"])
    renew_check(op, "comment_decision", "was_state", "ck_comment_decision_visibility", ["visible", "hiding", "hidden", "showing", "cannot hide"])

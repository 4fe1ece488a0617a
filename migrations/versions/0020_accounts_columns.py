"""What old rows of accounts now say besides."""

from alembic import op

from bot.engine.alter import renew_check

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    renew_check(op, "stream", "kind", "ck_stream_streamkind", ["replies", "timeline", "following", "messages"])


def downgrade() -> None:
    renew_check(op, "stream", "kind", "ck_stream_streamkind", ["replies", "timeline", "following"])

"""More of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "network_app",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("locked", sa.String(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_network_app_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_app")),
        sa.UniqueConstraint("platform", "server", name=op.f("uq_network_app_platform")),
    )
    op.create_table(
        "account_access",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "asking", name="accesswork", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("excess", sa.JSON(), nullable=False),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_access_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_access")),
        sa.UniqueConstraint("account_id", name=op.f("uq_account_access_account_id")),
    )
    op.create_index(op.f("ix_account_access_not_before"), "account_access", ["not_before"])
    op.create_table(
        "costline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("millionths", sa.BigInteger(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("again_millionths", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_costline_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costline")),
        sa.UniqueConstraint("account_id", "day", "what", name=op.f("uq_costline_account_id")),
    )
    op.create_index(op.f("ix_costline_account_id"), "costline", ["account_id"])
    op.create_index(op.f("ix_costline_day"), "costline", ["day"])
    op.create_table(
        "costseen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_costseen_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costseen")),
        sa.UniqueConstraint("account_id", "what", "thing", "day", name=op.f("uq_costseen_account_id")),
    )
    op.create_index(op.f("ix_costseen_day"), "costseen", ["day"])
    op.create_table(
        "costsetting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("month_millionths", sa.BigInteger(), nullable=True),
        sa.Column("owned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_costsetting_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costsetting")),
        sa.UniqueConstraint("account_id", name=op.f("uq_costsetting_account_id")),
    )
    op.create_table(
        "costwarning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_costwarning_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costwarning")),
        sa.UniqueConstraint("account_id", "month", "percent", name=op.f("uq_costwarning_account_id")),
    )
    op.create_index(op.f("ix_costwarning_account_id"), "costwarning", ["account_id"])
    op.create_table(
        "signing_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column(
            "stage", sa.Enum("asked", "found", "over", name="signinstate", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("locked", sa.String(), nullable=False),
        sa.Column("lacks", sa.JSON(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_signing_in_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_in")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_signing_in_state_hash")),
    )
    op.create_index(op.f("ix_signing_in_account_id"), "signing_in", ["account_id"])
    op.create_index(op.f("ix_signing_in_stage"), "signing_in", ["stage"])


def downgrade() -> None:
    op.drop_table("signing_in")
    op.drop_table("costwarning")
    op.drop_table("costsetting")
    op.drop_table("costseen")
    op.drop_table("costline")
    op.drop_table("account_access")
    op.drop_table("network_app")

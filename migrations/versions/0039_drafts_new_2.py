"""More of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "post_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weighed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_post_count_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_count")),
    )
    op.create_index(op.f("ix_post_count_account_id"), "post_count", ["account_id"])
    op.create_table(
        "restored_account",
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restoration_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("to look", "looked", "cannot look", "looked by hand", name="lookstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_restored_account_account_id")),
        sa.ForeignKeyConstraint(["looked_by"], ["person.id"], name=op.f("fk_restored_account_looked_by")),
        sa.ForeignKeyConstraint(["restoration_id"], ["restoration.id"], name=op.f("fk_restored_account_restoration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restored_account")),
        sa.UniqueConstraint("restoration_id", "account_id", name=op.f("uq_restored_account_restoration_id")),
    )
    op.create_index(op.f("ix_restored_account_not_before"), "restored_account", ["not_before"])
    op.create_index(op.f("ix_restored_account_restoration_id"), "restored_account", ["restoration_id"])
    op.create_index(op.f("ix_restored_account_state"), "restored_account", ["state"])
    op.create_table(
        "take_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incidents", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_take_over_account_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_take_over_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_over")),
    )
    op.create_index(op.f("ix_take_over_account_id"), "take_over", ["account_id"])
    op.create_index(op.f("ix_take_over_closed_at"), "take_over", ["closed_at"])
    op.create_table(
        "access_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_hold_account_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_access_hold_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_hold")),
        sa.UniqueConstraint("release_id", name=op.f("uq_access_hold_release_id")),
    )
    op.create_index(op.f("ix_access_hold_account_id"), "access_hold", ["account_id"])
    op.create_table(
        "face_drift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("profile", "handle", "identity", name="facekind", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open", "put back", "right", "expected", "back", "retired", name="facestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_face_drift_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_face_drift_decided_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_face_drift_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_drift")),
    )
    op.create_index(op.f("ix_face_drift_account_id"), "face_drift", ["account_id"])
    op.create_index(op.f("ix_face_drift_seen_at"), "face_drift", ["seen_at"])
    op.create_index(op.f("ix_face_drift_state"), "face_drift", ["state"])
    op.create_table(
        "restored_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restoration_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.Enum("not decided", "send", "leave", name="wish", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_restored_release_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_restored_release_decided_by")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_restored_release_release_id")),
        sa.ForeignKeyConstraint(["restoration_id"], ["restoration.id"], name=op.f("fk_restored_release_restoration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restored_release")),
        sa.UniqueConstraint("restoration_id", "release_id", name=op.f("uq_restored_release_restoration_id")),
    )
    op.create_index(op.f("ix_restored_release_restoration_id"), "restored_release", ["restoration_id"])
    op.create_table(
        "stop_in_flight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_stop_in_flight_release_id")),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_stop_in_flight_stop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_in_flight")),
        sa.UniqueConstraint("stop_id", "release_id", name=op.f("uq_stop_in_flight_stop_id")),
    )
    op.create_index(op.f("ix_stop_in_flight_stop_id"), "stop_in_flight", ["stop_id"])


def downgrade() -> None:
    op.drop_table("stop_in_flight")
    op.drop_table("restored_release")
    op.drop_table("face_drift")
    op.drop_table("access_hold")
    op.drop_table("take_over")
    op.drop_table("restored_account")
    op.drop_table("post_count")

"""Consent, permissions, rights and events."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "name_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("unused", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("source_hash", sa.String(), nullable=False),
        sa.Column("key_mark", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_name_import_academy_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_name_import_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_import")),
    )
    op.create_index(op.f("ix_name_import_academy_id"), "name_import", ["academy_id"])
    op.create_table(
        "pictured_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("name_mark", sa.String(), nullable=False),
        sa.Column("kind", sa.Enum("pupil", "adult", name="personkind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("no_identify", sa.Boolean(), nullable=False),
        sa.Column("sealed_reason", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_pictured_person_academy_id")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_pictured_person_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictured_person")),
    )
    op.create_index(op.f("ix_pictured_person_academy_id"), "pictured_person", ["academy_id"])
    op.create_index(op.f("ix_pictured_person_name_mark"), "pictured_person", ["name_mark"])
    op.create_table(
        "rights_asset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "own",
                "pupil work",
                "licensed",
                "third party",
                "AI-made",
                "brand",
                "unsure",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("look", sa.String(), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum("not ruled", "permitted", "refused", name="ruling", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("ruling_reason", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_rights_asset_academy_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_rights_asset_declared_by")),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_rights_asset_ruled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_asset")),
        sa.UniqueConstraint("academy_id", "sha256", name=op.f("uq_rights_asset_academy_id")),
    )
    op.create_index(op.f("ix_rights_asset_academy_id"), "rights_asset", ["academy_id"])
    op.create_index(op.f("ix_rights_asset_sha256"), "rights_asset", ["sha256"])
    op.create_table(
        "image_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("pictured_id", sa.Integer(), nullable=False),
        sa.Column(
            "giver",
            sa.Enum(
                "parent or carer",
                "second parent or carer",
                "the pupil",
                "the adult themself",
                "the organisation that holds the form",
                name="giver",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "word", sa.Enum("given", "refused", "withdrawn", name="word", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("form_ref", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("platforms", sa.JSON(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["academy_id"], ["academy.id"], name=op.f("fk_image_consent_academy_id")),
        sa.ForeignKeyConstraint(["pictured_id"], ["pictured_person.id"], name=op.f("fk_image_consent_pictured_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_image_consent_recorded_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_image_consent_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_consent")),
    )
    op.create_index(op.f("ix_image_consent_academy_id"), "image_consent", ["academy_id"])
    op.create_index(op.f("ix_image_consent_pictured_id"), "image_consent", ["pictured_id"])
    op.create_table(
        "rights_permission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("grantor", sa.String(), nullable=False),
        sa.Column("grantor_name", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["rights_asset.id"], name=op.f("fk_rights_permission_asset_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_rights_permission_recorded_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_rights_permission_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_permission")),
    )
    op.create_index(op.f("ix_rights_permission_asset_id"), "rights_permission", ["asset_id"])
    op.create_table(
        "rights_letter",
        sa.Column("permission_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["permission_id"], ["rights_permission.id"], name=op.f("fk_rights_letter_permission_id")),
        sa.PrimaryKeyConstraint("permission_id", name=op.f("pk_rights_letter")),
    )


def downgrade() -> None:
    op.drop_table("rights_letter")
    op.drop_table("rights_permission")
    op.drop_table("image_consent")
    op.drop_table("rights_asset")
    op.drop_table("pictured_person")
    op.drop_table("name_import")

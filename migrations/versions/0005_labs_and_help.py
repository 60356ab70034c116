"""Labs with checklists and ready answers, shops she can hide, help with consent."""

import secrets

from alembic import op
import sqlalchemy as sa


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "techniques",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_techniques")),
        sa.UniqueConstraint("slug", name=op.f("uq_techniques_slug")),
    )
    op.create_table(
        "checklist_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('statement', 'text', 'upload', 'course', 'check')",
            name=op.f("ck_checklist_items_known_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_checklist_items_lab_id_labs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_items")),
    )
    with op.batch_alter_table("checklist_items", schema=None) as batch_op:
        batch_op.create_index(
            "ix_checklist_items_of", ["lab_id", "position"], unique=False
        )

    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "how IN ('herself', 'paper', 'spoken')", name=op.f("ck_consents_known_how")
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_consents_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_consents_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["people.id"],
            name=op.f("fk_consents_recorded_by_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consents_of", ["person_id", "expires_at"], unique=False
        )

    op.create_table(
        "recoveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["people.id"],
            name=op.f("fk_recoveries_confirmed_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_recoveries_lab_id_labs")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recoveries_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"],
            ["people.id"],
            name=op.f("fk_recoveries_started_by_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.create_index(
            "uq_recoveries_one_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('started', 'confirmed')"),
            postgresql_where=sa.text("state IN ('started', 'confirmed')"),
        )

    op.create_table(
        "reply_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_reply_texts_lab_id_labs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_texts")),
    )
    with op.batch_alter_table("reply_texts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reply_texts_of", ["decision", "lab_id", "position"], unique=False
        )

    op.create_table(
        "technique_texts",
        sa.Column("technique_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["technique_id"],
            ["techniques.id"],
            name=op.f("fk_technique_texts_technique_id_techniques"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "technique_id", "locale", name=op.f("pk_technique_texts")
        ),
    )
    op.create_table(
        "application_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_files_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["checklist_items.id"],
            name=op.f("fk_application_files_item_id_checklist_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_files")),
    )
    with op.batch_alter_table("application_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_files_key"), ["key"], unique=False
        )
        batch_op.create_index(
            "ix_application_files_of",
            ["application_id", "item_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "application_fillers",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_fillers_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_application_fillers_person_id_people"),
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "person_id", name=op.f("pk_application_fillers")
        ),
    )
    op.create_table(
        "application_items",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_items_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["people.id"],
            name=op.f("fk_application_items_decided_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["checklist_items.id"],
            name=op.f("fk_application_items_item_id_checklist_items"),
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "item_id", name=op.f("pk_application_items")
        ),
    )
    op.create_table(
        "checklist_texts",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["checklist_items.id"],
            name=op.f("fk_checklist_texts_item_id_checklist_items"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "locale", name=op.f("pk_checklist_texts")),
    )
    op.create_table(
        "reply_words",
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply_texts.id"],
            name=op.f("fk_reply_words_reply_id_reply_texts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reply_id", "locale", name=op.f("pk_reply_words")),
    )
    op.create_table(
        "shop_techniques",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("technique_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
            name=op.f("fk_shop_techniques_shop_id_shops"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["technique_id"],
            ["techniques.id"],
            name=op.f("fk_shop_techniques_technique_id_techniques"),
        ),
        sa.PrimaryKeyConstraint(
            "shop_id", "technique_id", name=op.f("pk_shop_techniques")
        ),
    )
    op.execute(
        "INSERT INTO application_fillers (application_id, person_id) "
        "SELECT id, filled_by_id FROM applications"
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("version", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("decision", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("decision_note", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column(
                "decision_verdicts", sa.JSON(), nullable=False, server_default="{}"
            )
        )
        batch_op.add_column(sa.Column("decided_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(), nullable=True))
        batch_op.drop_constraint(
            batch_op.f("fk_applications_filled_by_id_people"), type_="foreignkey"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_applications_decided_by_id_people"),
            "people",
            ["decided_by_id"],
            ["id"],
        )
        batch_op.drop_column("filled_by_id")

    with op.batch_alter_table("labs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("state", sa.String(), nullable=False, server_default="active")
        )
        batch_op.add_column(
            sa.Column("email", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("languages", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column(
                "payment_channels", sa.JSON(), nullable=False, server_default="[]"
            )
        )
        batch_op.add_column(
            sa.Column("payment_details", sa.String(), nullable=False, server_default="")
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_labs_known_state"), "state IN ('active', 'closed')"
        )

    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photos_key"), ["key"], unique=False)

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_sessions_consent_id_consents"),
            "consents",
            ["consent_id"],
            ["id"],
        )

    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_key", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("note", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("away_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("away_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("avatar_seed", sa.String(), nullable=True))
    _fill_shops()
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.alter_column("link_key", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("avatar_seed", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_shops_link_key"), ["link_key"])
        batch_op.create_check_constraint(
            batch_op.f("ck_shops_known_state"),
            "state IN ('active', 'suspended', 'closed')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_shops_known_visibility"),
            "visibility IN ('public', 'link', 'lab', 'hidden')",
        )


def _fill_shops():
    shops = sa.table(
        "shops",
        sa.column("id", sa.Uuid()),
        sa.column("link_key"),
        sa.column("avatar_seed"),
    )
    bind = op.get_bind()
    for (shop_id,) in bind.execute(sa.select(shops.c.id)).all():
        chance = {
            "link_key": secrets.token_urlsafe(16),
            "avatar_seed": secrets.token_hex(8),
        }
        bind.execute(sa.update(shops).where(shops.c.id == shop_id).values(**chance))


def downgrade():
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_shops_known_visibility"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_shops_known_state"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_shops_link_key"), type_="unique")
        batch_op.drop_column("avatar_seed")
        batch_op.drop_column("away_to")
        batch_op.drop_column("away_from")
        batch_op.drop_column("note")
        batch_op.drop_column("link_key")

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_sessions_consent_id_consents"), type_="foreignkey"
        )
        batch_op.drop_column("consent_id")

    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photos_key"))

    with op.batch_alter_table("labs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_labs_known_state"), type_="check")
        batch_op.drop_column("payment_details")
        batch_op.drop_column("payment_channels")
        batch_op.drop_column("languages")
        batch_op.drop_column("email")
        batch_op.drop_column("state")

    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filled_by_id", sa.Uuid(), nullable=True))
        batch_op.drop_constraint(
            batch_op.f("fk_applications_decided_by_id_people"), type_="foreignkey"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_applications_filled_by_id_people"),
            "people",
            ["filled_by_id"],
            ["id"],
        )
        batch_op.drop_column("due_at")
        batch_op.drop_column("decided_by_id")
        batch_op.drop_column("decision_verdicts")
        batch_op.drop_column("decision_note")
        batch_op.drop_column("decision")
        batch_op.drop_column("version")
    op.execute("UPDATE applications SET filled_by_id = person_id")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.alter_column("filled_by_id", existing_type=sa.Uuid(), nullable=False)

    op.drop_table("shop_techniques")
    op.drop_table("reply_words")
    op.drop_table("checklist_texts")
    op.drop_table("application_items")
    op.drop_table("application_fillers")
    with op.batch_alter_table("application_files", schema=None) as batch_op:
        batch_op.drop_index("ix_application_files_of")
        batch_op.drop_index(batch_op.f("ix_application_files_key"))

    op.drop_table("application_files")
    op.drop_table("technique_texts")
    with op.batch_alter_table("reply_texts", schema=None) as batch_op:
        batch_op.drop_index("ix_reply_texts_of")

    op.drop_table("reply_texts")
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_recoveries_one_open",
            sqlite_where=sa.text("state IN ('started', 'confirmed')"),
            postgresql_where=sa.text("state IN ('started', 'confirmed')"),
        )

    op.drop_table("recoveries")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_of")

    op.drop_table("consents")
    with op.batch_alter_table("checklist_items", schema=None) as batch_op:
        batch_op.drop_index("ix_checklist_items_of")

    op.drop_table("checklist_items")
    op.drop_table("techniques")

"""What a listing offers, changes that wait, labels as data, a price the buyer has seen."""

import uuid

from alembic import op
import sqlalchemy as sa


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("swatch", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('material', 'colour', 'care')", name=op.f("ck_terms_known_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("slug", name=op.f("uq_terms_slug")),
    )
    op.create_table(
        "watched_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_words")),
        sa.UniqueConstraint("word", name=op.f("uq_watched_words_word")),
    )
    op.create_table(
        "patterns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=True),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_patterns_listing_id_listings"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"], ["labs.id"], name=op.f("fk_patterns_lab_id_labs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patterns")),
    )
    with op.batch_alter_table("patterns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patterns_lab_id"), ["lab_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_patterns_listing_id"), ["listing_id"], unique=False
        )

    op.create_table(
        "term_texts",
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["terms.id"],
            name=op.f("fk_term_texts_term_id_terms"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("term_id", "locale", name=op.f("pk_term_texts")),
    )
    op.create_table(
        "cost_sheets",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("materials", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("wage", sa.BigInteger(), nullable=False),
        sa.Column("overhead", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_cost_sheets_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_cost_sheets")),
    )
    op.create_table(
        "extras",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_extras_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extras")),
    )
    with op.batch_alter_table("extras", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_extras_listing_id"), ["listing_id"], unique=False
        )

    op.create_table(
        "listing_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'applied', 'declined', 'withdrawn')",
            name=op.f("ck_listing_revisions_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["people.id"],
            name=op.f("fk_listing_revisions_written_by_people"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["people.id"],
            name=op.f("fk_listing_revisions_decided_by_people"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_revisions_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_revisions")),
    )
    with op.batch_alter_table("listing_revisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_revisions_listing", ["listing_id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_revisions_queue", ["state", "created_at"], unique=False
        )
        batch_op.create_index(
            "uq_revisions_pending",
            ["listing_id"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "listing_techniques",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("technique_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_techniques_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["technique_id"],
            ["techniques.id"],
            name=op.f("fk_listing_techniques_technique_id_techniques"),
        ),
        sa.PrimaryKeyConstraint(
            "listing_id", "technique_id", name=op.f("pk_listing_techniques")
        ),
    )
    with op.batch_alter_table("listing_techniques", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_listing_techniques_technique_id"),
            ["technique_id"],
            unique=False,
        )

    op.create_table(
        "listing_terms",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_terms_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_listing_terms_term_id_terms")
        ),
        sa.PrimaryKeyConstraint("listing_id", "term_id", name=op.f("pk_listing_terms")),
    )
    with op.batch_alter_table("listing_terms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_listing_terms_term_id"), ["term_id"], unique=False
        )

    op.create_table(
        "packages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("included", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "price_minor > 0", name=op.f("ck_packages_price_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_packages_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packages")),
    )
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_packages_listing_id"), ["listing_id"], unique=False
        )

    op.create_table(
        "revision_photos",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["photos.id"],
            name=op.f("fk_revision_photos_photo_id_photos"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["listing_revisions.id"],
            name=op.f("fk_revision_photos_revision_id_listing_revisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "revision_id", "photo_id", name=op.f("pk_revision_photos")
        ),
    )
    with op.batch_alter_table("basket_items", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("seen_minor", sa.BigInteger(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("listing_texts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("position", sa.Integer(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ready", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("code", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "may_export", sa.Boolean(), nullable=False, server_default=sa.true()
            )
        )
        batch_op.add_column(
            sa.Column("options", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("questions", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("place", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("capacity", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("decided_from", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("written_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_listings_written_by_people"),
            "people",
            ["written_by"],
            ["id"],
        )
        batch_op.create_unique_constraint("uq_listings_code", ["shop_id", "code"])
        batch_op.create_foreign_key(
            batch_op.f("fk_listings_decided_by_people"),
            "people",
            ["decided_by"],
            ["id"],
        )

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("promised_on", sa.Date(), nullable=True))

    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "trusted", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )

    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(
            sa.Column("choice", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("mode", sa.String(), nullable=False, server_default="counted")
        )
        batch_op.add_column(
            sa.Column("in_work", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("lead_days", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("weekly", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("weight_g", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("size_mm", sa.JSON(), nullable=False, server_default="[]")
        )

    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_check_constraint("in_work_not_negative", "in_work >= 0")
        batch_op.create_check_constraint(
            "one_off_is_one", "mode <> 'one_off' OR stock <= 1"
        )
        batch_op.create_check_constraint(
            "known_mode", "mode IN ('one_off', 'counted', 'made_to_order', 'digital')"
        )
    _carry_over()
    # What is new is said by the code; the database has no opinion of its own.
    for table, columns in DEFAULTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


DEFAULTS = {
    "basket_items": ("seen_minor",),
    "listing_texts": ("position",),
    "listings": (
        "ready",
        "may_export",
        "options",
        "questions",
        "place",
        "capacity",
        "decided_from",
    ),
    "shops": ("trusted",),
    "variants": (
        "active",
        "choice",
        "mode",
        "in_work",
        "lead_days",
        "weekly",
        "weight_g",
        "size_mm",
    ),
}


def _carry_over():
    """Bring what is there into the new shape."""
    op.execute(
        "UPDATE basket_items SET seen_minor = (SELECT price_minor FROM variants"
        " WHERE variants.id = basket_items.variant_id)"
    )
    op.execute("UPDATE listings SET checked_at = published_at")
    # Her own language comes first; the others as they always stood.
    op.execute(
        "UPDATE listing_texts SET position = CASE WHEN locale = (SELECT people.language"
        " FROM listings JOIN shops ON shops.id = listings.shop_id"
        " JOIN people ON people.id = shops.person_id"
        " WHERE listings.id = listing_texts.listing_id) THEN 0"
        " WHEN locale = 'ky' THEN 1 WHEN locale = 'ru' THEN 2 ELSE 3 END"
    )
    op.execute(
        "UPDATE listings SET ready = EXISTS (SELECT 1 FROM variants"
        " WHERE variants.listing_id = listings.id AND variants.stock > 0)"
    )
    # A service had one price; that is its first package now.
    listings = sa.table(
        "listings",
        sa.column("id", sa.Uuid()),
        sa.column("kind"),
        sa.column("price_minor"),
    )
    packages = sa.table(
        "packages",
        sa.column("id", sa.Uuid()),
        sa.column("listing_id", sa.Uuid()),
        sa.column("position"),
        sa.column("active", sa.Boolean()),
        sa.column("name"),
        sa.column("included"),
        sa.column("price_minor"),
        sa.column("days"),
        sa.column("revisions"),
    )
    services = sa.select(listings.c.id, listings.c.price_minor).where(
        listings.c.kind == "service"
    )
    rows = [
        {
            "id": uuid.uuid4(),
            "listing_id": one,
            "position": 0,
            "active": True,
            "name": "",
            "included": "",
            "price_minor": price,
            "days": 7,
            "revisions": 1,
        }
        for one, price in op.get_bind().execute(services)
    ]
    if rows:
        op.bulk_insert(packages, rows)
    op.execute(
        "UPDATE listings SET place = 'remote', ready = false WHERE kind = 'service'"
    )
    variants = sa.table(
        "variants",
        sa.column("listing_id", sa.Uuid()),
        sa.column("active", sa.Boolean()),
    )
    theirs = sa.select(listings.c.id).where(listings.c.kind == "service")
    op.execute(
        variants.update().where(variants.c.listing_id.in_(theirs)).values(active=False)
    )


def downgrade():
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_variants_known_mode"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("ck_variants_one_off_is_one"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("ck_variants_in_work_not_negative"), type_="check"
        )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_column("size_mm")
        batch_op.drop_column("weight_g")
        batch_op.drop_column("weekly")
        batch_op.drop_column("lead_days")
        batch_op.drop_column("in_work")
        batch_op.drop_column("mode")
        batch_op.drop_column("choice")
        batch_op.drop_column("active")

    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.drop_column("trusted")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_column("promised_on")

    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_listings_decided_by_people"), type_="foreignkey"
        )
        batch_op.drop_constraint("uq_listings_code", type_="unique")
        batch_op.drop_constraint(
            batch_op.f("fk_listings_written_by_people"), type_="foreignkey"
        )
        batch_op.drop_column("written_by")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("decided_from")
        batch_op.drop_column("decided_by")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("capacity")
        batch_op.drop_column("place")
        batch_op.drop_column("questions")
        batch_op.drop_column("options")
        batch_op.drop_column("may_export")
        batch_op.drop_column("code")
        batch_op.drop_column("ready")

    with op.batch_alter_table("listing_texts", schema=None) as batch_op:
        batch_op.drop_column("position")

    with op.batch_alter_table("basket_items", schema=None) as batch_op:
        batch_op.drop_column("seen_minor")

    op.drop_table("revision_photos")
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packages_listing_id"))

    op.drop_table("packages")
    with op.batch_alter_table("listing_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_terms_term_id"))

    op.drop_table("listing_terms")
    with op.batch_alter_table("listing_techniques", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_techniques_technique_id"))

    op.drop_table("listing_techniques")
    with op.batch_alter_table("listing_revisions", schema=None) as batch_op:
        batch_op.drop_index("uq_revisions_pending")
        batch_op.drop_index("ix_revisions_queue")
        batch_op.drop_index("ix_revisions_listing")

    op.drop_table("listing_revisions")
    with op.batch_alter_table("extras", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extras_listing_id"))

    op.drop_table("extras")
    op.drop_table("cost_sheets")
    op.drop_table("term_texts")
    with op.batch_alter_table("patterns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patterns_listing_id"))
        batch_op.drop_index(batch_op.f("ix_patterns_lab_id"))

    op.drop_table("patterns")
    op.drop_table("watched_words")
    op.drop_table("terms")

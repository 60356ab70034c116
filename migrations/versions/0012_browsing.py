"""Browsing: collections, counts, and the orders of lists."""

from alembic import op
import sqlalchemy as sa


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ORDERS = {
    "section_band": ["section_id", "state", "price_band", "published_at", "id"],
    "category_band": ["category_id", "state", "price_band", "published_at", "id"],
    "section_price": ["section_id", "state", "price_minor", "id"],
    "category_price": ["category_id", "state", "price_minor", "id"],
    "ready": ["state", "ready", "published_at", "id"],
}


def upgrade():
    op.create_table(
        "collections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "first_day <= last_day", name=op.f("ck_collections_days_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
        sa.UniqueConstraint("slug", name=op.f("uq_collections_slug")),
    )
    op.create_index("ix_collections_days", "collections", ["last_day", "first_day"])
    op.create_table(
        "collection_texts",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collections.id"],
            name=op.f("fk_collection_texts_collection_id_collections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "collection_id", "locale", name=op.f("pk_collection_texts")
        ),
    )
    op.create_table(
        "collection_items",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collections.id"],
            name=op.f("fk_collection_items_collection_id_collections"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_collection_items_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "collection_id", "listing_id", name=op.f("pk_collection_items")
        ),
    )
    op.create_index(
        op.f("ix_collection_items_listing_id"), "collection_items", ["listing_id"]
    )
    op.create_table(
        "catalogue_counts",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "place_id", name=op.f("pk_catalogue_counts")),
    )
    _techniques()
    _bands()
    for name, columns in ORDERS.items():
        op.create_index(f"ix_listings_{name}", "listings", columns)


def downgrade():
    for name in ORDERS:
        op.drop_index(f"ix_listings_{name}", "listings")
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_column("price_band")
    op.drop_index("ix_listing_techniques_newest", "listing_techniques")
    op.create_index(
        op.f("ix_listing_techniques_technique_id"),
        "listing_techniques",
        ["technique_id"],
    )
    op.drop_column("listing_techniques", "published_at")
    for table in (
        "catalogue_counts",
        "collection_items",
        "collection_texts",
        "collections",
    ):
        op.drop_table(table)


def _techniques():
    op.add_column("listing_techniques", sa.Column("published_at", sa.DateTime()))
    op.execute(
        "UPDATE listing_techniques SET published_at = (SELECT published_at FROM listings"
        " WHERE listings.id = listing_techniques.listing_id)"
    )
    op.drop_index(op.f("ix_listing_techniques_technique_id"), "listing_techniques")
    op.create_index(
        "ix_listing_techniques_newest",
        "listing_techniques",
        ["technique_id", "published_at", "listing_id"],
    )


def _bands():
    op.add_column("listings", sa.Column("price_band", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE listings SET price_band = CASE WHEN price_minor < 100000 THEN 1"
        " WHEN price_minor < 300000 THEN 2 WHEN price_minor < 1000000 THEN 3 ELSE 4 END"
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.alter_column("price_band", existing_type=sa.Integer(), nullable=False)

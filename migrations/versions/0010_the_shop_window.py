"""The shop window: its version, the cards of listings, the order of sections and Labs."""

import uuid
from collections import defaultdict

from alembic import op
import sqlalchemy as sa


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade():
    op.create_table(
        "shop_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("names", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_window")),
    )
    op.execute("INSERT INTO shop_window (id, version, names) VALUES (1, 1, 1)")
    op.create_table(
        "listing_cards",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("photo", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("stars", sa.Double(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("page", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_cards_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_cards")),
    )
    op.create_table(
        "listing_views",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["listings.id"],
            name=op.f("fk_listing_views_listing_id_listings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("listing_id", "day", name=op.f("pk_listing_views")),
    )
    op.create_index(op.f("ix_listing_views_day"), "listing_views", ["day"])
    _places()
    _cards(op.get_bind())


def downgrade():
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_index("ix_listings_section")
        batch_op.drop_index("ix_listings_lab")
        batch_op.drop_index("ix_listings_shop")
        batch_op.create_index("ix_listings_shop", ["shop_id", "state", "published_at"])
        batch_op.drop_constraint(
            batch_op.f("fk_listings_section_id_categories"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_listings_lab_id_labs"), type_="foreignkey"
        )
        batch_op.drop_column("section_id")
        batch_op.drop_column("lab_id")
    op.drop_index(op.f("ix_listing_views_day"), "listing_views")
    op.drop_table("listing_views")
    op.drop_table("listing_cards")
    op.drop_table("shop_window")


def _places():
    for column in ("section_id", "lab_id"):
        op.add_column("listings", sa.Column(column, sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE listings SET"
        " section_id = (SELECT coalesce(parent_id, id) FROM categories"
        " WHERE categories.id = listings.category_id),"
        " lab_id = (SELECT lab_id FROM shops WHERE shops.id = listings.shop_id)"
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        for column, table in (("section_id", "categories"), ("lab_id", "labs")):
            batch_op.alter_column(column, existing_type=sa.Uuid(), nullable=False)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_listings_{column}_{table}"), table, [column], ["id"]
            )
        batch_op.drop_index("ix_listings_shop")
        for name in ("section", "lab", "shop"):
            batch_op.create_index(
                f"ix_listings_{name}", [f"{name}_id", "state", "published_at", "id"]
            )


def _table(called, /, *ids, **others):
    columns = [sa.column(one, sa.Uuid()) for one in ids]
    return sa.table(called, *columns, *(sa.column(k, v) for k, v in others.items()))


WORDS, NUMBER = sa.String(), sa.Integer()
TEXTS = _table(
    "listing_texts", "listing_id", locale=WORDS, title=WORDS, description=WORDS
)
SEEN = {"key": WORDS, "width": NUMBER, "height": NUMBER, "colour": WORDS}
SEEN |= {"alt": WORDS, "placeholder": WORDS}
PHOTOS = _table("photos", "listing_id", "id", files=sa.JSON(), **SEEN)
TERMS = _table("listing_terms", "listing_id", "term_id")
TECHNIQUES = _table("listing_techniques", "listing_id", "technique_id")
PACKED = {"name": WORDS, "included": WORDS, "price_minor": NUMBER, "days": NUMBER}
PACKED |= {"revisions": NUMBER}
PACKAGES = _table("packages", "id", "listing_id", **PACKED)
ADDED = {"name": WORDS, "price_minor": NUMBER, "days": NUMBER}
EXTRAS = _table("extras", "listing_id", **ADDED)
SAID = {"author": WORDS, "stars": NUMBER, "text": WORDS}
REVIEWS = _table("reviews", "listing_id", created_at=sa.DateTime(), **SAID)
LISTINGS = _table("listings", "id")
CARDS = _table(
    "listing_cards",
    "listing_id",
    titles=sa.JSON(),
    photo=sa.JSON(none_as_null=True),
    stars=sa.Double(),
    reviews=NUMBER,
    page=sa.JSON(),
)


def _cards(bind):
    last = uuid.UUID(int=0)
    while ids := bind.scalars(
        sa.select(LISTINGS.c.id)
        .where(LISTINGS.c.id > last)
        .order_by(LISTINGS.c.id)
        .limit(BATCH)
    ).all():
        bind.execute(CARDS.insert(), _documents(bind, ids))
        last = ids[-1]


def _documents(bind, ids):
    def rows(table, *order, where=None):
        query = sa.select(table).where(table.c.listing_id.in_(ids))
        if where is not None:
            query = query.where(where)
        found = defaultdict(list)
        for row in bind.execute(query.order_by(*map(sa.column, order))):
            found[row.listing_id].append(row)
        return found

    texts = rows(TEXTS, "position", "locale")
    photos = rows(PHOTOS, "position", "created_at", "id")
    terms, techniques = rows(TERMS), rows(TECHNIQUES)
    packages = rows(PACKAGES, "position", where=sa.column("active", sa.Boolean()))
    extras = rows(EXTRAS, "position")
    reviews = rows(REVIEWS, "created_at", "id")
    made = []
    for one in ids:
        seen = [
            {name: getattr(row, name) for name in SEEN}
            | {"files": [[file[0], file[1]] for file in row.files]}
            for row in photos[one]
        ]
        said = [
            {name: getattr(row, name) for name in SAID}
            | {"at": f"{row.created_at.isoformat()}+00:00"}
            for row in reversed(reviews[one])
        ]
        given = [review["stars"] for review in said]
        made.append(
            {
                "listing_id": one,
                "titles": {row.locale: row.title for row in texts[one]},
                "photo": seen[0] if seen else None,
                "stars": round(sum(given) / len(given), 2) if given else None,
                "reviews": len(given),
                "page": {
                    "texts": {row.locale: row.description for row in texts[one]},
                    "photos": seen[1:],
                    "terms": sorted(row.term_id.hex for row in terms[one]),
                    "techniques": sorted(
                        row.technique_id.hex for row in techniques[one]
                    ),
                    "packages": [
                        {"id": row.id.hex}
                        | {name: getattr(row, name) for name in PACKED}
                        for row in packages[one]
                    ],
                    "extras": [
                        {name: getattr(row, name) for name in ADDED}
                        for row in extras[one]
                    ],
                    "reviews": said[:20],
                },
            }
        )
    return made

"""Reviews: seen after a while, answered, reported, hidden; what a shop's come to;
what makers say of buyers.
"""

from alembic import op
import sqlalchemy as sa


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REPORTED = sa.text("reported_at IS NOT NULL AND looked_at IS NULL")
UNCOUNTED = sa.text("uncounted_since IS NOT NULL")
NEW = {
    "shop_id": sa.Uuid(),
    "lab_id": sa.Uuid(),
    "state": sa.String(),
    "shown_at": sa.DateTime(),
    "uncounted_since": sa.DateTime(),
    "reported_at": sa.DateTime(),
    "looked_at": sa.DateTime(),
    "hidden_reason": sa.String(),
    "answer": sa.String(),
    "answered_at": sa.DateTime(),
}
NEEDED = ("shop_id", "lab_id", "state", "shown_at", "hidden_reason", "answer")
PLACES = {"shop_id": "shops", "lab_id": "labs"}
CHECKS = {
    "known_state": "state IN ('waiting', 'shown', 'hidden')",
    "hidden_for_a_reason": "(state = 'hidden') = (hidden_reason <> '')",
    "answered_in_words": "(answered_at IS NULL) = (answer = '')",
}


def upgrade():
    ratings = op.create_table(
        "shop_ratings",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
            name=op.f("fk_shop_ratings_shop_id_shops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_shop_ratings")),
    )
    for name, kind in NEW.items():
        op.add_column("reviews", sa.Column(name, kind, nullable=True))
    # What everybody could read until now stays so.
    op.execute(
        "UPDATE reviews SET state = 'shown', shown_at = created_at,"
        " hidden_reason = '', answer = '',"
        " shop_id = (SELECT shop_id FROM listings"
        " WHERE listings.id = reviews.listing_id),"
        " lab_id = (SELECT lab_id FROM listings"
        " WHERE listings.id = reviews.listing_id)"
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        for name in NEEDED:
            batch_op.alter_column(name, existing_type=NEW[name], nullable=False)
        for column, table in PLACES.items():
            batch_op.create_foreign_key(
                batch_op.f(f"fk_reviews_{column}_{table}"), table, [column], ["id"]
            )
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_reviews_{name}"), rule)
        batch_op.create_index("ix_reviews_shop", ["shop_id", "shown_at", "id"])
        batch_op.create_index("ix_reviews_lab", ["lab_id", "shown_at", "id"])
        batch_op.create_index("ix_reviews_newest", ["shown_at", "id"])
        batch_op.create_index("ix_reviews_due", ["state", "shown_at"])
        for name, columns, only in (
            ("reported", ["lab_id", "reported_at", "id"], REPORTED),
            ("uncounted", ["uncounted_since"], UNCOUNTED),
        ):
            batch_op.create_index(
                f"ix_reviews_{name}",
                columns,
                sqlite_where=only,
                postgresql_where=only,
            )
    _rate(ratings)
    op.create_table(
        "buyer_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "stars BETWEEN 1 AND 5", name=op.f("ck_buyer_reviews_one_to_five_stars")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_buyer_reviews_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_reviews")),
        sa.UniqueConstraint("order_id", name=op.f("uq_buyer_reviews_order_id")),
    )


def _rate(ratings):
    rows = op.get_bind().execute(
        sa.text(
            "SELECT shop_id, count(*), sum(stars) FROM reviews GROUP BY shop_id"
        ).columns(shop_id=sa.Uuid())
    )
    found = [
        {"shop_id": shop_id, "reviews": many, "stars": round(stars / many, 2)}
        for shop_id, many, stars in rows
    ]
    if found:
        op.bulk_insert(ratings, found)


def downgrade():
    # What a Lab has taken away is not shown to everybody by taking the step back.
    op.execute("DELETE FROM reviews WHERE state = 'hidden'")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        for name in ("shop", "lab", "newest", "due", "reported", "uncounted"):
            batch_op.drop_index(f"ix_reviews_{name}")
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_reviews_{name}"), type_="check")
        for column, table in PLACES.items():
            batch_op.drop_constraint(
                batch_op.f(f"fk_reviews_{column}_{table}"), type_="foreignkey"
            )
        for name in NEW:
            batch_op.drop_column(name)
    op.drop_table("buyer_reviews")
    op.drop_table("shop_ratings")

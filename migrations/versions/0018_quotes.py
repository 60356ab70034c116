"""Quotes with versions and milestones; what is wanted in public."""

from alembic import op
import sqlalchemy as sa


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "wanted",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_why", sa.String(), nullable=False),
        sa.Column("hidden_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "phone <> '' OR email <> ''", name=op.f("ck_wanted_reachable")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_wanted_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["people.id"], name=op.f("fk_wanted_hidden_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_wanted_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted")),
        sa.UniqueConstraint("secret", name=op.f("uq_wanted_secret")),
    )
    with op.batch_alter_table("wanted", schema=None) as batch_op:
        batch_op.create_index(
            "ix_wanted_newest", ["state", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_wanted_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "wanted_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("wanted_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_wanted_questions_shop_id_shops")
        ),
        sa.ForeignKeyConstraint(
            ["wanted_id"],
            ["wanted.id"],
            name=op.f("fk_wanted_questions_wanted_id_wanted"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_questions")),
    )
    with op.batch_alter_table("wanted_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wanted_questions_wanted_id"), ["wanted_id"], unique=False
        )

    op.create_table(
        "quotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("wanted_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("nudged_at", sa.DateTime(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_quotes_shop_id_shops")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_quotes_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(
            ["wanted_id"], ["wanted.id"], name=op.f("fk_quotes_wanted_id_wanted")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("wanted_id", "shop_id", name="uq_quotes_wanted"),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quotes_shop_id"), ["shop_id"], unique=False
        )
        batch_op.create_index("ix_quotes_state", ["state", "since"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_quotes_thread_id"), ["thread_id"], unique=False
        )

    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("delivery_minor", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "who IN ('buyer', 'seller')", name=op.f("ck_offers_known_who")
        ),
        sa.CheckConstraint(
            "delivery_minor >= 0", name=op.f("ck_offers_delivery_not_negative")
        ),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_offers_price_above_zero")),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name=op.f("fk_offers_quote_id_quotes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("quote_id", "version", name="uq_offers_version"),
    )
    op.create_table(
        "milestones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "price_minor > 0", name=op.f("ck_milestones_price_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_milestones_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_milestones_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name=op.f("fk_milestones_quote_id_quotes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("offer_id", "position", name="uq_milestones_position"),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_milestones_order_id"), ["order_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_milestones_quote_id"), ["quote_id"], unique=False
        )


def downgrade():
    op.drop_table("milestones")
    op.drop_table("offers")
    op.drop_table("quotes")
    op.drop_table("wanted_questions")
    op.drop_table("wanted")

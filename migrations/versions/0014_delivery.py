"""How parcels travel and to where, what sellers may send abroad, rates of currencies."""

from alembic import op
import sqlalchemy as sa


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OF_LAB = sa.text("shop_id IS NULL")
OF_SHOP = sa.text("shop_id IS NOT NULL")


def upgrade():
    _rates()
    _currencies()
    op.add_column(
        "baskets",
        sa.Column("country", sa.String(), nullable=False, server_default="KG"),
    )
    op.add_column(
        "orders", sa.Column("country", sa.String(), nullable=False, server_default="KG")
    )
    op.add_column("orders", sa.Column("promised_by", sa.Date(), nullable=True))
    op.add_column(
        "orders",
        sa.Column("weight_g", sa.Integer(), nullable=False, server_default="0"),
    )
    _known_delivery("delivery IN ('pickup', 'post', 'lab_parcel', 'download')")
    op.add_column(
        "shops",
        sa.Column("tax_regime", sa.String(), nullable=False, server_default="none"),
    )
    op.add_column(
        "shops", sa.Column("tin", sa.String(), nullable=False, server_default="")
    )
    op.add_column("shops", sa.Column("patent_until", sa.Date(), nullable=True))
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_shops_known_regime"),
            "tax_regime IN ('none', 'patent', 'single_tax', 'general', 'cip')",
        )


def downgrade():
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_shops_known_regime"), type_="check")
        batch_op.drop_column("patent_until")
        batch_op.drop_column("tin")
        batch_op.drop_column("tax_regime")
    op.execute("UPDATE orders SET delivery = 'post' WHERE delivery = 'lab_parcel'")
    _known_delivery("delivery IN ('pickup', 'post', 'download')")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("weight_g")
        batch_op.drop_column("promised_by")
        batch_op.drop_column("country")
    with op.batch_alter_table("baskets", schema=None) as batch_op:
        batch_op.drop_column("country")
    op.drop_table("fx_rates")
    op.drop_table("shipping_rates")


def _rates():
    op.create_table(
        "shipping_rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("lab_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("up_to_g", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "way IN ('post', 'lab_parcel')", name=op.f("ck_shipping_rates_known_way")
        ),
        sa.CheckConstraint("up_to_g > 0", name=op.f("ck_shipping_rates_has_weight")),
        sa.CheckConstraint(
            "price_minor >= 0", name=op.f("ck_shipping_rates_price_not_negative")
        ),
        sa.CheckConstraint(
            "days_min BETWEEN 0 AND days_max",
            name=op.f("ck_shipping_rates_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["lab_id"],
            ["labs.id"],
            name=op.f("fk_shipping_rates_lab_id_labs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
            name=op.f("fk_shipping_rates_shop_id_shops"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_rates")),
    )
    op.create_index(
        "uq_shipping_rates_lab",
        "shipping_rates",
        ["lab_id", "way", "country", "up_to_g"],
        unique=True,
        sqlite_where=OF_LAB,
        postgresql_where=OF_LAB,
    )
    op.create_index(
        "uq_shipping_rates_shop",
        "shipping_rates",
        ["lab_id", "shop_id", "way", "country", "up_to_g"],
        unique=True,
        sqlite_where=OF_SHOP,
        postgresql_where=OF_SHOP,
    )
    op.create_index(op.f("ix_shipping_rates_shop_id"), "shipping_rates", ["shop_id"])


def _currencies():
    op.create_table(
        "fx_rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("kgs_minor", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kgs_minor > 0 AND units > 0", name=op.f("ck_fx_rates_above_zero")
        ),
        sa.CheckConstraint(
            "quote IN ('USD', 'EUR', 'RUB', 'KZT')",
            name=op.f("ck_fx_rates_known_currency"),
        ),
        sa.CheckConstraint(
            "source IN ('hand', 'nbkr')", name=op.f("ck_fx_rates_known_source")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["people.id"],
            name=op.f("fk_fx_rates_entered_by_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fx_rates")),
        sa.UniqueConstraint("day", "quote", name=op.f("uq_fx_rates_day_quote")),
    )
    op.create_index("ix_fx_rates_newest", "fx_rates", ["quote", "day"])


def _known_delivery(rule):
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_orders_known_delivery"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_orders_known_delivery"), rule)

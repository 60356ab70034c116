"""What it costs to send a parcel, as data of a Lab."""

import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk

_OF_LAB, _OF_SHOP = text("shop_id IS NULL"), text("shop_id IS NOT NULL")


class ShippingRate(Model):
    """A band: a parcel of at most `up_to_g` grams to a country costs so much.

    Of a Lab, or of one shop of it where that sends otherwise. `country` is ISO-2, or «*»
    for the rest of the world; days are those of the transit.
    """

    __tablename__ = "shipping_rates"
    __table_args__ = (
        CheckConstraint("way IN ('post', 'lab_parcel')", name="known_way"),
        CheckConstraint("up_to_g > 0", name="has_weight"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("days_min BETWEEN 0 AND days_max", name="days_in_order"),
        # Two, because NULL differs from NULL: one index would take a Lab's band twice.
        Index(
            "uq_shipping_rates_lab",
            "lab_id",
            "way",
            "country",
            "up_to_g",
            unique=True,
            sqlite_where=_OF_LAB,
            postgresql_where=_OF_LAB,
        ),
        Index(
            "uq_shipping_rates_shop",
            "lab_id",
            "shop_id",
            "way",
            "country",
            "up_to_g",
            unique=True,
            sqlite_where=_OF_SHOP,
            postgresql_where=_OF_SHOP,
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id", ondelete="CASCADE"))
    shop_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("shops.id", ondelete="CASCADE"), index=True
    )
    way: Mapped[str]
    country: Mapped[str]
    up_to_g: Mapped[int]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    days_min: Mapped[int]
    days_max: Mapped[int]

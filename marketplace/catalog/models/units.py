"""What can be bought of a listing: variants of a product, packages of a service."""

import uuid
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, uuid_pk


class Variant(Model):
    """The buyable unit of a product. The database itself refuses to oversell.

    `choice` has one value of each of the listing's options. Of what is made to order
    `in_work` counts the ordered and not yet ready, `lead_days` and `weekly` make the
    promised day. Weight in grams, sides in millimetres. `file_key` and `file_name` are
    of a file for download. One that is not `active` is no longer offered; orders still
    name it.
    """

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("price_minor > 0", name="price_above_zero"),
        CheckConstraint("in_work >= 0", name="in_work_not_negative"),
        CheckConstraint("mode <> 'one_off' OR stock <= 1", name="one_off_is_one"),
        CheckConstraint(
            "mode IN ('one_off', 'counted', 'made_to_order', 'digital')",
            name="known_mode",
        ),
    )

    id: Mapped[uuid_pk]
    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    choice: Mapped[list[Any]] = mapped_column(JSON, default=list)
    mode: Mapped[str] = mapped_column(default="counted")
    stock: Mapped[int]
    in_work: Mapped[int] = mapped_column(default=0)
    lead_days: Mapped[int] = mapped_column(default=0)
    weekly: Mapped[int] = mapped_column(default=0)
    weight_g: Mapped[int] = mapped_column(default=0)
    size_mm: Mapped[list[Any]] = mapped_column(JSON, default=list)
    file_key: Mapped[str] = mapped_column(default="", index=True)
    file_name: Mapped[str] = mapped_column(default="")
    price_minor: Mapped[int] = mapped_column(BigInteger)


class Package(Model):
    """The buyable unit of a service, in her own words; price in minor units."""

    __tablename__ = "packages"
    __table_args__ = (CheckConstraint("price_minor > 0", name="price_above_zero"),)

    id: Mapped[uuid_pk]
    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    name: Mapped[str]
    included: Mapped[str] = mapped_column(default="")
    price_minor: Mapped[int] = mapped_column(BigInteger)
    days: Mapped[int]
    revisions: Mapped[int] = mapped_column(default=1)


class Extra(Model):
    """Something that can be added to a package; price in minor units."""

    __tablename__ = "extras"

    id: Mapped[uuid_pk]
    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    days: Mapped[int] = mapped_column(default=0)

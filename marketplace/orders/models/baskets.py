"""What a buyer gathers. The browser holds the token, the table its hash."""

import hashlib
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class Basket(Model):
    """One browser's basket; `country` is where its things go, ISO-2."""

    __tablename__ = "baskets"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    token_hash: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str] = mapped_column(default="KG")


class BasketItem(Model):
    """So many of one variant; `seen_minor` is the price the buyer knows of."""

    __tablename__ = "basket_items"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_above_zero"),)

    basket_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("baskets.id", ondelete="CASCADE"), primary_key=True
    )
    variant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[created_at]
    quantity: Mapped[int]
    seen_minor: Mapped[int] = mapped_column(BigInteger)


def hashed(token: str) -> str:
    """Return what the table keeps of a basket's token."""
    return hashlib.sha256(token.encode()).hexdigest()

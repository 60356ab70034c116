"""What the som was worth in other currencies, day by day."""

import uuid
from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class FxRate(Model):
    """On a day, `units` of a currency (dollars, not cents) cost `kgs_minor` tyiyn.

    Two whole numbers, because a rate has four decimals and must stay exact.
    """

    __tablename__ = "fx_rates"
    __table_args__ = (
        UniqueConstraint("day", "quote"),
        CheckConstraint("kgs_minor > 0 AND units > 0", name="above_zero"),
        CheckConstraint("quote IN ('USD', 'EUR', 'RUB', 'KZT')", name="known_currency"),
        CheckConstraint("source IN ('hand', 'nbkr')", name="known_source"),
        Index("ix_fx_rates_newest", "quote", "day"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    day: Mapped[date]
    quote: Mapped[str]
    kgs_minor: Mapped[int] = mapped_column(BigInteger)
    units: Mapped[int]
    source: Mapped[str]
    entered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))

"""Attempts to pay."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk

_OPEN = "state IN ('creating', 'open')"


class Payment(Model):
    """One attempt at one provider: creating → open → paid | failed | cancelled.

    Late or wrong money makes it «suspended»: it is in the book, for a person to decide.


    The row is there before the provider is called, and the idempotency key is its id.
    """

    __tablename__ = "payments"
    __table_args__ = (
        Index(
            "uq_payments_one_open",
            "purchase_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_payments_state", "state", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    purchase_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("purchases.id"))
    provider: Mapped[str]
    state: Mapped[str] = mapped_column(default="creating")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reference: Mapped[str | None] = mapped_column(unique=True)
    redirect_to: Mapped[str] = mapped_column(default="")

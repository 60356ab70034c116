"""Something is wrong with an order: who says what, and what was decided."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk

_OPEN = "state <> 'closed'"


class Case(Model):
    """open → waiting_seller | waiting_buyer → decided → closed; one open per order.

    While it is open the order's timers stand still and its money stays held. `since` is
    when it came into its state.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "uq_cases_one_open",
            "order_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        Index("ix_cases_lab", "lab_id", "state", "since"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated: Mapped[bool] = mapped_column(default=False)  # the network was told
    decision: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))

    words: Mapped[list["CaseWord"]] = relationship(
        lazy="raise", order_by="CaseWord.created_at"
    )


class CaseWord(Model):
    """What somebody says in a case: buyer, seller or Lab."""

    __tablename__ = "case_words"
    __table_args__ = (
        CheckConstraint("who IN ('buyer', 'seller', 'lab')", name="known_who"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    case_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), index=True
    )
    who: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]

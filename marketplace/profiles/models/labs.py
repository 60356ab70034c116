"""Labs, as data."""

import uuid

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, created_at, uuid_pk


class Lab(Model):
    """A Women Creative Lab.

    `fee_bps` is the Lab's part of a sale in basis points; `delivery_minor` the price of
    sending a parcel from this Lab, in minor units. `languages` are those spoken there,
    `payment_channels` codes of `rules.labs.CHANNELS`, `payment_details` what a buyer
    needs for a transfer (shown to buyers only). A closed Lab takes no applications.
    """

    __tablename__ = "labs"
    __table_args__ = (
        CheckConstraint("fee_bps BETWEEN 0 AND 5000", name="fee_is_a_part"),
        CheckConstraint("delivery_minor >= 0", name="delivery_not_negative"),
        CheckConstraint("state IN ('active', 'closed')", name="known_state"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="active")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    payment_channels: Mapped[list[str]] = mapped_column(JSON, default=list)
    payment_details: Mapped[str] = mapped_column(default="")
    fee_bps: Mapped[int] = mapped_column(default=0)
    delivery_minor: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)

    texts: Mapped[list["LabText"]] = relationship(
        lazy="raise", order_by="LabText.locale"
    )


class LabText(Model):
    """What a Lab says of itself, in one language."""

    __tablename__ = "lab_texts"

    lab_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("labs.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    region: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")

"""A seller's public face."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, created_at, uuid_pk
from marketplace.profiles.models.labs import Lab


class Shop(Model):
    """Born from an approved application; public under its alias only."""

    __tablename__ = "shops"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    alias: Mapped[str]
    state: Mapped[str] = mapped_column(default="active")
    visibility: Mapped[str] = mapped_column(default="public")

    lab: Mapped[Lab] = relationship(lazy="raise")
    texts: Mapped[list["ShopText"]] = relationship(lazy="raise")


class ShopText(Model):
    """A shop's story in one language."""

    __tablename__ = "shop_texts"

    shop_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    story: Mapped[str]

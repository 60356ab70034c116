"""A seller's public face."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, created_at, uuid_pk
from marketplace.profiles.models.labs import Lab


class Technique(Model):
    """A craft technique or a skill, as data with a name in each language."""

    __tablename__ = "techniques"

    id: Mapped[uuid_pk]
    slug: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)

    texts: Mapped[list["TechniqueText"]] = relationship(lazy="raise")


class TechniqueText(Model):
    """A technique's name in one language."""

    __tablename__ = "technique_texts"

    technique_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("techniques.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


shop_techniques = Table(
    "shop_techniques",
    Model.metadata,
    Column("shop_id", ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True),
    Column("technique_id", ForeignKey("techniques.id"), primary_key=True),
)


class Shop(Model):
    """Born from an approved application; public under its alias only.

    `visibility` says who sees it: everybody, who has the link (`link_key`, which she can
    renew), people of her Lab, nobody. The days away are the first and the last one.
    `avatar_seed` draws the ornament it has as its picture. What a `trusted` shop opens
    is looked at afterwards. How she is taxed decides where her things may go; her `tin`
    is for the Lab's books only.
    """

    __tablename__ = "shops"
    __table_args__ = (
        CheckConstraint(
            "state IN ('active', 'suspended', 'closed')", name="known_state"
        ),
        CheckConstraint(
            "visibility IN ('public', 'link', 'lab', 'hidden')", name="known_visibility"
        ),
        CheckConstraint(
            "tax_regime IN ('none', 'patent', 'single_tax', 'general', 'cip')",
            name="known_regime",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    link_key: Mapped[str] = mapped_column(unique=True)
    alias: Mapped[str]
    state: Mapped[str] = mapped_column(default="active")
    note: Mapped[str] = mapped_column(default="")  # why it is suspended
    visibility: Mapped[str] = mapped_column(default="public")
    trusted: Mapped[bool] = mapped_column(default=False)
    away_from: Mapped[date | None]
    away_to: Mapped[date | None]
    avatar_seed: Mapped[str]
    tax_regime: Mapped[str] = mapped_column(default="none")
    tin: Mapped[str] = mapped_column(default="")
    patent_until: Mapped[date | None]

    lab: Mapped[Lab] = relationship(lazy="raise")
    texts: Mapped[list["ShopText"]] = relationship(lazy="raise")
    techniques: Mapped[list[Technique]] = relationship(
        lazy="raise", secondary=shop_techniques, order_by=Technique.position
    )


class ShopText(Model):
    """A shop's story in one language."""

    __tablename__ = "shop_texts"

    shop_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    story: Mapped[str]

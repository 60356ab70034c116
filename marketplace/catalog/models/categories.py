"""The tree of categories, as data."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, uuid_pk


class Category(Model):
    """A section (parent empty) or a category in it."""

    __tablename__ = "categories"

    id: Mapped[uuid_pk]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("categories.id"), index=True
    )
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="product")
    position: Mapped[int] = mapped_column(default=0)

    texts: Mapped[list["CategoryText"]] = relationship(lazy="raise")


class CategoryText(Model):
    """A category's name in one language."""

    __tablename__ = "category_texts"

    category_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]

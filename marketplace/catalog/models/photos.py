"""Photos of listings. The pixels are in the media storage, below `key`."""

import uuid
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class Photo(Model):
    """One picture, already checked, upright and without metadata.

    `files` lists what exists as [width px, extension, bytes]. `listing_id` is empty
    while the form around it is not finished: a refused form keeps its good photos.
    """

    __tablename__ = "photos"
    __table_args__ = (Index("ix_photos_listing", "listing_id", "position"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"), index=True)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listings.id"))
    position: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(index=True)
    recipe: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    colour: Mapped[str]
    placeholder: Mapped[str] = mapped_column(default="")
    files: Mapped[list[Any]] = mapped_column(JSON)
    alt: Mapped[str] = mapped_column(default="")

"""Files for sale: whose each one is."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class DigitalFile(Model):
    """A file a shop has sent to sell; `key` is its place in the storage, `size` in bytes.

    Without this row nobody could tell whose file a form or a change names.
    """

    __tablename__ = "digital_files"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    size: Mapped[int]

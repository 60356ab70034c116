"""A table of things on its way into a shop."""

import uuid
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class Import(Model):
    """A table that was read, waits for her yes, is being added, or is done.

    `next_line` is the first row not dealt with yet, `good` how many can be added (once
    `running`, how many have been is in `added`), `errors` what is to mend. The files
    lie in the private folder until it is done; their names are empty then. `actor_id`
    and `consent_id` say who had it added, if a helper did.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("state IN ('checked', 'running', 'done')", name="known_state"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"), index=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    consent_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(default="checked")
    next_line: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int]
    good: Mapped[int]
    added: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[Any]] = mapped_column(JSON, default=list)
    table_file: Mapped[str] = mapped_column(default="")
    photos_file: Mapped[str] = mapped_column(default="")

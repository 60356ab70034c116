"""What somebody is writing and has not sent yet."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at


class UnfinishedForm(Model):
    """The form of a thing or a service as it stands, sent by itself while she writes.

    `id` is the form's own name: of a new thing the one it will have, else that of the
    thing she changes. `fields` are the fields as a browser sends them, each a list of
    words; nothing in them has been checked.
    """

    __tablename__ = "unfinished_forms"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"), index=True)
    kind: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def title(self) -> str:
        """What she calls it, if she has come so far."""
        return str((self.fields.get("title") or [""])[0])

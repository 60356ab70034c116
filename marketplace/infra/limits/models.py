"""The counters, where the database keeps them."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime


class LimitCounter(Model):
    """How often one thing was tried in its running window.

    `key` is a hash: whom it is about is not written down.
    """

    __tablename__ = "limit_counters"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

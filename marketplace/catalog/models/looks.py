"""How often a thing was looked at."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model


class ListingViews(Model):
    """How often a listing was opened on a day in Bishkek; by whom nobody knows."""

    __tablename__ = "listing_views"

    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]

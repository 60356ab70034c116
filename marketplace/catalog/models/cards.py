"""What pages show of a listing, put together once instead of at every look."""

import uuid
from typing import Any

from sqlalchemy import JSON, Double, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model


class ListingCard(Model):
    """A copy for reading, rewritten in the transaction that changes what it says.

    Who may see a listing, its state, price and stock are never in here: they are asked
    of the rows themselves. `titles` by language, `photo` the first one as PhotoView has
    it, `stars` the mean and `reviews` how many. `page` is what its own page adds.
    """

    __tablename__ = "listing_cards"

    listing_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    photo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    stars: Mapped[float | None] = mapped_column(Double)
    reviews: Mapped[int] = mapped_column(default=0)
    # Behind the rest: lists do not read as far as here.
    page: Mapped[dict[str, Any]] = mapped_column(JSON)

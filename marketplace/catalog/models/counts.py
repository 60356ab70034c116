"""How many things are on sale, counted by a job so that no page has to."""

import uuid

from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model


class CatalogueCount(Model):
    """Things on sale in one place: `kind` is category, technique, lab or collection.

    A section counts what is in its categories, too. A place without a row has nothing.
    """

    __tablename__ = "catalogue_counts"

    kind: Mapped[str] = mapped_column(primary_key=True)
    place_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    things: Mapped[int]

"""How many things are on sale in each place."""

import uuid

from sqlalchemy import select

from marketplace.catalog.models import CatalogueCount
from marketplace.db.window import kept
from marketplace.extensions import db


def counts(kind: str) -> dict[uuid.UUID, int]:
    """Return the numbers of a kind of place, as the job has counted them last.

    What has no number has nothing on sale, or was not counted yet. Kept in memory: they
    change once a minute at most.
    """
    return kept(f"counts.{kind}", lambda: _counts(kind))


def _counts(kind: str) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(CatalogueCount.place_id, CatalogueCount.things).where(
            CatalogueCount.kind == kind
        )
    )
    return {row.place_id: row.things for row in rows}

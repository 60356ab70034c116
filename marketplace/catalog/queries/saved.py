"""The searches somebody has kept."""

import uuid
from dataclasses import dataclass
from urllib.parse import parse_qs

from sqlalchemy import select

from marketplace.catalog.models import SavedSearch
from marketplace.catalog.rules.asking import Asked
from marketplace.extensions import db


@dataclass(frozen=True)
class Saved:
    """A kept search and what it asks."""

    id: uuid.UUID
    asked: Asked


def saved_searches(person_id: uuid.UUID) -> list[Saved]:
    """Return her kept searches, the newest first."""
    rows = db.session.execute(
        select(SavedSearch.id, SavedSearch.query)
        .where(SavedSearch.person_id == person_id)
        .order_by(SavedSearch.created_at.desc(), SavedSearch.id)
    )
    return [Saved(row.id, Asked.read(parse_qs(row.query))) for row in rows]


def is_saved(person_id: uuid.UUID, query: str) -> bool:
    """Whether she has kept a search."""
    found = select(SavedSearch.id).where(
        SavedSearch.person_id == person_id, SavedSearch.query == query
    )
    return db.session.scalar(found) is not None

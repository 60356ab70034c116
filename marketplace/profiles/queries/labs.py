"""Reads about Labs."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.extensions import db
from marketplace.profiles.models import Lab

Labs = frozenset[uuid.UUID] | None  # None: every Lab


def labs() -> Sequence[Lab]:
    """Return every Lab with its texts, in order."""
    return db.session.scalars(
        select(Lab).options(selectinload(Lab.texts)).order_by(Lab.position, Lab.slug)
    ).all()

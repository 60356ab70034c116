"""Files that were sold: their buyers can fetch them whatever becomes of the shop."""

from sqlalchemy import select

from marketplace.catalog.services import files
from marketplace.extensions import db
from marketplace.orders.models import OrderLine
from marketplace.orders.services import attachments


def sweep() -> list[str]:
    """Delete files for sale that are left over (`files.sweep`), and those of no message."""
    return [*files.sweep(_sold), *attachments.sweep()]


def _sold(key: str) -> bool:
    found = db.session.scalar(
        select(OrderLine.id).where(OrderLine.file_key == key).limit(1)
    )
    db.session.rollback()  # what comes next may be a call over a network
    return found is not None

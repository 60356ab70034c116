"""Every table, imported once (for Alembic and for relationships across domains)."""

from marketplace.catalog import models as catalog
from marketplace.db import window
from marketplace.infra.jobs import models as jobs
from marketplace.infra.limits import models as limits
from marketplace.infra.payments import sandbox
from marketplace.ledger import models as ledger
from marketplace.orders import models as orders
from marketplace.profiles import models as profiles

__all__ = [
    "catalog",
    "jobs",
    "ledger",
    "limits",
    "orders",
    "profiles",
    "sandbox",
    "window",
]

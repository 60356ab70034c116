"""Every table, imported once (for Alembic and for relationships across domains)."""

from marketplace.catalog import models as catalog
from marketplace.infra.jobs import models as jobs
from marketplace.infra.payments import sandbox
from marketplace.ledger import models as ledger
from marketplace.orders import models as orders
from marketplace.profiles import models as profiles
from marketplace.web import sessions

__all__ = ["catalog", "jobs", "ledger", "orders", "profiles", "sandbox", "sessions"]

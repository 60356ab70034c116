"""What orders do when somebody closes her account, or takes her data along."""

import uuid
from typing import Any

from marketplace.orders.services import leaving
from marketplace.profiles import events
from marketplace.profiles.models import Person


@events.closing_asked.connect
def say_what_is_open(person_id: uuid.UUID, into: set[str], **_more: Any) -> None:
    """Add what she must finish first."""
    into |= leaving.still_open(person_id)


@events.account_closing.connect
def nothing_open(person: Person, **_more: Any) -> None:
    """Refuse while a buyer waits for her, or money is hers."""
    leaving.check_nothing_open(person.id)


@events.personal_data.connect
def add_sales(person_id: uuid.UUID, into: dict[str, Any], **_more: Any) -> None:
    """Add what she has sold to what she takes along."""
    into["sales"] = leaving.sales_of(person_id)
    into["purchases"] = leaving.purchases_of(person_id)
    into |= leaving.talk_of(person_id)

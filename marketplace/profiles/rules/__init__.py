"""Pure decisions about people: states, names, passwords, contacts, the log."""

from marketplace.profiles.rules.audit import Event
from marketplace.profiles.rules.contacts import (
    contact,
    contact_key,
    email,
    masked,
    phone,
)
from marketplace.profiles.rules.names import slug
from marketplace.profiles.rules.passwords import check_password, normal
from marketplace.profiles.rules.states import (
    APPLICATION,
    CLOSED_APPLICATION,
    DECISIONS,
    OPEN_APPLICATION,
    Moves,
    next_state,
)

__all__ = [
    "APPLICATION",
    "CLOSED_APPLICATION",
    "DECISIONS",
    "OPEN_APPLICATION",
    "Event",
    "Moves",
    "check_password",
    "contact",
    "contact_key",
    "email",
    "masked",
    "next_state",
    "normal",
    "phone",
    "slug",
]

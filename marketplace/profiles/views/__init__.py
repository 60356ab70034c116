"""Pages. Importing this package registers every view."""

from marketplace.profiles.blueprint import bp
from marketplace.profiles.views import (
    account,
    apply,
    contact,
    entering,
    forgotten,
    identity,
    inbox,
    my_shop,
    security,
)

__all__ = [
    "account",
    "apply",
    "bp",
    "contact",
    "entering",
    "forgotten",
    "identity",
    "inbox",
    "my_shop",
    "security",
]

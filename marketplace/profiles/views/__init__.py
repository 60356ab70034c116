"""Pages. Importing this package registers every view."""

from marketplace.profiles.blueprint import bp
from marketplace.profiles.views import (
    account,
    apply,
    contact,
    entering,
    forgotten,
    help,
    identity,
    inbox,
    my_shop,
    privacy,
    security,
)

__all__ = [
    "account",
    "apply",
    "bp",
    "contact",
    "entering",
    "forgotten",
    "help",
    "identity",
    "inbox",
    "my_shop",
    "privacy",
    "security",
]

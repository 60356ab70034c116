"""Pages. Importing this package registers every view."""

from marketplace.profiles.blueprint import bp
from marketplace.profiles.views import account, apply, identity

__all__ = ["account", "apply", "bp", "identity"]

"""Pages of the desk. Importing this package registers every view."""

from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views import applications, desk, things

__all__ = ["applications", "bp", "desk", "things"]

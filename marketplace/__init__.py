"""The marketplace. `python -m marketplace --help` lists its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application (imported late, so `import marketplace.x` stays cheap)."""
    from marketplace.app import build_app

    return build_app(settings)

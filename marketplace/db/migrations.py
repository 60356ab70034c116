"""Alembic, woken only by who migrates: pages need neither its time nor its memory."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask

from marketplace.extensions import db

KEY = "migrate"  # where Flask-Migrate looks


class _Asleep:
    """Stands for Flask-Migrate until something asks it anything."""

    def __init__(self, app: Flask, directory: Path) -> None:
        self._app, self._directory = app, directory

    def __getattr__(self, name: str) -> Any:
        migrate = import_module("flask_migrate").Migrate()
        migrate.init_app(
            self._app, db, directory=str(self._directory), render_as_batch=True
        )
        return getattr(self._app.extensions[KEY], name)


def install(app: Flask, directory: Path) -> None:
    """Tell an app where its migrations are."""
    app.extensions[KEY] = _Asleep(app, directory)

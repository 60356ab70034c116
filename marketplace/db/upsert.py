"""Writing a row or, where there is one, changing it: in one statement."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from marketplace.db.columns import Model
from marketplace.extensions import db


def insert_into(table: type[Model]) -> Any:
    """Return the insert of this database, which knows `on_conflict_do_update`."""
    postgresql = db.engine.dialect.name == "postgresql"
    return (insert_postgresql if postgresql else insert_sqlite)(table)

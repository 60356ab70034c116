"""Keep the database as it is, and put it back: for tests that try many things."""

import shutil
import sqlite3
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from marketplace.extensions import db


class Snapshot:
    """The database at one moment; `restore` brings it back in milliseconds."""

    def __init__(self, app: Flask, schema: str = "snap") -> None:
        """Take the picture."""
        self.schema = schema
        self.postgres = db.engine.dialect.name == "postgresql"
        self.path = Path(app.extensions["settings"].folder) / "marketplace.db"
        self.kept = self.path.with_name(f"{schema}.db")
        db.session.rollback()
        if self.postgres:
            self._keep_postgres()
        else:
            db.engine.dispose()
            connection = sqlite3.connect(self.path)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copy(self.path, self.kept)

    def restore(self) -> None:
        """Put it back."""
        db.session.remove()
        if self.postgres:
            self._restore_postgres()
            return
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(f"marketplace.db{suffix}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.path)

    def _run(self, *statements: str) -> None:
        connection = db.engine.connect().execution_options(write=True)
        with connection.begin():
            for statement in statements:
                connection.execute(text(statement))
        connection.close()

    def _keep_postgres(self) -> None:
        names = [table.name for table in db.metadata.sorted_tables]
        self._run(
            f"DROP SCHEMA IF EXISTS {self.schema} CASCADE",
            f"CREATE SCHEMA {self.schema}",
            *(f"CREATE TABLE {self.schema}.{n} AS TABLE {n}" for n in names),
        )

    def _restore_postgres(self) -> None:
        names = [table.name for table in db.metadata.sorted_tables]
        self._run(
            f"TRUNCATE {', '.join(names)} CASCADE",
            *(f"INSERT INTO {n} SELECT * FROM {self.schema}.{n}" for n in names),
        )

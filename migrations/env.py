"""Alembic's environment: our engine, our tables, plain column types."""

from alembic import context
from flask import current_app


def render_item(kind, obj, _context):
    """Write our column types as the plain ones, so migrations import no app code."""
    if kind == "type" and type(obj).__module__.startswith("marketplace."):
        return f"sa.{type(obj.impl_instance).__name__}()"
    return False


def run() -> None:
    """Run the migrations on the app's own database, in one write transaction."""
    migrate = current_app.extensions["migrate"]
    with migrate.db.engine.connect().execution_options(write=True) as connection:
        # Batch steps build a table anew and drop the old one: with foreign keys on,
        # that would empty the tables below it. SQLite takes this outside a transaction.
        raw = connection.connection.dbapi_connection
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if sqlite:
                connection.rollback()
                broken = raw.execute("PRAGMA foreign_key_check").fetchall()
                raw.execute("PRAGMA foreign_keys=ON")
                assert not broken, f"rows without their parents: {broken[:5]}"


run()

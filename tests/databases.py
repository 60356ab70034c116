"""A PostgreSQL database for each process that tests, when several share the work."""

import os

from sqlalchemy import create_engine, make_url, text


def own_database(url: str) -> str:
    """Return the address of this process's database; it is made where it is missing."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not url or not worker:
        return url
    plain = url.replace("postgresql://", "postgresql+psycopg://")
    admin = create_engine(plain, isolation_level="AUTOCOMMIT")
    name = f"test_{worker}"
    with admin.connect() as connection:
        known = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.scalar(known, {"name": name}) is None:
            connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)

"""Every engine, under one name."""

import os

import pytest
from sqlalchemy import create_engine, text

from marketplace.infra.search import MemoryEngine, PostgresEngine, WhooshEngine

POSTGRES = os.environ.get("MARKETPLACE_TEST_DATABASE_URL", "").replace(
    "postgresql://", "postgresql+psycopg://"
)
ENGINES = ["memory", "whoosh", *(["postgres"] if POSTGRES else [])]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "search"


@pytest.fixture
def whoosh(folder):
    engine = WhooshEngine(folder)
    yield engine
    engine.close()


@pytest.fixture
def postgres():
    admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    name = f"search_{os.getpid()}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = PostgresEngine(str(admin.url.set(database=name)))
    yield engine
    engine.close()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


@pytest.fixture(params=ENGINES)
def engine(request):
    if request.param == "memory":
        return MemoryEngine()
    return request.getfixturevalue(request.param)

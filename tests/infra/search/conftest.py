"""Both engines, under one name."""

import pytest

from marketplace.infra.search import MemoryEngine, WhooshEngine


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "search"


@pytest.fixture
def whoosh(folder):
    engine = WhooshEngine(folder)
    yield engine
    engine.close()


@pytest.fixture(params=["memory", "whoosh"])
def engine(request):
    return (
        MemoryEngine()
        if request.param == "memory"
        else request.getfixturevalue("whoosh")
    )

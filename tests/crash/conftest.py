"""Tests that kill real processes; only where they were asked for."""

import pytest

from tests.crash.house import KILLED, House

WHY = "kills real processes for minutes: run `make crash` (pytest -m crash)"


def pytest_collection_modifyitems(config, items) -> None:
    if "crash" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("crash"):
            item.add_marker(pytest.mark.skip(reason=WHY))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


def pytest_sessionfinish(session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["killed"] = dict(KILLED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    KILLED.update(getattr(node, "workeroutput", {}).get("killed", {}))


def pytest_terminal_summary(terminalreporter) -> None:
    if KILLED:
        where = ", ".join(f"{name} {number}" for name, number in KILLED.items())
        terminalreporter.write_line(f"{KILLED.total()} processes killed: {where}")

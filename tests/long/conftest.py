import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list) -> None:
    """Leave these out of the fast run, with the reason; `make long` and CI run them."""
    if "long" in config.option.markexpr:
        return
    reason = "tries ten thousand of everything: run `make long` (pytest -m long)"
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason=reason))

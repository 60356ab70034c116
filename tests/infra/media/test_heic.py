"""iPhone photos: an extra, which this machine has because tests need it."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path

from tests.infra.media.corpus import CASES

ROOT = Path(__file__).parents[3]


def test_iphone_photos_are_among_the_nasty_files_where_tests_run() -> None:
    assert find_spec("pillow_heif"), "install requirements-dev.txt"
    assert {"heic", "heic_orientation_6", "half_a_heic", "heic_claims"} <= set(CASES)


def test_what_reads_them_is_never_installed_unasked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert not [line for line in project["dependencies"] if "heif" in line]
    assert "pillow_heif" not in (ROOT / "requirements.txt").read_text()
    assert "pillow-heif" not in (ROOT / "requirements.txt").read_text()
    assert any(
        "pillow-heif" in line for line in project["optional-dependencies"]["heic"]
    )

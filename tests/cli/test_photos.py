"""The command that says of photos what an upload would meet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from marketplace.cli.photos import photos
from tests.infra.media import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    turned = samples.stored(samples.scene(320, 240), 6)
    photo = samples.encoded(turned, exif=samples.exif(6))
    (tmp_path / "good.jpg").write_bytes(photo)
    (tmp_path / "tiny.png").write_bytes(samples.encoded(samples.scene(40, 30), "PNG"))
    (tmp_path / "letter.jpg").write_bytes(b"%PDF-1.7")
    (tmp_path / "words.jpg").write_bytes(b"words")
    return tmp_path


def said(folder: Path, *names: str) -> tuple[int, list[str]]:
    paths = [str(folder / name) for name in names]
    result = CliRunner().invoke(photos, ["check", *paths])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output.replace(f"{folder}/", "").splitlines()


def test_a_good_photo_is_named_with_its_format_and_size(folder: Path) -> None:
    assert said(folder, "good.jpg") == (0, ["good.jpg: ok JPEG 240x320"])


def test_one_refused_file_fails_the_command_and_all_are_named(folder: Path) -> None:
    code, lines = said(folder, "tiny.png", "letter.jpg", "words.jpg", "good.jpg")
    assert code == 1
    assert lines == [
        "tiny.png: photo_too_small width=40 height=30",
        "letter.jpg: photo_not_a_photo kind=pdf",
        "words.jpg: photo_not_a_photo",
        "good.jpg: ok JPEG 240x320",
    ]


def test_what_cannot_be_opened_is_named(folder: Path) -> None:
    (folder / "album").mkdir()
    code, lines = said(folder, "gone.jpg", "album", "good.jpg")
    assert code == 1
    assert lines == [
        "gone.jpg: No such file or directory",
        "album: Is a directory",
        "good.jpg: ok JPEG 240x320",
    ]


def test_no_database_is_needed_and_none_is_made(folder: Path) -> None:
    data = folder / "data"
    environment = {**os.environ, "MARKETPLACE_SECRET_KEY": "x" * 40}
    environment |= {"MARKETPLACE_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "marketplace", "photos", "check"]
    done = subprocess.run(
        [*command, str(folder / "good.jpg")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.endswith("good.jpg: ok JPEG 240x320\n")
    assert not data.exists()

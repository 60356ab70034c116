"""Photos in a ZIP: which there are, and why one is refused as a whole."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from marketplace.catalog.rules.sheets import fold
from marketplace.errors import Invalid

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipInfo

MAX_UNPACKED = 300 * 1024 * 1024  # bytes
MAX_LISTING = 4 * 1024 * 1024  # bytes of the list of files: some 30,000 of them
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"
_ENCRYPTED, _UTF8 = 0x1, 0x800
_JUNK = ("__macosx/",)
_JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def opened(path: Path) -> ZipFile:
    """Open a ZIP of photos; the list of its files must not fill the memory.

    Raises Invalid("import_zip_broken"), Invalid("import_zip_big").
    """
    with path.open("rb") as file:
        _check_list(file)
    try:
        return ZipFile(path)
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise Invalid("import_zip_broken") from None


def photos_in(archive: ZipFile) -> dict[str, ZipInfo]:
    """Return the files of a ZIP by folded name.

    Raises Invalid: "import_zip_path" for names with folders or that lead out,
    "import_zip_locked", "import_zip_big" by what the files say they hold,
    "import_zip_twice" for two of one name.
    """
    files = [one for one in archive.infolist() if not one.is_dir() and not _junk(one)]
    if sum(one.file_size for one in files) > MAX_UNPACKED:
        raise Invalid("import_zip_big", most=MAX_UNPACKED // 2**20)
    found: dict[str, ZipInfo] = {}
    for one in files:
        name = _name(one)
        if one.flag_bits & _ENCRYPTED:
            raise Invalid("import_zip_locked")
        if any(mark in name for mark in ("/", "\\", ":", "\0")) or name in {".", ".."}:
            raise Invalid("import_zip_path", name=name[:60])
        if fold(name) in found:
            raise Invalid("import_zip_twice", name=name[:60])
        found[fold(name)] = one
    return found


def _check_list(file: IO[bytes]) -> None:
    """Look at the end, where a ZIP says how long its list is, before reading that.

    The long form (ZIP64) is for what is far beyond our limits.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise Invalid("import_zip_broken")
    (listing,) = struct.unpack_from("<L", tail, at + 12)
    if listing > MAX_LISTING or tail[max(0, at - 20) : at].startswith(_END64):
        raise Invalid("import_zip_big", most=MAX_UNPACKED // 2**20)


def _junk(one: ZipInfo) -> bool:
    name = one.filename.casefold()
    return name.startswith(_JUNK) or name.rpartition("/")[2] in _JUNK_NAMES


def _name(one: ZipInfo) -> str:
    """Return a file's name; old tools write Cyrillic without saying in which code."""
    # `filename` is cut at a NUL and has its slashes turned: judge what was really said.
    name = one.orig_filename
    if one.flag_bits & _UTF8:
        return name
    raw = name.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp866")

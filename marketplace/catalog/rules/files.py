"""Which files can be sold for download, and under which name they go out."""

import re
import unicodedata

from marketplace.errors import Invalid

MAX_FILE = 30 * 1024 * 1024  # bytes
MAX_NAME = 80  # letters, the ending too
HEAD = 64  # bytes that tell the kind
_ZIP = b"PK\x03\x04"
_EPUB = b"mimetypeapplication/epub+zip"  # the first file of the archive, as EPUB asks
_FIRST = {
    "pdf": re.compile(rb"%PDF-"),
    "zip": re.compile(_ZIP),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "epub": re.compile(_ZIP + rb".{26}" + re.escape(_EPUB), re.DOTALL),
    "mp3": re.compile(rb"ID3|\xff[\xf2\xf3\xfa\xfb]"),
}
ENDINGS = frozenset(_FIRST)
_UNWANTED = re.compile(r'[<>:"|?*%;]')


def kind_of(head: bytes, name: str) -> str:
    """Return the ending of an allowed file; `head` is its first `HEAD` bytes.

    Raises Invalid("file_kind") unless the ending is a known one and the bytes agree.
    """
    stem, _dot, ending = name.lower().rpartition(".")
    kind = "jpg" if ending == "jpeg" else ending
    if not stem or kind not in _FIRST or not _FIRST[kind].match(head):
        raise Invalid("file_kind", field="file")
    return kind


def clean_name(name: str, kind: str) -> str:
    """Return the name buyers get: no folders, nothing unseen, at most `MAX_NAME`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    seen = "".join(
        letter
        for letter in stem
        if unicodedata.category(letter)[0] not in {"C", "Z"} or letter == " "
    )
    words = " ".join(_UNWANTED.sub(" ", seen).split()).strip(". ")
    room = MAX_NAME - len(kind) - 1
    return f"{words[:room].rstrip(' .') or 'file'}.{kind}"

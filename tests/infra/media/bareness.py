"""Look into an encoded file, box by box, for anything that is not pixels."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.infra.media.samples import opened

_SECRETS = (b"SECRET", "SECRET".encode("utf-16-le"))
_ALLOWED = {"JPEG": {0xE0}, "WEBP": {b"VP8 ", b"VP8L"}}
_METADATA = {"icc_profile", "exif", "xmp", "comment"}


def what_is_left(data: bytes) -> list[str]:
    """Return everything in a JPEG, WebP or AVIF that came along with the pixels."""
    image = opened(data)
    found = [str(secret) for secret in _SECRETS if secret in data]
    found += sorted(set(image.info) & _METADATA)
    found += [f"EXIF {tag}" for tag in image.getexif()]
    if image.format == "JPEG":
        extra = {m for m in _segments(data) if m >= 0xE0} - _ALLOWED["JPEG"]
        found += [f"segment {marker:x}" for marker in extra]
    elif image.format == "WEBP":
        found += [f"chunk {name!r}" for name in {*_chunks(data)} - _ALLOWED["WEBP"]]
    else:
        found += [str(mark) for mark in (b"Exif", b"mime", b"prof") if mark in data]
    return found


def _segments(data: bytes) -> Iterator[int]:
    """Yield the marker of each JPEG segment before the first scan, and of a tail."""
    at = 2
    while data[at + 1] != 0xDA:
        yield data[at + 1]
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    if not data.endswith(b"\xff\xd9"):
        yield 0xFF


def _chunks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at < len(data):
        yield data[at : at + 4]
        size = struct.unpack_from("<I", data, at + 4)[0]
        at += 8 + size + size % 2

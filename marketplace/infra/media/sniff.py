"""What a file is by its first bytes; its name and claimed type count for nothing."""

from __future__ import annotations

from marketplace.infra.media.errors import PhotoRefused

HEAD = 1024
"""Bytes of the beginning that decide."""

_PHOTOS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_VIDEOS = (b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01")
_OTHERS = (
    (b"%PDF", "pdf"),
    (b"8BPS", "psd"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"%!PS", "eps"),
    (b"\xc5\xd0\xd3\xc6", "eps"),
    (b"PK\x03\x04", "zip"),
    (b"\xff\x0a", "jxl"),
    (b"\x00\x00\x00\x0cJXL ", "jxl"),
    (b"\x00\x00\x00\x0cjP  ", "jp2"),
)
_MARKUP = ((b"<svg", "svg"), (b"<html", "html"), (b"<!doctype html", "html"))
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1"),
}


def sniff(head: bytes) -> str:
    """Return Pillow's name of the format: JPEG, PNG, GIF, WEBP, AVIF or HEIF.

    Raises `PhotoRefused` (photo_empty, photo_is_video, photo_not_a_photo).
    """
    head = head[:HEAD]
    if not head:
        raise PhotoRefused("photo_empty")
    return _by_prefix(head, _PHOTOS) or _riff(head) or _boxes(head) or _refuse(head)


def _by_prefix(head: bytes, table: tuple[tuple[bytes, str], ...]) -> str:
    return next((kind for magic, kind in table if head.startswith(magic)), "")


def _riff(head: bytes) -> str:
    return "WEBP" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""


def _boxes(head: bytes) -> str:
    """Tell the photos among the ISO base media files; the rest of them are films."""
    if head[4:8] != b"ftyp":
        return ""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    raise PhotoRefused("photo_is_video")


def _refuse(head: bytes) -> str:
    if head.startswith(_VIDEOS) or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        raise PhotoRefused("photo_is_video")
    kind = _by_prefix(head, _OTHERS)
    if not kind:
        text = head.lower()
        kind = next((name for mark, name in _MARKUP if mark in text), "")
    raise PhotoRefused("photo_not_a_photo", kind=kind)

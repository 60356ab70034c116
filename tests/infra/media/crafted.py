"""Files put together byte by byte, as no honest encoder would."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SCAN = b"\xff\xda"


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a PNG chunk with its checksum."""
    return struct.pack(">I", len(body)) + name + body + _checksum(name + body)


def _checksum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))


def png(
    width: int, height: int, pixels: bytes, *, bits: int = 8, colour: int = 2
) -> bytes:
    """Return a PNG of these packed pixels, whatever its header promises."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(name, body) for name, body in parts)


def with_chunk(data: bytes, name: bytes, body: bytes) -> bytes:
    """Return the PNG with one chunk more, right after its header."""
    at = len(SIGNATURE) + 25
    return data[:at] + chunk(name, body) + data[at:]


def zeros(size: int) -> bytes:
    """Return so many zero bytes in zlib's packing, made without holding them."""
    packer, block = zlib.compressobj(1), bytes(1 << 20)
    whole, rest = divmod(size, len(block))
    parts = [packer.compress(block) for _ in range(whole)]
    return b"".join((*parts, packer.compress(block[:rest]), packer.flush()))


def kept(data: bytes) -> bytes:
    """Return the data as zlib stores it unpacked: a secret stays readable."""
    return zlib.compress(data, 0)


def with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """Return the JPEG with one segment more, right after its start."""
    head = struct.pack(">BBH", 0xFF, marker, len(body) + 2)
    return data[:2] + head + body + data[2:]


def claiming(data: bytes, width: int, height: int) -> bytes:
    """Return the baseline JPEG with other sides in its header, in px."""
    out = bytearray(data)
    at = out.index(b"\xff\xc0")
    out[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(out)


def with_riff(data: bytes, name: bytes, body: bytes) -> bytes:
    """Return the WebP with one chunk more at its end, its length made right."""
    extra = name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    size = struct.pack("<I", len(data) - 8 + len(extra))
    return data[:4] + size + data[8:] + extra


def webp_claiming(width: int, height: int) -> bytes:
    """Return a WebP whose canvas is far larger than what follows."""
    sides = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    extended = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + sides
    body = b"WEBP" + extended + b"VP8 " + struct.pack("<I", 30) + b"\0" * 30
    return b"RIFF" + struct.pack("<I", len(body)) + body


def ftyp(brand: bytes) -> bytes:
    """Return the beginning of an ISO base media file of this brand."""
    return struct.pack(">I", 20) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"\0" * 400


def with_sides(data: bytes, width: int, height: int) -> bytes:
    """Return the AVIF or HEIC with other sides in every `ispe` box, in px."""
    parts = data.split(b"ispe")
    sides = struct.pack(">III", 0, width, height)
    return parts[0] + b"".join(b"ispe" + sides + part[12:] for part in parts[1:])


def gif_claiming(width: int, height: int) -> bytes:
    """Return a GIF of one dot on a screen of these sides, in px."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b",\0\0\0\0" + struct.pack("<HHB", width, height, 0)
    return b"GIF89a" + screen + frame + b"\x02\x02\x44\x01\x00;"


def exif_block(entries: bytes) -> bytes:
    """Return little-endian EXIF whose first directory holds these raw entries."""
    count = struct.pack("<H", len(entries) // 12)
    return b"Exif\0\0II*\0\x08\0\0\0" + count + entries + b"\0\0\0\0"


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    """Return one raw EXIF entry."""
    return struct.pack("<HHII", tag, kind, count, value)

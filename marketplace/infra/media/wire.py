"""How the parent and the isolated child talk: JSON and raw bytes, never pickle.

A photo may have taken the child over; what it answers is data to be checked, so that
the worst it can do is to send a wrong picture of its own photo.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from io import BufferedIOBase

_MAX_HEAD = 1_000_000
_MAX_BLOBS = 100_000_000
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use: seconds of wall clock and CPU, bytes of address space."""

    wall: float = 15.0
    cpu: int = 10
    memory: int = 1_200_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """A JSON object and the byte strings that travel with it."""

    head: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


def send(stream: BufferedIOBase, message: Message) -> None:
    """Write one message and flush it."""
    sizes = [len(blob) for blob in message.blobs]
    head = json.dumps({"head": message.head, "sizes": sizes}).encode()
    stream.write(_LENGTH.pack(len(head)) + head)
    stream.writelines(message.blobs)
    stream.flush()


def receive(stream: BufferedIOBase) -> Message:
    """Read one message. Raises EOFError after a hang-up, ValueError on nonsense."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > _MAX_HEAD:
        raise ValueError(length)
    envelope = json.loads(_exactly(stream, length))
    sizes = [int(size) for size in envelope["sizes"]]
    if min(sizes, default=0) < 0 or sum(sizes) > _MAX_BLOBS:
        raise ValueError(sizes)
    return Message(envelope["head"], tuple(_exactly(stream, size) for size in sizes))


def _exactly(stream: BufferedIOBase, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data

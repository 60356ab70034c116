"""Take an upload's bytes in, no more of them than can be of use."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from marketplace.infra.media.isolated import MAX_MEGABYTES

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1024 * 1024  # bytes


def receive(stream: IO[bytes], target: Path) -> None:
    """Write a stream to a file; what goes far over the limit is read but not kept."""
    limit = MAX_MEGABYTES * 1024 * 1024
    size = 0
    with target.open("wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size <= limit + CHUNK:  # one chunk more is enough to be refused for
                file.write(chunk)

"""Photos of papers: the post's receipt, a signed receipt for cash."""

import secrets
import tempfile
import uuid
from pathlib import Path
from typing import IO

from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters

FOLDER = "q"  # of the storage; nothing there is served to who must not see it


def take_in(person_id: uuid.UUID, stream: IO[bytes]) -> str:
    """Make a small, safe picture of a photographed paper; return where it lies.

    Raises media.PhotoRefused with the code that says why, TooMany. Works outside any
    transaction.
    """
    adapters().limits.take("upload", str(person_id))
    db.session.rollback()
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        source = Path(folder) / "upload"
        media.receive(stream, source)
        picture = media.card_set(source)
    largest = max(
        (one for one in picture.renditions if one.ext == "webp"),
        key=lambda one: one.width,
    )
    name = secrets.token_hex(16)
    path = f"{FOLDER}/{name[:2]}/{name}.webp"
    adapters().storage.put(path, largest.data)
    return path

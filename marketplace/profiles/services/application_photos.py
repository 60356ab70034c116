"""Take in a photo that comes with an application."""

import tempfile
import uuid
from pathlib import Path
from typing import IO

from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.profiles.models import ApplicationFile
from marketplace.profiles.services import applications


def take_in(
    person_id: uuid.UUID, item_id: uuid.UUID, stream: IO[bytes]
) -> ApplicationFile:
    """Make a photo of an upload, safe and small; the upload itself is never kept.

    Raises media.PhotoRefused with the code that says why, Invalid("photo_too_many"),
    NotFound for an item that takes no photos. The pixels are worked on outside any
    transaction.
    """
    adapters().limits.take("upload", str(person_id))
    applications.check_upload(person_id, item_id)
    db.session.rollback()
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        source = Path(folder) / "upload"
        media.receive(stream, source)
        picture = media.card_set(source)
    stored = media.publish(adapters().storage, picture)
    return applications.keep_file(person_id, item_id, stored)

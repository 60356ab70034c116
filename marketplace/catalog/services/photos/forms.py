"""Photos that come with a form: worked on at once, so that a refusal stands beside it."""

import tempfile
import uuid
from pathlib import Path
from typing import IO

from marketplace.catalog.models import Photo
from marketplace.catalog.services.photos import rows
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.infra.staging import digest_of


def take_in(
    shop_id: uuid.UUID, stream: IO[bytes], listing_id: uuid.UUID | None = None
) -> Photo:
    """Make a photo of an upload, not yet part of a listing.

    If `listing_id` has the very same already, that is returned.

    Raises media.PhotoRefused with the code that says why, TooMany("photo_too_often"). The
    pixels are worked on outside any transaction; the upload itself is never kept.
    """
    rows.take_quota(shop_id)
    db.session.rollback()  # end the read the request has begun: pixels take a while
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        source = Path(folder) / "upload"
        media.receive(stream, source)
        sha256 = digest_of(source)
        known = rows.sent_before(shop_id, sha256, listing_id=listing_id)
        if known is not None and known.state == "ready":
            return known
        picture = media.card_set(source)
    return rows.remember(shop_id, media.publish(adapters().storage, picture), sha256)

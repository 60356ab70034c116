"""Photos that come with a form."""

import uuid
from dataclasses import dataclass, field

from flask import request

from marketplace.catalog import queries
from marketplace.catalog.models import Photo
from marketplace.catalog.rules import MAX_PHOTOS
from marketplace.catalog.services import photos
from marketplace.errors import Invalid, TooMany
from marketplace.infra.media import PhotoRefused
from marketplace.web.messages import explain


@dataclass
class Uploads:
    """The good photos of a form, sent now or kept from before, and what was refused.

    `status` is the HTTP status the refusals ask for.
    """

    photos: list[Photo]
    problems: list[str] = field(default_factory=list)
    status: int = 422

    @property
    def ids(self) -> list[uuid.UUID]:
        """The ids of the good ones, in order."""
        return [photo.id for photo in self.photos]


def kept(shop_id: uuid.UUID) -> Uploads:
    """Return the photos a refused form has brought along."""
    ids = [_uuid(text) for text in request.form.getlist("photo_ids")]
    known = [photo_id for photo_id in ids if photo_id]
    return Uploads(queries.loose_photos(shop_id, known))


def receive(shop_id: uuid.UUID) -> Uploads:
    """Take in every photo of the form; one that is refused does not lose the others."""
    uploads = kept(shop_id)
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue
        try:
            if len(uploads.photos) >= MAX_PHOTOS:
                raise Invalid("photo_too_many", most=MAX_PHOTOS)
            uploads.photos.append(photos.take_in(shop_id, file.stream))
        except (PhotoRefused, Invalid, TooMany) as error:
            uploads.problems.append(f"{file.filename[:60]}: {explain(error)}")
            uploads.status = error.status
        finally:
            file.close()  # a temporary file of up to 30 MB: not kept till the end
    return uploads


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

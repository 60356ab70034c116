"""Photos that come with a form."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO, Any

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
    most: int = MAX_PHOTOS

    @property
    def ids(self) -> list[uuid.UUID]:
        """The ids of the good ones, in order."""
        return [photo.id for photo in self.photos]


def kept(shop_id: uuid.UUID) -> Uploads:
    """Return the photos a refused form has brought along."""
    return named(shop_id, request.form.getlist("photo_ids"))


def named(shop_id: uuid.UUID, words: Iterable[str]) -> Uploads:
    """Return this shop's photos of these ids, which somebody has written."""
    ids = [_uuid(text) for text in words]
    known = [photo_id for photo_id in ids if photo_id]
    return Uploads(queries.loose_photos(shop_id, known))


def receive(shop_id: uuid.UUID) -> Uploads:
    """Take in every photo of the form; one that is refused does not lose the others."""
    uploads = kept(shop_id)

    def take(stream: IO[bytes]) -> None:
        if len(uploads.photos) >= MAX_PHOTOS:
            raise Invalid("photo_too_many", most=MAX_PHOTOS)
        photo = photos.take_in(shop_id, stream)
        # The same file chosen twice is one photo.
        if photo.sha256 not in {one.sha256 for one in uploads.photos}:
            uploads.photos.append(photo)

    uploads.problems, uploads.status = each_file(take)
    return uploads


def each_file(
    take: Callable[[IO[bytes]], Any], most: int | None = None
) -> tuple[list[str], int]:
    """Take the photos of a form in, all or the first `most` of them.

    Return what was refused, in words, and a status.
    """
    problems, status = [], 422
    files = [file for file in request.files.getlist("photos") if file.filename]
    for file in files[:most]:
        try:
            take(file.stream)
        except (PhotoRefused, Invalid, TooMany) as error:
            problems.append(f"{(file.filename or '')[:60]}: {explain(error)}")
            status = error.status
        finally:
            file.close()  # a temporary file of up to 30 MB: not kept till the end
    return problems, status


def any_chosen() -> bool:
    """Whether the form brought any file."""
    return any(file.filename for file in request.files.getlist("photos"))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

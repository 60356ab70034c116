"""Photos that a browser sends one by one; answers are JSON, in her language.

After tus.io, as far as we need it: `POST` with Upload-Length opens an upload that comes in
pieces, `HEAD` says how far it is, `PATCH` at Upload-Offset brings the next piece. A `POST`
without that header brings the whole photo.
"""

import uuid

from flask import Response, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.models import Photo
from marketplace.catalog.services.photos import uploads
from marketplace.catalog.services.photos.uploads import Upload
from marketplace.errors import Invalid
from marketplace.i18n import _
from marketplace.infra.media import PhotoRefused
from marketplace.infra.staging import Part
from marketplace.permissions import Scope
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.labels import advice
from marketplace.web.messages import explain
from marketplace.web.viewer import own_shop_id

MOST_ASKED = 50


@bp.get("/my/photos")
@access(Scope.THINGS)
def photo_states() -> ResponseReturnValue:
    """Say how her photos stand; `ids` are theirs, with commas between."""
    asked = request.args.get("ids", "").split(",")[:MOST_ASKED]
    try:
        ids = [uuid.UUID(text) for text in asked if text]
    except ValueError:
        raise Invalid from None
    found = queries.shops_photos(own_shop_id(), ids)
    return jsonify(photos=[_state(photo) for photo in found])


@bp.get("/my/photos/<uuid:client_id>")
@access(Scope.THINGS)
def photo_progress(client_id: uuid.UUID) -> ResponseReturnValue:
    """Say how far an upload is."""
    return _answer(uploads.progress(_upload(client_id)), 200)


@bp.post("/my/photos/<uuid:client_id>")
@access(Scope.THINGS)
def photo_send(client_id: uuid.UUID) -> ResponseReturnValue:
    """Take a photo in, or open an upload in pieces."""
    upload = _upload(client_id)
    if "Upload-Length" in request.headers:
        return _answer(uploads.begin(upload, _number("Upload-Length")), 201)
    return _answer(uploads.receive(upload, request.stream), 202)


@bp.patch("/my/photos/<uuid:client_id>")
@access(Scope.THINGS)
def photo_add(client_id: uuid.UUID) -> ResponseReturnValue:
    """Take the next piece of an upload."""
    at = _number("Upload-Offset")
    return _answer(uploads.add(_upload(client_id), at, request.stream), 200)


def _upload(client_id: uuid.UUID) -> Upload:
    thing = request.args.get("thing", type=uuid.UUID)
    told = request.headers.get("X-Content-SHA256", "")
    return Upload(own_shop_id(), client_id, thing, told)


def _number(header: str) -> int:
    """Return a number of bytes; -1, which nothing has, for anything else."""
    number = count_of(request.headers.get(header), digits=12)
    return -1 if number is None else number


def _answer(found: Photo | Part, status: int) -> Response:
    """Answer with the photo (202 while it is worked on), or with how far it is."""
    if isinstance(found, Photo):
        done = found.state != "received"
        return make_response(jsonify(_state(found)), 200 if done else 202)
    answer = make_response(jsonify(state="sending", offset=found.offset), status)
    answer.headers["Upload-Offset"] = str(found.offset)
    answer.headers["Upload-Length"] = str(found.length)
    return answer


def _state(photo: Photo) -> dict[str, str]:
    return {
        "id": str(photo.id),
        "state": photo.state,
        "message": _words(photo),
        "thumb": photo.thumb,
    }


def _words(photo: Photo) -> str:
    if photo.state == "failed":
        return explain(PhotoRefused(photo.code, **photo.facts))
    if photo.state != "ready":
        return str(_("Checking"))
    better = advice(photo.advice)
    return f"{_('Ready')}. {better}" if better else str(_("Ready"))

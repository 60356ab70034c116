"""The file a thing sells: taken from a form, handed to whoever may have it."""

import uuid
from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue
from werkzeug import Response

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.forms import ThingForm
from marketplace.catalog.rules import Mode
from marketplace.catalog.services import files
from marketplace.errors import Invalid, NotFound, TooMany
from marketplace.infra.adapters import adapters
from marketplace.infra.media import NoSuchFile, UnsafeKey
from marketplace.permissions import Scope
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id


@bp.get("/my/things/<uuid:listing_id>/file")
@access(Scope.THINGS)
def my_file(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Hand her the file she has written last into a thing."""
    content = queries.my_content(own_shop_id(), listing_id)
    return hand_out(*queries.file_of(content))


def receive(form: ThingForm, shop_id: uuid.UUID) -> None:
    """Take the file of a form in, or keep the one that has come with it before."""
    form.keep_file(*queries.kept_file(shop_id, form.file_key.data or ""))
    sent = request.files.get("file")
    form.file_sent = bool(sent and sent.filename)
    if sent is None or not form.file_sent or form.mode.data != Mode.DIGITAL:
        return
    try:
        form.keep_file(*files.take_in(shop_id, sent.stream, sent.filename or ""))
    except (Invalid, TooMany) as error:
        form.refuse_file(error)
    finally:
        sent.close()  # a temporary file of up to 30 MB: not kept till the end


def hand_out(key: str, name: str) -> Response:
    """Answer with the file itself: to keep, never to show, whatever is in it."""
    try:
        data = adapters().storage.get(key)
    except (NoSuchFile, UnsafeKey):
        raise NotFound from None
    answer = send_file(
        BytesIO(data),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer

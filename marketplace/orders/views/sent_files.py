"""Files of conversations, handed out under a signed address that knows no cookie.

Whoever was shown a page with a file gets an address that holds for an hour. Nothing of
the session is read or written there, and nothing but our own pictures is ever shown.
"""

import uuid
from io import BytesIO

from flask import Blueprint, Response, request, send_file, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from marketplace.errors import NotFound
from marketplace.infra.keys import derive
from marketplace.infra.limits import network
from marketplace.orders.rules.talk import Taken
from marketplace.orders.services import attachments
from marketplace.permissions import Access
from marketplace.web.access import access

sent_bp = Blueprint("sent", __name__)
HOUR = 3600  # seconds


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derive("sent", "files"), salt="sent")


def address_of(attachment_id: uuid.UUID, *, small: bool = False) -> str:
    """Return an address of a file that holds for an hour."""
    return url_for("sent.sent_file", token=token_of(attachment_id, small=small))


def token_of(attachment_id: uuid.UUID, *, small: bool = False) -> str:
    """Return what opens a file for an hour."""
    return str(_signer().dumps([attachment_id.hex, int(small)]))


@sent_bp.get("/sent/<token>")
@access(Access.PUBLIC)
def sent_file(token: str) -> ResponseReturnValue:
    """Hand a file out: only the small pictures we have made are for looking at."""
    try:
        key, small = _signer().loads(token, max_age=HOUR)
        data, name, kind = attachments.get(uuid.UUID(key), small=bool(small))
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    return _handed_out(data, name, show=kind == "webp")


def _handed_out(data: bytes, name: str, *, show: bool) -> Response:
    answer = send_file(
        BytesIO(data),
        mimetype="image/webp" if show else "application/octet-stream",
        as_attachment=not show,
        download_name=name,
    )
    answer.headers["Cache-Control"] = f"private, max-age={HOUR}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def taken_in(name: str = "files") -> tuple[Taken, ...]:
    """Take in the files of this request's form; raises what `attachments.take_in` does.

    Whoever may not send here must have been refused before: what is taken in lies in
    the storage for a day, wanted or not.
    """
    chosen = [one for one in request.files.getlist(name) if one.filename]
    try:
        return attachments.take_in(
            network(request.remote_addr or ""),
            [(one.stream, str(one.filename)) for one in chosen],
        )
    finally:
        for one in chosen:
            one.close()

"""Serve the pictures: public, immutable, never the masters."""

from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from marketplace.errors import NotFound
from marketplace.infra.adapters import adapters
from marketplace.infra.media import NoSuchFile, UnsafeKey
from marketplace.permissions import Access
from marketplace.web.access import access

media_bp = Blueprint("media", __name__)
TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}
YEAR = 31_536_000  # seconds


@media_bp.get("/media/p/<path:name>")
@access(Access.PUBLIC)
def picture(name: str) -> ResponseReturnValue:
    """Send one file; its name is made from its content, so it never changes."""
    kind = TYPES.get(name.rpartition(".")[2])
    if kind is None:
        raise NotFound
    try:
        data = adapters().storage.get(f"p/{name}")
    except (NoSuchFile, UnsafeKey):
        raise NotFound from None
    answer = send_file(BytesIO(data), mimetype=kind)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer

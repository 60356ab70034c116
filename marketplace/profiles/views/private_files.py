"""Send a photo that is for a few eyes only."""

from io import BytesIO

from flask import send_file
from werkzeug import Response

from marketplace.errors import NotFound
from marketplace.infra.adapters import adapters
from marketplace.infra.media import NoSuchFile, UnsafeKey

MOST = 1080  # px


def send_private(path: str) -> Response:
    """Answer with a file of the media storage that nobody else may keep."""
    try:
        data = adapters().storage.get(path)
    except (NoSuchFile, UnsafeKey):
        raise NotFound from None
    answer = send_file(BytesIO(data), mimetype="image/webp")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer

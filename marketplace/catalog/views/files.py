"""Serve the pictures: immutable, never the masters, only of what one may see."""

import re
from io import BytesIO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.errors import NotFound
from marketplace.infra.adapters import adapters
from marketplace.infra.media import NoSuchFile, UnsafeKey
from marketplace.infra.media.avatar import avatar_svg
from marketplace.permissions import STRANGER, Access, Permission
from marketplace.profiles.queries import Labs
from marketplace.web.access import access
from marketplace.web.viewer import maybe_viewer, reader

media_bp = Blueprint("media", __name__)
TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}
YEAR = 31_536_000  # seconds
SEED = re.compile(r"[0-9a-f]{16}")


@media_bp.get("/media/p/<path:name>")
@access(Access.PUBLIC)
def picture(name: str) -> ResponseReturnValue:
    """Send one file; its name is made from its content, so it never changes."""
    key, _, file = name.rpartition("/")
    kind = TYPES.get(file.rpartition(".")[2])
    if kind is None or not _may_see(f"p/{key}"):
        raise NotFound
    try:
        data = adapters().storage.get(f"p/{name}")
    except (NoSuchFile, UnsafeKey):
        raise NotFound from None
    return kept(send_file(BytesIO(data), mimetype=kind))


@media_bp.get("/media/a/<seed>.svg")
@access(Access.PUBLIC)
def avatar(seed: str) -> ResponseReturnValue:
    """Draw the ornament of a shop; it says nothing of whose it is."""
    if not SEED.fullmatch(seed):
        raise NotFound
    drawn = Response(avatar_svg(seed), mimetype="image/svg+xml")
    return kept(drawn)


def _may_see(key: str) -> bool:
    """Strangers cost one query; who reads is asked only when they may not."""
    if queries.shown_to_anybody(key):
        return True
    who, person = reader(), maybe_viewer()
    if who == STRANGER:
        return False
    staff_of: Labs = frozenset()
    if person is not None and person.may(Permission.MODERATE_LISTINGS):
        staff_of = person.labs(Permission.MODERATE_LISTINGS)
    return queries.shown_to(key, who, staff_of)


def kept(answer: Response) -> Response:
    """Let the reader's own browser keep it, and no cache between: a shop may hide."""
    answer.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer

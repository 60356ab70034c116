"""The photos of one thing: their order, their words, others in their place."""

import uuid
from collections.abc import Callable
from typing import IO, Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.services.photos import things
from marketplace.catalog.views import uploads
from marketplace.errors import Invalid
from marketplace.i18n import _
from marketplace.permissions import Scope
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import own_shop_id

STEPS = {"up": -1, "down": 1}


@bp.get("/my/things/<uuid:listing_id>/photos")
@access(Scope.THINGS)
def thing_photos(listing_id: uuid.UUID) -> str:
    """Show the photos of a thing and what she can do with each."""
    return _page(listing_id, [])


@bp.post("/my/things/<uuid:listing_id>/photos")
@access(Scope.THINGS)
def thing_photos_add(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Put more photos on a thing."""
    shop_id = own_shop_id()
    queries.thing_photos(shop_id, listing_id)
    return _take(listing_id, lambda stream: things.add(shop_id, listing_id, stream))


@bp.post("/my/things/<uuid:listing_id>/photos/<uuid:photo_id>/move")
@access(Scope.THINGS)
def photo_move(listing_id: uuid.UUID, photo_id: uuid.UUID) -> ResponseReturnValue:
    """Let a photo change places with its neighbour."""
    step = STEPS.get(request.form.get("to", ""), 0)
    things.move(own_shop_id(), photo_id, step)
    return _answer(listing_id)


@bp.post("/my/things/<uuid:listing_id>/photos/<uuid:photo_id>/words")
@access(Scope.THINGS)
def photo_describe(listing_id: uuid.UUID, photo_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what she says is on a photo."""
    things.describe(own_shop_id(), photo_id, request.form.get("words", ""))
    return _answer(listing_id)


@bp.post("/my/things/<uuid:listing_id>/photos/<uuid:photo_id>/replace")
@access(Scope.THINGS)
def photo_replace(listing_id: uuid.UUID, photo_id: uuid.UUID) -> ResponseReturnValue:
    """Put another photo in its place."""
    shop_id = own_shop_id()
    queries.thing_photos(shop_id, listing_id)
    return _take(
        listing_id, lambda stream: things.replace(shop_id, photo_id, stream), most=1
    )


@bp.post("/my/things/<uuid:listing_id>/photos/<uuid:photo_id>/delete")
@access(Scope.THINGS)
def photo_delete(listing_id: uuid.UUID, photo_id: uuid.UUID) -> ResponseReturnValue:
    """Take a photo off a thing for good."""
    things.delete(own_shop_id(), photo_id)
    return _answer(listing_id)


def _take(
    listing_id: uuid.UUID,
    take: Callable[[IO[bytes]], Any],
    most: int | None = None,
) -> ResponseReturnValue:
    """Take in what was chosen; show the page again, with what was refused."""
    problems, status = uploads.each_file(take, most)
    if not uploads.any_chosen():
        problems = [explain(Invalid("photo_none"))]
    return (_page(listing_id, problems), status) if problems else _answer(listing_id)


def _answer(listing_id: uuid.UUID) -> ResponseReturnValue:
    flashes.success(_("Done."))
    return redirect(url_for("catalog.thing_photos", listing_id=listing_id), 303)


def _page(listing_id: uuid.UUID, problems: list[str]) -> str:
    thing = queries.thing_photos(own_shop_id(), listing_id)
    return render_template("catalog/photos.html", thing=thing, problems=problems)

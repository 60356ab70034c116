"""The files of things and changes that wait for a look."""

import uuid

from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.catalog.rules import Content
from marketplace.catalog.views.digital import hand_out
from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.things import LOOK
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/desk/things/<uuid:listing_id>/file")
@access(LOOK)
def thing_file(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Hand out what buyers of a thing would download."""
    row = catalog.listing_for(viewer().labs(LOOK), listing_id)
    return hand_out(*catalog.file_of(catalog.content_of(row.id)))


@bp.get("/desk/changes/<uuid:change_id>/file")
@access(LOOK)
def change_file(change_id: uuid.UUID) -> ResponseReturnValue:
    """Hand out what buyers would download once a change is let through."""
    found = catalog.change_for(viewer().labs(LOOK), change_id)
    return hand_out(*catalog.file_of(Content.from_json(found.content)))

"""Things that wait for a look."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.catalog.forms import LookForm
from marketplace.catalog.queries import PhotoView
from marketplace.catalog.services import listings
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _, pick
from marketplace.money import Money
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/desk/things")
@access(Permission.MODERATE_LISTINGS)
def things() -> str:
    """Show what waits for a look."""
    rows = catalog.queued_listings(viewer().labs(Permission.MODERATE_LISTINGS))
    return render_template("coordinator/things.html", rows=rows)


@bp.get("/desk/things/<uuid:listing_id>")
@access(Permission.MODERATE_LISTINGS)
def thing(listing_id: uuid.UUID) -> str:
    """Show one thing as buyers will see it, with the form for the answer."""
    return _thing_page(listing_id, LookForm())


@bp.post("/desk/things/<uuid:listing_id>")
@access(Permission.MODERATE_LISTINGS)
def thing_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Let a thing through, or ask for changes."""
    catalog.listing_for(viewer().labs(Permission.MODERATE_LISTINGS), listing_id)
    form = LookForm(request.form)
    decided = form.carry_out(
        lambda: listings.decide(
            listing_id, form.decision.data, by=viewer().id, note=form.note.data or ""
        )
    )
    if not decided:
        return form.again(_thing_page(listing_id, form))
    flashes.success(_("Done. She is told."))
    return redirect(url_for("coordinator.things"), 303)


def _thing_page(listing_id: uuid.UUID, form: LookForm) -> str:
    labs = viewer().labs(Permission.MODERATE_LISTINGS)
    row = catalog.listing_for(labs, listing_id)
    language, text = pick({part.locale: part for part in row.texts})
    return render_template(
        "coordinator/thing.html",
        listing=row,
        text=text,
        language=language,
        price=Money(row.price_minor, row.currency),
        section=pick({part.locale: part.name for part in row.category.texts})[1],
        photos=[PhotoView.of(photo) for photo in row.photos],
        form=form,
    )

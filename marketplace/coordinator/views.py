"""What waits in my Labs: applications, things to look at, orders."""

import uuid
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.catalog.forms import LookForm
from marketplace.catalog.queries import PhotoView
from marketplace.catalog.services import listings
from marketplace.errors import MarketplaceError
from marketplace.i18n import _, pick
from marketplace.money import Money
from marketplace.orders import queries as orders
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.forms import DecisionForm
from marketplace.profiles.services import applications as applying
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

bp = Blueprint("coordinator", __name__)


@bp.get("/desk")
@access(Permission.SEE_LAB_ORDERS)
def desk() -> str:
    """Show what waits, oldest first."""
    me = viewer()
    return render_template(
        "coordinator/desk.html",
        applications=people.waiting_applications(
            me.labs(Permission.REVIEW_APPLICATIONS), limit=10
        ),
        things=catalog.queued_listings(me.labs(Permission.MODERATE_LISTINGS), limit=10),
        orders=orders.lab_orders(me.labs(Permission.SEE_LAB_ORDERS), limit=10),
    )


@bp.get("/desk/applications")
@access(Permission.REVIEW_APPLICATIONS)
def applications() -> str:
    """Show who waits for an answer."""
    labs = viewer().labs(Permission.REVIEW_APPLICATIONS)
    return render_template(
        "coordinator/applications.html", rows=people.waiting_applications(labs)
    )


@bp.get("/desk/applications/<uuid:application_id>")
@access(Permission.REVIEW_APPLICATIONS)
def application(application_id: uuid.UUID) -> str:
    """Show one application, with the form for the answer."""
    return _application_page(application_id, DecisionForm())


@bp.post("/desk/applications/<uuid:application_id>")
@access(Permission.REVIEW_APPLICATIONS)
def application_post(application_id: uuid.UUID) -> ResponseReturnValue:
    """Answer an application."""
    labs = viewer().labs(Permission.REVIEW_APPLICATIONS)
    people.application_for(labs, application_id)
    form = DecisionForm(request.form)
    if _answered(form, applying.decide, application_id):
        flashes.success(_("Your answer is on its way to her."))
        return redirect(url_for("coordinator.applications"), 303)
    return _application_page(application_id, form), 422


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
    if _answered(form, listings.decide, listing_id):
        flashes.success(_("Done. She is told."))
        return redirect(url_for("coordinator.things"), 303)
    return _thing_page(listing_id, form), 422


@bp.get("/desk/orders")
@access(Permission.SEE_LAB_ORDERS)
def lab_orders() -> str:
    """Show the orders of my Labs."""
    rows = orders.lab_orders(viewer().labs(Permission.SEE_LAB_ORDERS))
    return render_template("coordinator/orders.html", rows=rows)


def _answered(
    form: DecisionForm | LookForm, decide: Callable[..., object], key: uuid.UUID
) -> bool:
    """Take the answer over; False when the form or a rule refuses it."""
    if not form.validate():
        return False
    note = form.note.data or ""
    try:
        decide(key, form.decision.data, by=viewer().id, note=note)
    except MarketplaceError as error:
        form.add_error(error, explain(error))
        return False
    return True


def _application_page(application_id: uuid.UUID, form: DecisionForm) -> str:
    labs = viewer().labs(Permission.REVIEW_APPLICATIONS)
    found, person = people.application_for(labs, application_id)
    return render_template(
        "coordinator/application.html",
        application=found,
        person=person,
        steps=people.history("application", found.id),
        form=form,
    )


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

"""The price calculator: what to ask for a thing, and what an hour is paid then."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.forms import CostsForm, costs_data
from marketplace.catalog.rules.pricing import Offer, at_price, check_costs, offers
from marketplace.catalog.services import costs
from marketplace.errors import MarketplaceError
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles import queries as profiles
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id


@bp.get("/my/price")
@access(Access.HERSELF)
def price() -> str:
    """Show the calculator for something that is not written yet."""
    own_shop_id()
    return _page(CostsForm(), None, [])


@bp.post("/my/price")
@access(Access.HERSELF)
def price_post() -> ResponseReturnValue:
    """Calculate; nothing is kept."""
    return _calculated(None)


@bp.get("/my/things/<uuid:listing_id>/price")
@access(Access.HERSELF)
def price_of(listing_id: uuid.UUID) -> str:
    """Show the calculator for a thing, with her numbers if she has kept them."""
    row = queries.my_listing(own_shop_id(), listing_id)
    kept = queries.my_costs(listing_id)
    if kept is None:
        return _page(CostsForm(), listing_id, [])
    found = offers(kept, _fee())
    found.append(at_price("own", kept, row.price_minor, _fee()))
    return _page(CostsForm(data=costs_data(kept)), listing_id, found, kept.wage)


@bp.post("/my/things/<uuid:listing_id>/price")
@access(Access.HERSELF)
def price_of_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Calculate, and keep the numbers if she wishes."""
    queries.my_listing(own_shop_id(), listing_id)
    return _calculated(listing_id)


@bp.post("/my/things/<uuid:listing_id>/price/forget")
@access(Access.HERSELF)
def price_forget(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Forget her numbers."""
    costs.forget(own_shop_id(), listing_id)
    flashes.success(_("Done."))
    return redirect(url_for("catalog.price_of", listing_id=listing_id), 303)


def _calculated(listing_id: uuid.UUID | None) -> ResponseReturnValue:
    form = CostsForm(request.form)
    if not form.validate():
        return form.again(_page(form, listing_id, []))
    try:
        known = check_costs(form.costs)
        if listing_id and form.keep.data:
            costs.keep(own_shop_id(), listing_id, known)
    except MarketplaceError as error:
        form.refuse(error)
        return form.again(_page(form, listing_id, []))
    found = offers(known, _fee())
    if form.own.data:
        found.append(at_price("own", known, form.own.amount.minor, _fee()))
    return _page(form, listing_id, found, known.wage)


def _fee() -> int:
    return profiles.fee_of_shop(own_shop_id())


def _page(
    form: CostsForm, listing_id: uuid.UUID | None, found: list[Offer], wage: int = 0
) -> str:
    shop_id = own_shop_id()
    listing = queries.my_listing(shop_id, listing_id) if listing_id else None
    return render_template(
        "catalog/price.html",
        form=form,
        listing=listing,
        offers=found,
        kept=bool(listing_id and queries.my_costs(listing_id)),
        wage=wage,
    )

"""The checkout: one form, one purchase, on to the payment."""

import secrets
import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import Conflict, MarketplaceError
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms import CheckoutForm
from marketplace.orders.queries import BasketPage
from marketplace.orders.rules.delivery import COUNTRIES, WAYS
from marketplace.orders.services import basket as baskets
from marketplace.orders.services import checkout as checkouts
from marketplace.orders.services import payments, ways
from marketplace.orders.views import basket
from marketplace.orders.views.also import also
from marketplace.orders.views.buying import buyer_of, go_and_pay, known_buyer
from marketplace.permissions import Access
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.messages import explain
from marketplace.web.viewer import reader

Deliveries = dict[uuid.UUID, str]


@bp.get("/checkout")
@access(Access.PUBLIC)
def checkout() -> ResponseReturnValue:
    """Ask where to and how each parcel goes, then who buys."""
    page = queries.basket_page(basket.token(), reader())
    if not page.parts or page.dearer:
        return redirect(url_for("orders.basket"), 303)
    key = {"submit_key": secrets.token_urlsafe(18), "country": page.plan.country}
    return _page(CheckoutForm(data={**key, **known_buyer()}), page)


@bp.post("/checkout")
@access(Access.PUBLIC)
def checkout_post() -> ResponseReturnValue:
    """Place the purchase and send the buyer to pay; or only reckon anew."""
    form = CheckoutForm(request.form)
    moved = _moved(form)
    page = queries.basket_page(
        basket.token(),
        reader(),
        country=_country(form),
        wishes={} if moved else _wishes(),
    )
    if moved or "recalculate" in request.form:
        return _reckoned(form, page)
    form.country.data = page.plan.country
    form.offer(_ways(page))
    if form.validate() and _all_chosen(form, page):
        try:
            return _place(form, page)
        except MarketplaceError as error:
            if error.code == "placed_already":
                return _to_the_first(error)
            form.add_error(error, explain(error))
    if not page.parts:
        return redirect(url_for("orders.basket"), 303)
    return _page(form, page), 422


def _place(form: CheckoutForm, page: BasketPage) -> ResponseReturnValue:
    taken = {key: choice.way for key, choice in page.plan.choices.items()}
    deliveries = {**taken, **_wishes()}
    purchase = checkouts.place(
        basket.token(),
        buyer_of(form, form.address.data or ""),
        deliveries,
        submit_key=form.submit_key.data,
        provider=form.way.data or payments.way_to_pay(),
        reader=reader(),
        country=page.plan.country,
        shown=_shown(deliveries),
    )
    return go_and_pay((purchase.id, purchase.secret))


def _to_the_first(error: MarketplaceError) -> ResponseReturnValue:
    flashes.problem(explain(error))
    return redirect(url_for("orders.purchase", secret=error.facts["secret"]), 303)


def _reckoned(form: CheckoutForm, page: BasketPage) -> ResponseReturnValue:
    """Show what it costs now; nothing is placed, nothing typed is lost."""
    if not page.parts:
        return redirect(url_for("orders.basket"), 303)
    if "recalculate" in request.form:
        return _page(form, page)
    form.add_error(Conflict("country_changed"), explain(Conflict("country_changed")))
    return _page(form, page), 422


def _country(form: CheckoutForm) -> str:
    """Return the country of the form; "" for none, then the basket's counts."""
    return form.country.data if form.country.data in COUNTRIES else ""


def _moved(form: CheckoutForm) -> bool:
    """Keep another country than the page has shown prices for; say whether it is one."""
    country, seen = _country(form), form.country_seen.data
    if not country or country == (seen or country):
        return False
    baskets.send_to(basket.token(), country)
    return True


def _wishes() -> Deliveries:
    """Return the way chosen for each shop."""
    found = {}
    for name, way in request.form.items():
        kind, _, key = name.partition("-")
        if kind == "delivery" and way in WAYS:
            found[basket.known(key)] = way
    return found


def _shown(deliveries: Deliveries) -> dict[uuid.UUID, int] | None:
    """Return what the page has said delivery costs; None when it has not."""
    found = {}
    for key, way in deliveries.items():
        minor = count_of(request.form.get(f"shown-{key}-{way}"), digits=11)
        if minor is None:
            return None
        found[key] = minor
    return found


def _all_chosen(form: CheckoutForm, page: BasketPage) -> bool:
    """Say for which shops no way is chosen yet."""
    for part in page.parts:
        if not page.plan.choices[part.shop_id].way:
            error = Conflict("way_needed", alias=part.alias)
            form.add_error(error, explain(error))
    return not form.form_errors


def _ways(page: BasketPage) -> list[str]:
    """Return the ways to pay for the parcels as they are chosen."""
    chosen = page.plan.choices
    return ways.of_parcels(
        ways.parcels_of(
            (part.lab_id, chosen[part.shop_id].way, page.plan.country)
            for part in page.parts
        )
    )


def _page(form: CheckoutForm, page: BasketPage) -> str:
    form.offer(_ways(page))
    form.country_seen.data = form.country.data = page.plan.country
    return render_template("orders/checkout.html", form=form, page=page, also=also())

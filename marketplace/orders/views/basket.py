"""The basket."""

import uuid

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog.queries import newest_of_all
from marketplace.errors import MarketplaceError, NotFound
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.rules.delivery import COUNTRIES
from marketplace.orders.services import basket as baskets
from marketplace.orders.views.also import also
from marketplace.permissions import Access
from marketplace.web import flashes, labels
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.messages import explain
from marketplace.web.viewer import reader

MONTH = 30 * 24 * 3600  # seconds
NEW = 3  # things shown where the basket is empty


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` pins it to this host over https."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return "__Host-basket" if secure else "basket"


def token() -> str | None:
    """Return the basket token of this browser."""
    return request.cookies.get(cookie_name())


def count() -> int:
    """Return how many things this browser has in its basket, asked once a request."""
    if "basket_count" not in g:
        g.basket_count = queries.basket_count(token(), reader())
    return int(g.basket_count)


@bp.get("/basket")
@access(Access.PUBLIC)
def basket() -> str:
    """Show the basket, grouped by shop."""
    page = queries.basket_page(token(), reader())
    return render_template(
        "orders/basket.html",
        page=page,
        countries={code: labels.country(code) for code in COUNTRIES},
        also=also() if page.parts else None,
        new=() if page.parts else newest_of_all(size=NEW).rows,
    )


@bp.post("/basket/country")
@access(Access.PUBLIC)
def basket_country() -> ResponseReturnValue:
    """Keep where the things go."""
    try:
        baskets.send_to(token(), request.form.get("country", ""))
    except MarketplaceError as error:
        flashes.problem(explain(error))
    return redirect(url_for("orders.basket"), 303)


@bp.post("/basket/add")
@access(Access.PUBLIC)
def basket_add() -> ResponseReturnValue:
    """Put something into the basket."""
    try:
        kept = baskets.add(token(), _variant(), _quantity(), reader())
        flashes.success(_("It is in the basket."))
    except MarketplaceError as error:
        if isinstance(error, NotFound):
            raise
        flashes.problem(explain(error))
        return redirect(url_for("orders.basket"), 303)
    answer = redirect(url_for("orders.basket"), 303)
    answer.set_cookie(
        cookie_name(),
        kept,
        max_age=MONTH,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return answer


@bp.post("/basket/change")
@access(Access.PUBLIC)
def basket_change() -> ResponseReturnValue:
    """Change how many, or take something out."""
    try:
        wanted = 0 if "remove" in request.form else _quantity()
        baskets.change(token(), _variant(), wanted)
    except MarketplaceError as error:
        flashes.problem(explain(error))
    return redirect(url_for("orders.basket"), 303)


@bp.post("/basket/prices")
@access(Access.PUBLIC)
def basket_accept() -> ResponseReturnValue:
    """Go on with the prices of today, which the buyer has read."""
    shown = {}
    for name, value in request.form.items():
        kind, _, key = name.partition("-")
        minor = count_of(value, digits=11)
        if kind == "price" and minor is not None:
            shown[known(key)] = minor
    baskets.accept_prices(token(), shown)
    return redirect(url_for("orders.checkout"), 303)


def _variant() -> uuid.UUID:
    return known(request.form.get("variant", ""))


def known(text: str) -> uuid.UUID:
    """Return the id a form names; NotFound for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None


def _quantity() -> int:
    quantity = count_of(request.form.get("quantity", "1").strip(), digits=5)
    return -1 if quantity is None else quantity

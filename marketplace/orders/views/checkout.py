"""The checkout: one form, one purchase, on to the payment."""

import secrets
import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import MarketplaceError
from marketplace.i18n import current
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms import CheckoutForm
from marketplace.orders.queries import ShopPart
from marketplace.orders.services import checkout as checkouts
from marketplace.orders.services import payments
from marketplace.orders.views import basket
from marketplace.permissions import Access
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import reader


@bp.get("/checkout")
@access(Access.PUBLIC)
def checkout() -> ResponseReturnValue:
    """Ask who buys and how each parcel goes."""
    parts = queries.basket_view(basket.token(), reader())
    if not parts or any(part.dearer for part in parts):
        return redirect(url_for("orders.basket"), 303)
    form = CheckoutForm(data={"submit_key": secrets.token_urlsafe(18)})
    return _page(form, parts, {})


@bp.post("/checkout")
@access(Access.PUBLIC)
def checkout_post() -> ResponseReturnValue:
    """Place the purchase and send the buyer to pay."""
    form = CheckoutForm(request.form)
    parts = queries.basket_view(basket.token(), reader())
    deliveries = {part.shop_id: _delivery(part.shop_id) for part in parts}
    if form.validate():
        buyer = checkouts.Buyer(
            form.name.data, form.contact.data, current(), form.address.data or ""
        )
        try:
            return _place(buyer, deliveries, form.submit_key.data)
        except MarketplaceError as error:
            if error.code == "placed_already":
                flashes.problem(explain(error))
                secret = error.facts["secret"]
                return redirect(url_for("orders.purchase", secret=secret), 303)
            form.add_error(error, explain(error))
    if not parts:
        return redirect(url_for("orders.basket"), 303)
    return _page(form, parts, deliveries), 422


def _place(
    buyer: checkouts.Buyer, deliveries: dict[uuid.UUID, str], submit_key: str
) -> ResponseReturnValue:
    purchase = checkouts.place(
        basket.token(),
        buyer,
        deliveries,
        submit_key=submit_key,
        provider=payments.way_to_pay(),
        reader=reader(),
    )
    secret = purchase.secret
    try:
        return redirect(payments.begin(purchase.id), 303)
    except MarketplaceError:  # paid or expired already: her page says which
        return redirect(url_for("orders.purchase", secret=secret), 303)


def _delivery(shop_id: uuid.UUID) -> str:
    chosen = request.form.get(f"delivery-{shop_id}", "pickup")
    return chosen if chosen in {"pickup", "post"} else "pickup"


def _page(
    form: CheckoutForm, parts: list[ShopPart], deliveries: dict[uuid.UUID, str]
) -> str:
    return render_template(
        "orders/checkout.html", form=form, parts=parts, deliveries=deliveries
    )

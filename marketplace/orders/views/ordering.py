"""Order a package of a service."""

import secrets
import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.infra.adapters import adapters
from marketplace.infra.limits import network
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import PackageForm
from marketplace.orders.queries import PackageOffer
from marketplace.orders.services import commissions, ways
from marketplace.orders.views.buying import buyer_of, go_and_pay, known_buyer
from marketplace.permissions import Access
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.viewer import reader


@bp.get("/packages/<uuid:package_id>")
@access(Access.PUBLIC)
def order_package(package_id: uuid.UUID) -> str:
    """Show what is ordered, ask who orders it."""
    offer = queries.package_offer(package_id, reader())
    data = {"submit_key": secrets.token_urlsafe(18), **known_buyer()}
    return _page(PackageForm(data={**data, "seen": offer.price.minor}), offer)


@bp.post("/packages/<uuid:package_id>")
@access(Access.PUBLIC)
def order_package_post(package_id: uuid.UUID) -> ResponseReturnValue:
    """Place the order and go to pay; or only reckon with other extras."""
    offer = queries.package_offer(package_id, reader())
    form = PackageForm(request.form)
    prepare(form, offer)
    if "recalculate" in request.form:
        return _page(form, offer)
    if not form.carry_out(lambda: _placed(form, offer)):
        return form.again(_page(form, offer))
    return go_and_pay(form.result)


def _placed(form: PackageForm, offer: PackageOffer) -> tuple[uuid.UUID, str]:
    # An unpaid order keeps one of her places: nobody may take them all for nothing.
    adapters().limits.take("order", network(request.remote_addr or ""))
    purchase = commissions.order_package(
        offer.package_id,
        [int(one) for one in form.extras.data or ()],
        buyer_of(form, form.address.data or ""),
        seen_minor=count_of(form.seen.data, digits=12) or 0,
        submit_key=form.submit_key.data,
        provider=form.way.data or "",
        reader=reader(),
    )
    return purchase.id, purchase.secret


def prepare(form: PackageForm, offer: PackageOffer) -> None:
    """Offer extras and ways to pay; the price the page will show is what was seen."""
    form.extras.choices = [
        (str(at), name) for at, (name, _price, _days) in enumerate(offer.extras)
    ]
    form.offer(ways.of_work(offer.lab_id))


def _page(form: PackageForm, offer: PackageOffer) -> str:
    prepare(form, offer)
    chosen = [at for one in form.extras.data or () if (at := count_of(one)) is not None]
    total, days = offer.with_extras(chosen)
    form.seen.data = str(total.minor)
    return render_template(
        "orders/order_package.html", form=form, offer=offer, total=total, days=days
    )

"""Order a package of a service."""

import secrets
import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import Conflict, MarketplaceError, NotFound
from marketplace.i18n import current
from marketplace.infra.payments import ProviderAwayError
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import BuyerForm, PackageForm
from marketplace.orders.queries import PackageOffer
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import commissions, payments, ways
from marketplace.permissions import Access
from marketplace.profiles import queries as people
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.messages import explain
from marketplace.web.viewer import maybe_viewer, reader


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


def go_and_pay(placed: tuple[uuid.UUID, str]) -> ResponseReturnValue:
    """Take the buyer to the provider, or to her own page when that says how to pay."""
    purchase_id, secret = placed
    here = url_for("orders.purchase", secret=secret)
    try:
        return redirect(payments.begin(purchase_id) or here, 303)
    except ProviderAwayError:  # nothing is lost: her page offers the other ways
        flashes.problem(explain(Conflict("provider_down")))
    except NotFound:
        raise
    except MarketplaceError:  # paid or over already: her page says which
        pass
    return redirect(here, 303)


def buyer_of(form: BuyerForm, address: str = "") -> Buyer:
    """Return who fills in a form; a helper buys nothing in the name of another."""
    person = maybe_viewer()
    return Buyer(
        form.name.data,
        form.contact.data,
        current(),
        address,
        person.id if person and not person.helper else None,
    )


def known_buyer() -> dict[str, str]:
    """Return what a signed-in buyer need not type; a helper does not see it."""
    person = maybe_viewer()
    if person is None or person.helper:
        return {}
    found = people.person(person.id)
    return {"name": found.name, "contact": found.email or found.phone or ""}


def prepare(form: PackageForm, offer: PackageOffer) -> None:
    """Offer extras and ways to pay; the price the page will show is what was seen."""
    form.extras.choices = [
        (str(at), name) for at, (name, _price, _days) in enumerate(offer.extras)
    ]
    form.offer(ways.of_parcels(ways.parcels_of([(offer.lab_id, offer.place, "KG")])))


def _page(form: PackageForm, offer: PackageOffer) -> str:
    prepare(form, offer)
    chosen = [int(one) for one in form.extras.data or () if one.isdigit()]
    total, days = offer.with_extras(chosen)
    form.seen.data = str(total.minor)
    return render_template(
        "orders/order_package.html", form=form, offer=offer, total=total, days=days
    )

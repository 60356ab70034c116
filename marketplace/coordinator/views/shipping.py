"""What sending costs, as data of a Lab."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.forms import RateForm
from marketplace.orders.services import delivery
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.models import Lab
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.viewer import viewer

EDIT = Permission.EDIT_LAB


@bp.get("/desk/labs/<slug>/shipping")
@access(EDIT)
def lab_shipping(slug: str) -> str:
    """Show every band of a Lab, and add one."""
    found = _lab(slug)
    return _page(found, _form(found))


@bp.post("/desk/labs/<slug>/shipping")
@access(EDIT)
def lab_shipping_post(slug: str) -> ResponseReturnValue:
    """Add a band."""
    found = _lab(slug)
    form = _form(found, request.form)
    lab_id, by = found.id, viewer().id

    def add() -> None:
        shop = uuid.UUID(form.shop.data) if form.shop.data else None
        delivery.add_rate(lab_id, form.band, shop_id=shop, by=by)

    if not form.carry_out(add):
        return form.again(_page(_lab(slug), form))
    flashes.success(_("Saved."))
    return redirect(url_for("coordinator.lab_shipping", slug=slug), 303)


@bp.post("/desk/labs/<slug>/shipping/<uuid:rate_id>/delete")
@access(EDIT)
def lab_shipping_delete(slug: str, rate_id: uuid.UUID) -> ResponseReturnValue:
    """Take a band out."""
    delivery.delete_rate(_lab(slug).id, rate_id, by=viewer().id)
    flashes.success(_("Deleted."))
    return redirect(url_for("coordinator.lab_shipping", slug=slug), 303)


def _lab(slug: str) -> Lab:
    return people.lab_for(viewer().labs(EDIT), slug)


def _form(found: Lab, *args: object) -> RateForm:
    form = RateForm(*args)
    shops = people.shops_of_lab(found.id)
    form.shop.choices = options(
        ("", *(str(key) for key, _alias in shops)),
        (_("All shops of the Lab"), *(alias for _key, alias in shops)),
    )
    return form


def _page(found: Lab, form: RateForm) -> str:
    return render_template(
        "coordinator/lab_shipping.html",
        lab=found,
        form=form,
        rows=queries.rates_of(found.id),
    )

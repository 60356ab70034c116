"""Where her money goes, what was paid out, and a receipt for each."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.money import DetailsForm
from marketplace.orders.rules import LEAST_PAYOUT
from marketplace.orders.services import payouts as services
from marketplace.orders.views import amounts
from marketplace.permissions import Access
from marketplace.profiles.queries import lab_names
from marketplace.profiles.views.private_files import send_private
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/money/payouts")
@access(Access.HERSELF)
def my_payouts() -> str:
    """Show where her money goes, and what was paid out."""
    return _page(DetailsForm())


@bp.post("/my/money/payouts")
@access(Access.HERSELF, fresh=True)
def my_payouts_post() -> ResponseReturnValue:
    """Say where her money goes; new details rest before they are used."""
    shop_id, me, form = own_shop_id(), viewer().id, DetailsForm(request.form)
    kept = form.carry_out(
        lambda: services.set_details(
            shop_id, form.method.data, form.text.data or "", by=me
        )
    )
    if not kept:
        return form.again(_page(form))
    flashes.success(_("Saved."))
    return redirect(url_for("orders.my_payouts"), 303)


@bp.get("/my/money/payouts/<uuid:payout_id>")
@access(Access.HERSELF)
def my_payout(payout_id: uuid.UUID) -> str:
    """Show the receipt of a payout, made for print."""
    row = queries.payout_row(own_shop_id(), payout_id)
    return render_template(
        "orders/my_payout.html",
        row=row,
        items=queries.items_of([row.id])[row.id],
        lab=next(lab.name for lab in lab_names() if lab.id == row.lab_id),
    )


@bp.get("/my/money/payouts/<uuid:payout_id>/photo")
@access(Access.HERSELF)
def my_payout_photo(payout_id: uuid.UUID) -> ResponseReturnValue:
    """Send the photo of the receipt she has signed."""
    found = queries.payout_of(own_shop_id(), payout_id)
    if not found.receipt:
        raise NotFound
    return send_private(found.receipt)


def _page(form: DetailsForm) -> str:
    shop_id = own_shop_id()
    rows = queries.payouts_of(shop_id)
    return render_template(
        "orders/my_payouts.html",
        form=form,
        details=services.details_of(shop_id, rested=False),
        usable=services.details_of(shop_id),
        short=queries.short,
        rows=rows,
        items=queries.items_of(row.id for row in rows),
        shown=amounts.shown(),
        least=LEAST_PAYOUT,
    )

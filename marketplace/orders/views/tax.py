"""How she is taxed: hers alone to see and to say."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.i18n import _
from marketplace.orders.blueprint import bp
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.forms import TaxForm
from marketplace.profiles.services import taxes
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id


@bp.get("/my/money/tax")
@access(Access.HERSELF)
def my_tax() -> str:
    """Show how she is taxed, to change it."""
    shop = queries.own_shop(own_shop_id())
    data = {
        "regime": shop.tax_regime,
        "tin": shop.tin,
        "patent_until": shop.patent_until,
    }
    return render_template("orders/my_tax.html", form=TaxForm(data=data))


@bp.post("/my/money/tax")
@access(Access.HERSELF)
def my_tax_post() -> ResponseReturnValue:
    """Keep how she is taxed."""
    shop_id, form = own_shop_id(), TaxForm(request.form)
    kept = form.carry_out(
        lambda: taxes.change(
            shop_id, form.regime.data, form.tin.data or "", form.patent_until.data
        )
    )
    if not kept:
        return form.again(render_template("orders/my_tax.html", form=form))
    flashes.success(_("Saved."))
    return redirect(url_for("orders.my_tax"), 303)

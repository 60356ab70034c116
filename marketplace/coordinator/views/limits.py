"""Yearly limits of the tax regimes: dated data, set by the network."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import i18n
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.forms.money import LimitForm, money_of
from marketplace.orders.services import limits as services
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

FEES = Permission.SET_FEES


@bp.get("/desk/money/limits")
@access(FEES)
def limits() -> str:
    """Show every limit, and add one."""
    return _page(LimitForm())


@bp.post("/desk/money/limits")
@access(FEES)
def limits_post() -> ResponseReturnValue:
    """Add a limit: it counts from its day on."""
    form, me = LimitForm(request.form), viewer()
    added = form.carry_out(
        lambda: services.add(
            form.regime.data,
            form.valid_from.data,
            money_of(form.yearly),
            form.notes,
            by=me.id,
        )
    )
    if not added:
        return form.again(_page(form))
    flashes.success(_("Saved."))
    return redirect(url_for("coordinator.limits"), 303)


def _page(form: LimitForm) -> str:
    rows = queries.tax_limits()
    return render_template(
        "coordinator/limits.html", form=form, rows=rows, pick=i18n.pick
    )

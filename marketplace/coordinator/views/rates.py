"""Rates of currencies: what the som is worth, day by day."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import clock
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.forms import CurrencyForm, RatesFileForm
from marketplace.orders.rules.currencies import MOST_BYTES
from marketplace.orders.services import rates as services
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

SET = Permission.SET_RATES


@bp.get("/desk/rates")
@access(SET)
def rates() -> str:
    """Show the last rates, and take new ones."""
    return _page(_by_hand(), RatesFileForm())


@bp.post("/desk/rates")
@access(SET)
def rates_post() -> ResponseReturnValue:
    """Enter a rate by hand."""
    form, by = CurrencyForm(request.form), viewer().id
    kept = form.carry_out(
        lambda: services.enter(form.day.data, form.quote.data, form.value.data, by=by)
    )
    return _done() if kept else form.again(_page(form, RatesFileForm()))


@bp.post("/desk/rates/file")
@access(SET)
def rates_file() -> ResponseReturnValue:
    """Take over the file of the National Bank: all its rates or none."""
    sent, by = request.files.get("file"), viewer().id
    data = sent.read(MOST_BYTES + 1) if sent else b""
    form = RatesFileForm()
    if form.carry_out(lambda: services.take_over(data, by=by)):
        return _done()
    return form.again(_page(_by_hand(), form))


def _by_hand() -> CurrencyForm:
    return CurrencyForm(data={"day": clock.today()})


def _done() -> ResponseReturnValue:
    flashes.success(_("Saved."))
    return redirect(url_for("coordinator.rates"), 303)


def _page(by_hand: CurrencyForm, file: RatesFileForm) -> str:
    return render_template(
        "coordinator/rates.html",
        form=by_hand,
        file=file,
        rows=queries.last_rates(),
        problems=file if file.problems else by_hand,
    )

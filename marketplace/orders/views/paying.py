"""Going to pay, coming back, choosing another way, leaving it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import MarketplaceError
from marketplace.i18n import _
from marketplace.infra.payments import ProviderAwayError
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.services import payments, ways
from marketplace.orders.views.purchase import carried_out
from marketplace.permissions import Access
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain


@bp.get("/o/<secret>/return")
@access(Access.PUBLIC)
def payment_return(secret: str) -> ResponseReturnValue:
    """Come back from the provider: take its truth over, then show the purchase.

    A GET that may write, because providers send buyers back by GET. It takes nothing
    from the request but the secret, and repeats without effect.
    """
    queries.purchase_by(secret)
    attempt = queries.open_attempt(secret)
    if attempt is not None:
        try:
            payments.sync(attempt.id)
        except ProviderAwayError:
            flashes.problem(
                _("We cannot ask the card service just now. We go on asking.")
            )
    return redirect(url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/pay")
@access(Access.PUBLIC)
def pay(secret: str) -> ResponseReturnValue:
    """Go to the provider: again if the last try failed, or in another way."""
    found = queries.purchase_by(secret)
    way = request.form.get("way")
    try:
        if way is not None:
            ways.check(way, ways.of_purchase(found.id))
        here = payments.begin(found.id, way)
    except MarketplaceError as error:
        flashes.problem(explain(error))
        here = ""
    return redirect(here or url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/cancel")
@access(Access.PUBLIC)
def purchase_cancel(secret: str) -> ResponseReturnValue:
    """Leave a purchase that is not paid: everything is on sale again."""
    return carried_out(
        secret,
        lambda purchase_id: payments.end(purchase_id, "cancel"),
        _("Cancelled. Nothing has to be paid."),
    )

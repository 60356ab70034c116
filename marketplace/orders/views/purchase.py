"""The buyer's own page, opened by the secret link of her purchase."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import clock
from marketplace.catalog.views.digital import hand_out
from marketplace.errors import MarketplaceError
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.services import fulfil, payments, reviews
from marketplace.orders.views.also import also
from marketplace.permissions import Access
from marketplace.profiles.views.private_files import send_private
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain


@bp.get("/o/<secret>")
@access(Access.PUBLIC)
def purchase(secret: str) -> str:
    """Show every parcel of the purchase and what she can do now."""
    view = queries.purchase_view(secret)
    day = view.purchase.created_at.astimezone(clock.BISHKEK).date()
    return render_template("orders/purchase.html", view=view, also=also(day))


@bp.get("/o/<secret>/lines/<uuid:line_id>/photo")
@access(Access.PUBLIC)
def line_photo(secret: str, line_id: uuid.UUID) -> ResponseReturnValue:
    """Send the photo of what she bought, also when its shop is hidden by now."""
    return send_private(queries.line_photo(secret, line_id))


@bp.get("/o/<secret>/file/<uuid:line_id>")
@access(Access.PUBLIC)
def line_file(secret: str, line_id: uuid.UUID) -> ResponseReturnValue:
    """Hand out a file she has paid, as it was when she bought it."""
    return hand_out(*queries.line_file(secret, line_id))


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
        payments.sync(attempt.id)
    return redirect(url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/pay")
@access(Access.PUBLIC)
def pay(secret: str) -> ResponseReturnValue:
    """Go to the provider, again if the last try failed."""
    found = queries.purchase_by(secret)
    try:
        return redirect(payments.begin(found.id), 303)
    except MarketplaceError as error:
        flashes.problem(explain(error))
        return redirect(url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/orders/<uuid:order_id>/received")
@access(Access.PUBLIC)
def received(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a parcel has arrived."""
    try:
        fulfil.confirm(queries.purchase_by(secret).id, order_id)
        flashes.success(_("Thank you. The maker is paid now."))
    except MarketplaceError as error:
        if error.status == 404:
            raise
        flashes.problem(explain(error))
    return redirect(url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/lines/<uuid:line_id>/review")
@access(Access.PUBLIC)
def review(secret: str, line_id: uuid.UUID) -> ResponseReturnValue:
    """Say how it is."""
    stars = request.form.get("stars", "")
    try:
        reviews.write(
            queries.purchase_by(secret).id,
            line_id,
            stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else 0,
            text=request.form.get("text", "").strip()[:1000],
            author=request.form.get("author", "").strip()[:40],
        )
        flashes.success(_("Thank you for your words."))
    except MarketplaceError as error:
        if error.status == 404:
            raise
        flashes.problem(explain(error))
    return redirect(url_for("orders.purchase", secret=secret), 303)

"""The buyer's own page, opened by the secret link of her purchase."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import clock
from marketplace.catalog.views.digital import hand_out
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.services import cases, fulfil, reviews, ways
from marketplace.orders.views.also import also
from marketplace.permissions import Access
from marketplace.profiles.views.private_files import send_private
from marketplace.web import acting
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/o/<secret>")
@access(Access.PUBLIC)
def purchase(secret: str) -> str:
    """Show every parcel of the purchase and what she can do now."""
    return page(secret)


def page(secret: str, kept: dict[str, str] | None = None) -> str:
    """Return the page of a link; `kept` is what was written into a form that failed."""
    view = queries.purchase_view(secret)
    orders = [one.order for one in view.parcels]
    waits = view.status == "awaiting_payment"
    day = view.purchase.created_at.astimezone(clock.BISHKEK).date()
    return render_template(
        "orders/purchase.html",
        view=view,
        also=also(day),
        offered=ways.of_parcels(ways.of_purchase(view.purchase.id)) if waits else [],
        leaving={one.id for one in orders if fulfil.may_step_back(one, one.lines)},
        complaining={
            one.id for one in orders if cases.can_open(one, view.cases.get(one.id))
        },
        of_buyer={
            one.id: queries.shown_review_of_buyer(one.id)
            for one in orders
            if one.kind == "service" and one.state == "completed"
        },
        works=queries.works_of([one.id for one in orders if one.kind == "service"]),
        kept={"at": "", "reason": "", "text": "", **(kept or {})},
    )


@bp.get("/account/orders")
@access(Access.HERSELF)
def my_purchases() -> str:
    """Show what somebody bought while she was signed in."""
    me = viewer().id
    return render_template(
        "orders/my_purchases.html",
        rows=queries.bought_by(me),
        wanted=queries.wanted_of(me),
    )


@bp.get("/o/<secret>/receipt")
@access(Access.PUBLIC)
def receipt(secret: str) -> str:
    """Show what was bought, from whom and for how much, made for print."""
    view = queries.purchase_view(secret)
    return render_template("orders/receipt.html", view=view)


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


def carried_out(
    secret: str,
    action: Callable[[uuid.UUID], Any],
    words: str,
    kept: dict[str, str] | None = None,
) -> ResponseReturnValue:
    """Do something for the purchase of a link, say so or why not, show its page.

    What was written (`kept`) stays in the form when it cannot be done.
    """
    error = acting.done(lambda: action(queries.purchase_by(secret).id), words)
    if error and kept is not None:
        return page(secret, kept), 422
    return redirect(url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/orders/<uuid:order_id>/received")
@bp.post("/o/<secret>/orders/<uuid:order_id>/accept", endpoint="work_accept")
@access(Access.PUBLIC)
def received(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a parcel has arrived, or that the work is right."""
    return carried_out(
        secret,
        lambda purchase_id: fulfil.confirm(purchase_id, order_id),
        _("Thank you. The maker is paid now."),
    )


@bp.post("/o/<secret>/orders/<uuid:order_id>/cancel")
@access(Access.PUBLIC)
def order_cancel(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Step back from an order nobody works on yet."""
    return carried_out(
        secret,
        lambda purchase_id: fulfil.step_back(purchase_id, order_id),
        _("The order is cancelled. What you have paid comes back to you."),
    )


@bp.post("/o/<secret>/orders/<uuid:order_id>/case")
@access(Access.PUBLIC)
def case_open(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Say what is wrong."""
    reason = request.form.get("reason", "")
    text = request.form.get("text", "")
    return carried_out(
        secret,
        lambda purchase_id: cases.open_one(purchase_id, order_id, reason, text),
        _("The maker and the Lab read it. The maker is not paid until it is settled."),
        {"at": str(order_id), "reason": reason, "text": text},
    )


@bp.post("/o/<secret>/cases/<uuid:case_id>")
@access(Access.PUBLIC)
def case_answer(secret: str, case_id: uuid.UUID) -> ResponseReturnValue:
    """Answer, or say that all is well."""
    text = request.form.get("text", "")
    if "settled" in request.form:
        return carried_out(
            secret,
            lambda purchase_id: cases.withdraw(purchase_id, case_id),
            _("Good. The order goes on."),
        )
    return carried_out(
        secret,
        lambda purchase_id: cases.answer_as_buyer(purchase_id, case_id, text),
        _("Sent."),
        {"at": str(case_id), "text": text},
    )


@bp.post("/o/<secret>/lines/<uuid:line_id>/review")
@access(Access.PUBLIC)
def review(secret: str, line_id: uuid.UUID) -> ResponseReturnValue:
    """Say how it is."""
    stars = request.form.get("stars", "")
    text = request.form.get("text", "").strip()[:1000]
    author = request.form.get("author", "").strip()[:40]
    return carried_out(
        secret,
        lambda purchase_id: reviews.write(
            purchase_id,
            line_id,
            stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else 0,
            text=text,
            author=author,
        ),
        _("Thank you for your words."),
    )

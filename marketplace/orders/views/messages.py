"""A shop's conversations, and what it offers in them."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import OfferForm
from marketplace.orders.services import quote_ends, quotes, reports, threads
from marketplace.orders.services.threads import Said
from marketplace.orders.views.sent_files import taken_in
from marketplace.permissions import Scope
from marketplace.web import acting
from marketplace.web.access import access
from marketplace.web.paging import Cursor
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/messages")
@access(Scope.ORDERS)
def my_messages() -> str:
    """Show her conversations, the last changed first."""
    after = Cursor.decode(request.args.get("after"))
    page = queries.shop_threads(own_shop_id(), after)
    return render_template("orders/threads.html", page=page, seller=True)


@bp.get("/my/messages/<uuid:thread_id>")
@access(Scope.ORDERS)
def my_thread(thread_id: uuid.UUID) -> str:
    """Show a conversation."""
    return _page(thread_id)


def _page(thread_id: uuid.UUID, kept: str = "", form: OfferForm | None = None) -> str:
    view = queries.thread_of_shop(own_shop_id(), thread_id)
    return render_template(
        "orders/my_thread.html",
        view=view,
        buyer=queries.rating_of_buyer(view.thread),
        kept=kept,
        form=form or OfferForm(),
    )


@bp.post("/my/messages/<uuid:thread_id>")
@access(Scope.ORDERS)
def my_thread_say(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Send words and files; what cannot be sent stays in the form."""
    text = request.form.get("phrase") or request.form.get("text", "")
    shop_id, me = own_shop_id(), viewer().id
    found = queries.thread_of_shop(shop_id, thread_id)

    def send() -> None:
        threads.check_open(found.thread)  # before any file is taken in
        files = taken_in()
        threads.say_as_seller(shop_id, thread_id, Said(text, files, me))

    if error := acting.done(send, _("Sent.")):
        return _page(thread_id, text), error.status
    return _back(thread_id)


def _back(thread_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("orders.my_thread", thread_id=thread_id), 303)


def _do(
    thread_id: uuid.UUID, action: Callable[[], Any], words: str = ""
) -> ResponseReturnValue:
    queries.thread_of_shop(own_shop_id(), thread_id)
    acting.done(action, words)
    return _back(thread_id)


@bp.post("/my/orders/<uuid:order_id>/talk")
@access(Scope.ORDERS)
def my_order_talk(order_id: uuid.UUID) -> ResponseReturnValue:
    """Go to the conversation about an order; it begins now if there is none."""
    shop_id = own_shop_id()
    queries.shop_order(shop_id, order_id)
    return _back(threads.talk_as_seller(shop_id, order_id))


@bp.post("/my/messages/<uuid:thread_id>/seen")
@access(Scope.ORDERS)
def my_thread_seen(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Note that she has read it."""
    return _do(thread_id, partial(threads.seen_by_seller, own_shop_id(), thread_id))


@bp.post("/my/messages/<uuid:thread_id>/report")
@access(Scope.ORDERS)
def my_thread_report(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Report it: nothing more can be written until the Lab has looked."""
    words = _("Reported. Nothing more can be written here until the Lab has looked.")
    report = partial(reports.report_as_seller, own_shop_id(), thread_id, by=viewer().id)
    return _do(thread_id, report, words)


@bp.post("/my/messages/<uuid:thread_id>/<any(block, unblock):what>")
@access(Scope.ORDERS)
def my_thread_block(thread_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Hear nothing more from this buyer, or hear again."""
    on = what == "block"
    block = partial(reports.block_as_seller, own_shop_id(), thread_id, on=on)
    return _do(thread_id, block, _("Saved."))


@bp.post("/my/messages/<uuid:thread_id>/drop")
@access(Scope.ORDERS)
def my_thread_drop(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Delete what was said so far, on her side."""
    drop = partial(threads.drop_as_seller, own_shop_id(), thread_id)
    return _do(thread_id, drop, _("Deleted for you."))


@bp.post("/my/messages/<uuid:thread_id>/offer")
@access(Scope.ORDERS)
def my_offer(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Make an offer, or the next version of it."""
    form, shop_id, me = OfferForm(request.form), own_shop_id(), viewer().id
    queries.thread_of_shop(shop_id, thread_id)
    made = form.carry_out(
        lambda: quotes.offer_in(shop_id, thread_id, form.terms, by=me)
    )
    if not made:
        return form.again(_page(thread_id, form=form))
    return _back(thread_id)


@bp.post(
    "/my/messages/<uuid:thread_id>/quotes/<uuid:quote_id>/<any(take, decline):what>"
)
@access(Scope.ORDERS)
def my_quote_step(
    thread_id: uuid.UUID, quote_id: uuid.UUID, what: str
) -> ResponseReturnValue:
    """Agree to what the buyer offers, or say that it cannot be."""
    shop_id, me, note = own_shop_id(), viewer().id, request.form.get("note", "")
    step: Callable[[], Any] = partial(quotes.take, shop_id, quote_id, by=me)
    if what == "decline":
        step = partial(quote_ends.decline, shop_id, quote_id, note, by=me)
    return _do(thread_id, step, _("Saved."))

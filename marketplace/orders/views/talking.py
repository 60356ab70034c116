"""A conversation as its buyer sees it, under a secret link."""

import secrets
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import AcceptForm, CounterForm
from marketplace.orders.queries import QuoteView
from marketplace.orders.services import quote_ends, quotes, reports, threads, ways
from marketplace.orders.services.threads import Said
from marketplace.orders.views.buying import go_and_pay
from marketplace.orders.views.sent_files import taken_in
from marketplace.permissions import Access
from marketplace.web import acting
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.paging import Cursor
from marketplace.web.viewer import viewer


@bp.get("/t/<secret>")
@access(Access.PUBLIC)
def thread(secret: str) -> str:
    """Show what was said, and what was offered."""
    return _page(secret)


def _page(secret: str, kept: str = "", counter: CounterForm | None = None) -> str:
    view = queries.thread_by(secret)
    return render_template(
        "orders/thread.html", view=view, kept=kept, counter=counter or CounterForm()
    )


@bp.get("/account/messages")
@access(Access.HERSELF)
def my_threads() -> str:
    """Show the conversations somebody has begun while she was signed in."""
    page = queries.buyer_threads(viewer().id, Cursor.decode(request.args.get("after")))
    return render_template("orders/threads.html", page=page, seller=False)


@bp.post("/t/<secret>")
@access(Access.PUBLIC)
def thread_say(secret: str) -> ResponseReturnValue:
    """Send words and files; what cannot be sent stays in the form."""
    text = request.form.get("phrase") or request.form.get("text", "")
    found = queries.thread_by(secret)

    def send() -> None:
        threads.check_open(found.thread)  # before any file is taken in
        threads.say_as_buyer(secret, Said(text, taken_in()))

    if error := acting.done(send, _("Sent.")):
        return _page(secret, text), error.status
    return _back(secret)


def _back(secret: str) -> ResponseReturnValue:
    return redirect(url_for("orders.thread", secret=secret), 303)


def _do(secret: str, action: Callable[[], Any], words: str = "") -> ResponseReturnValue:
    queries.thread_by(secret)
    acting.done(action, words)
    return _back(secret)


@bp.post("/o/<secret>/orders/<uuid:order_id>/talk")
@access(Access.PUBLIC)
def order_talk(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Go to the conversation about an order; it begins now if there is none."""
    found: list[str] = []

    def talk() -> None:
        purchase_id = queries.purchase_by(secret).id
        found.append(threads.talk_as_buyer(purchase_id, order_id))

    if acting.done(talk):
        return redirect(url_for("orders.purchase", secret=secret), 303)
    return _back(found[0])


@bp.post("/t/<secret>/seen")
@access(Access.PUBLIC)
def thread_seen(secret: str) -> ResponseReturnValue:
    """Note that she has read it."""
    return _do(secret, partial(threads.seen_by_buyer, secret))


@bp.post("/t/<secret>/report")
@access(Access.PUBLIC)
def thread_report(secret: str) -> ResponseReturnValue:
    """Report it: nothing more can be written until the Lab has looked."""
    words = _("Reported. Nothing more can be written here until the Lab has looked.")
    return _do(secret, partial(reports.report_as_buyer, secret), words)


@bp.post("/t/<secret>/<any(block, unblock):what>")
@access(Access.PUBLIC)
def thread_block(secret: str, what: str) -> ResponseReturnValue:
    """Hear nothing more, or hear again."""
    block = partial(reports.block_as_buyer, secret, on=what == "block")
    return _do(secret, block, _("Saved."))


@bp.post("/t/<secret>/drop")
@access(Access.PUBLIC)
def thread_drop(secret: str) -> ResponseReturnValue:
    """Delete what was said so far, on her side."""
    return _do(secret, partial(threads.drop_as_buyer, secret), _("Deleted for you."))


@bp.post("/t/<secret>/quotes/<uuid:quote_id>/counter")
@access(Access.PUBLIC)
def quote_counter(secret: str, quote_id: uuid.UUID) -> ResponseReturnValue:
    """Answer with an offer of her own."""
    form = CounterForm(request.form)
    sent = form.carry_out(
        lambda: quotes.counter(
            secret,
            quote_id,
            form.price.amount.minor,
            form.days.data,
            form.text.data,
        )
    )
    if not sent:
        return form.again(_page(secret, counter=form))
    return _back(secret)


@bp.post("/t/<secret>/quotes/<uuid:quote_id>/<any(withdraw, again):what>")
@access(Access.PUBLIC)
def quote_step(secret: str, quote_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Say that it is no longer wanted, or ask once more after its time."""
    step = quote_ends.withdraw if what == "withdraw" else quote_ends.ask_again
    return _do(secret, partial(step, secret, quote_id), _("Saved."))


@bp.get("/t/<secret>/quotes/<uuid:quote_id>/accept")
@access(Access.PUBLIC)
def quote_accept(secret: str, quote_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is agreed to, and ask how it is paid."""
    quote = _quote(secret, quote_id)
    if not quote.to_accept:
        return _back(secret)
    form = AcceptForm(data={"submit_key": secrets.token_urlsafe(18)})
    return _accept_page(secret, quote, form)


@bp.post("/t/<secret>/quotes/<uuid:quote_id>/accept")
@access(Access.PUBLIC)
def quote_accept_post(secret: str, quote_id: uuid.UUID) -> ResponseReturnValue:
    """Agree to the version she has read, and go to pay."""
    quote, form = _quote(secret, quote_id), AcceptForm(request.form)
    if quote.last is None:
        return _back(secret)
    _offer_ways(secret, form)
    version = request.form.get("version", "")
    agreed = form.carry_out(
        lambda: quotes.accept(
            secret,
            quote_id,
            count_of(version) or 0,
            address=form.address.data or "",
            submit_key=form.submit_key.data,
            provider=form.way.data or "",
        )
    )
    if not agreed:
        return form.again(_accept_page(secret, quote, form))
    return go_and_pay((form.result.id, form.result.secret))


@bp.post("/t/<secret>/parts/<uuid:part_id>/pay")
@access(Access.PUBLIC)
def part_pay(secret: str, part_id: uuid.UUID) -> ResponseReturnValue:
    """Pay the next part of what is agreed."""
    placed: list[tuple[uuid.UUID, str]] = []

    def fund() -> None:
        found = quotes.fund(secret, part_id)
        placed.append((found.id, found.secret))

    if acting.done(fund):
        return _back(secret)
    return go_and_pay(placed[0])


def _quote(secret: str, quote_id: uuid.UUID) -> QuoteView:
    return queries.quote_in(queries.thread_by(secret), quote_id)


def _offer_ways(secret: str, form: AcceptForm) -> None:
    form.offer(ways.of_work(queries.thread_by(secret).thread.lab_id))


def _accept_page(secret: str, quote: QuoteView, form: AcceptForm) -> str:
    _offer_ways(secret, form)
    return render_template(
        "orders/accept_offer.html",
        form=form,
        view=queries.thread_by(secret),
        quote=quote,
    )

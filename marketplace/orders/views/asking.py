"""Ask a maker something, or what something of one's own would cost."""

import uuid
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.i18n import _
from marketplace.infra.adapters import adapters
from marketplace.infra.limits import network
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import AskForm
from marketplace.orders.services import quotes, threads
from marketplace.orders.services.threads import Said
from marketplace.orders.views.buying import buyer_of, known_buyer
from marketplace.orders.views.sent_files import taken_in
from marketplace.permissions import Access
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import reader

Target = tuple[catalog.ShopView | catalog.ListingView, dict[str, str]]
Thing = tuple[catalog.ListingView, dict[str, str]]
Shop = tuple[catalog.ShopView, dict[str, str]]


@bp.get("/ask/l/<slug>")
@access(Access.PUBLIC)
def ask_about(slug: str) -> str:
    """Ask about a thing."""
    return _page(_form(), _thing(slug))


@bp.post("/ask/l/<slug>")
@access(Access.PUBLIC)
def ask_about_post(slug: str) -> ResponseReturnValue:
    """Send it: a conversation begins."""
    found, facts = _thing(slug)
    return _asked((found, facts), found.shop_id, found.id)


@bp.get("/ask/shop/<slug>")
@access(Access.PUBLIC)
def ask_shop(slug: str) -> str:
    """Ask a shop."""
    return _page(_form(), _shop(slug))


@bp.post("/ask/shop/<slug>")
@access(Access.PUBLIC)
def ask_shop_post(slug: str) -> ResponseReturnValue:
    """Send it: a conversation begins."""
    found, facts = _shop(slug)
    return _asked((found, facts), found.id, None)


def _form() -> AskForm:
    wish = "quote" if "quote" in request.args else "question"
    return AskForm(data={**known_buyer(), "kind": wish})


def _thing(slug: str) -> Thing:
    found = catalog.listing_view(slug, reader())
    back = url_for("catalog.listing", slug=slug)
    here = url_for("orders.ask_about_post", slug=slug)
    return found, {"alias": found.seller.alias, "back": back, "here": here}


def _shop(slug: str) -> Shop:
    found = catalog.shop_view(slug, reader())
    back = url_for("catalog.shop", slug=slug)
    here = url_for("orders.ask_shop_post", slug=slug)
    return found, {"alias": found.alias, "back": back, "here": here}


def _asked(
    target: Target, shop_id: uuid.UUID, listing_id: uuid.UUID | None
) -> ResponseReturnValue:
    form = AskForm(request.form)
    if not form.carry_out(partial(_send, form, shop_id, listing_id)):
        return form.again(_page(form, target))
    flashes.success(_("Sent. Keep the address of this page: the answer comes here."))
    return redirect(url_for("orders.thread", secret=form.result), 303)


def _send(form: AskForm, shop_id: uuid.UUID, listing_id: uuid.UUID | None) -> str:
    """Begin the conversation; return its secret."""
    adapters().limits.take("ask", network(request.remote_addr or ""))
    said = Said(form.text.data, taken_in())
    if form.kind.data == "quote":
        quote = quotes.ask(shop_id, buyer_of(form), said, listing_id=listing_id)
        return threads.secret_of(quote.thread_id)
    return threads.ask(shop_id, buyer_of(form), said, listing_id=listing_id)


def _page(form: AskForm, target: Target) -> str:
    found, facts = target
    return render_template("orders/ask.html", form=form, found=found, **facts)

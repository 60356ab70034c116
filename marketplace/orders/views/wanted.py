"""What buyers look for in public: posted, asked about, answered with offers."""

import uuid
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.i18n import _
from marketplace.infra.adapters import adapters
from marketplace.infra.limits import network
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import OfferForm, WantedForm
from marketplace.orders.services import wanted as services
from marketplace.orders.services.wanted import Wish
from marketplace.orders.views.buying import buyer_of, known_buyer
from marketplace.permissions import Access, Scope
from marketplace.web import acting, flashes
from marketplace.web.access import access
from marketplace.web.paging import Cursor
from marketplace.web.viewer import maybe_viewer, own_shop_id, viewer


@bp.get("/wanted")
@access(Access.PUBLIC)
def wanted_list() -> str:
    """Show what is looked for now."""
    page = queries.wanted_list(Cursor.decode(request.args.get("after")))
    return render_template("orders/wanted_list.html", page=page)


@bp.get("/wanted/new")
@access(Access.PUBLIC)
def wanted_new() -> str:
    """Ask what is looked for."""
    return _new_page(WantedForm(data=known_buyer()))


@bp.post("/wanted/new")
@access(Access.PUBLIC)
def wanted_new_post() -> ResponseReturnValue:
    """Put it where every maker reads it."""
    form = WantedForm(request.form)
    _sections(form)
    if not form.carry_out(partial(_posted, form)):
        return form.again(_new_page(form))
    flashes.success(_("It is out. Makers answer here: keep the address of this page."))
    return redirect(url_for("orders.my_wanted", secret=form.result), 303)


def _posted(form: WantedForm) -> str:
    adapters().limits.take("ask", network(request.remote_addr or ""))
    budget = form.budget.amount.minor or None
    wish = Wish(
        uuid.UUID(form.category.data),
        form.title.data,
        form.text.data,
        budget,
        form.wanted_by.data,
    )
    return services.post(buyer_of(form), wish).secret


def _sections(form: WantedForm) -> None:
    form.category.choices = [
        (str(part.id), part.name)
        for top in catalog.sections()
        for part in (top, *top.children)
    ]


def _new_page(form: WantedForm) -> str:
    _sections(form)
    return render_template("orders/wanted_new.html", form=form)


@bp.get("/wanted/<uuid:wanted_id>")
@access(Access.PUBLIC)
def wanted(wanted_id: uuid.UUID) -> str:
    """Show what is looked for; a maker can ask and offer."""
    return _page(wanted_id)


def _page(wanted_id: uuid.UUID, kept: str = "", form: OfferForm | None = None) -> str:
    person = maybe_viewer()
    shop_id = person.shop_id if person else None
    return render_template(
        "orders/wanted.html",
        view=queries.wanted_view(wanted_id, shop_id),
        kept=kept,
        form=form or OfferForm(),
    )


@bp.post("/wanted/<uuid:wanted_id>/ask")
@access(Scope.ORDERS)
def wanted_ask(wanted_id: uuid.UUID) -> ResponseReturnValue:
    """Ask something all may read."""
    text, shop_id = request.form.get("text", ""), own_shop_id()
    queries.wanted_view(wanted_id)
    ask = partial(services.ask, shop_id, wanted_id, text)
    if error := acting.done(ask, _("Sent.")):
        return _page(wanted_id, text), error.status
    return redirect(url_for("orders.wanted", wanted_id=wanted_id), 303)


@bp.post("/wanted/<uuid:wanted_id>/offer")
@access(Scope.ORDERS)
def wanted_offer(wanted_id: uuid.UUID) -> ResponseReturnValue:
    """Answer with an offer only the buyer sees."""
    form, shop_id, me = OfferForm(request.form), own_shop_id(), viewer().id
    queries.wanted_view(wanted_id)
    offered = form.carry_out(
        lambda: services.offer(shop_id, wanted_id, form.terms, by=me)
    )
    if not offered:
        return form.again(_page(wanted_id, form=form))
    flashes.success(_("Sent. Only the buyer sees your offer."))
    return redirect(url_for("orders.wanted", wanted_id=wanted_id), 303)


@bp.get("/w/<secret>")
@access(Access.PUBLIC)
def my_wanted(secret: str) -> str:
    """Show the buyer's own page of it: questions to answer, offers to compare."""
    return _my_page(secret, {})


def _my_page(secret: str, kept: dict[str, str]) -> str:
    view = queries.my_wanted(secret)
    return render_template("orders/my_wanted.html", view=view, kept=kept)


@bp.post("/w/<secret>/questions/<uuid:question_id>")
@access(Access.PUBLIC)
def wanted_answer(secret: str, question_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a question for all to read."""
    text = request.form.get("text", "")
    answer = partial(services.answer, secret, question_id, text)
    if error := acting.done(answer, _("Sent.")):
        return _my_page(secret, {str(question_id): text}), error.status
    return redirect(url_for("orders.my_wanted", secret=secret), 303)


@bp.post("/w/<secret>/close")
@access(Access.PUBLIC)
def wanted_close(secret: str) -> ResponseReturnValue:
    """Take it down."""
    acting.done(partial(services.close, secret), _("Taken down."))
    return redirect(url_for("orders.my_wanted", secret=secret), 303)

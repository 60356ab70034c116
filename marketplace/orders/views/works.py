"""The steps of work: the buyer's on the page of her purchase, the maker's on her own."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog.rules import Ask
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.forms.work import ChangeForm
from marketplace.orders.rules.attachments import check_count
from marketplace.orders.rules.talk import Taken
from marketplace.orders.services import changes, reviews, works
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.threads import Said
from marketplace.orders.views import selling
from marketplace.orders.views.buying import go_and_pay
from marketplace.orders.views.purchase import carried_out
from marketplace.orders.views.sent_files import taken_in
from marketplace.permissions import Access, Scope
from marketplace.web import acting
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.viewer import own_shop_id, viewer


@bp.post("/o/<secret>/orders/<uuid:order_id>/brief")
@access(Access.PUBLIC)
def work_brief(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Answer what the maker asks; what was written stays when something is missing."""
    form = request.form.to_dict()

    def send(purchase_id: uuid.UUID) -> None:
        works.check_brief(purchase_id, order_id)  # before any file is taken in
        files = _files_of_brief(order_id)
        works.send_brief(purchase_id, order_id, form, files)

    return carried_out(
        secret,
        send,
        _("Thank you. The maker begins now."),
        {"at": str(order_id), **form},
    )


def _files_of_brief(order_id: uuid.UUID) -> dict[int, tuple[Taken, ...]]:
    asked = queries.works_of([order_id])[order_id].questions
    found: dict[int, tuple[Taken, ...]] = {}
    for at, question in enumerate(asked):
        if question.kind == Ask.FILE:
            check_count(len(request.files.getlist(f"answer-{at}")) + _many(found))
            if taken := taken_in(f"answer-{at}"):
                found[at] = taken
    return found


def _many(files: dict[int, tuple[Taken, ...]]) -> int:
    return sum(len(some) for some in files.values())


@bp.post("/o/<secret>/orders/<uuid:order_id>/revise")
@access(Access.PUBLIC)
def work_revise(secret: str, order_id: uuid.UUID) -> ResponseReturnValue:
    """Say what is to be corrected."""
    text = request.form.get("text", "")
    return carried_out(
        secret,
        lambda purchase_id: _revise(purchase_id, order_id, text),
        _("Sent. The maker corrects it."),
        {"at": str(order_id), "text": text},
    )


def _revise(purchase_id: uuid.UUID, order_id: uuid.UUID, text: str) -> None:
    works.check_delivered(purchase_id, order_id)  # before any file is taken in
    works.revise(purchase_id, order_id, Said(text, taken_in()))


@bp.post("/o/<secret>/changes/<uuid:change_id>/accept")
@access(Access.PUBLIC)
def change_accept(secret: str, change_id: uuid.UUID) -> ResponseReturnValue:
    """Say yes to a change, and go to pay for it."""
    placed: list[tuple[uuid.UUID, str]] = []

    def accept() -> None:
        made = changes.accept(queries.purchase_by(secret).id, change_id)
        if made is not None:
            placed.append((made.id, made.secret))

    if not acting.done(accept) and placed:
        return go_and_pay(placed[0])
    return redirect(url_for("orders.purchase", secret=secret), 303)


@bp.post("/o/<secret>/changes/<uuid:change_id>/decline")
@access(Access.PUBLIC)
def change_decline(secret: str, change_id: uuid.UUID) -> ResponseReturnValue:
    """Say no to a change."""
    return carried_out(
        secret,
        lambda purchase_id: changes.decline(purchase_id, change_id),
        _("The maker is told."),
    )


def _step(
    order_id: uuid.UUID, action: Callable[[], Any], words: str = ""
) -> ResponseReturnValue:
    """Take a step of hers; what was written stays when it cannot be."""
    queries.shop_order(own_shop_id(), order_id)
    if error := acting.done(action, words or _("Saved.")):
        return selling.page(order_id, request.form.to_dict()), error.status
    return redirect(url_for("orders.my_order", order_id=order_id), 303)


@bp.post("/my/orders/<uuid:order_id>/change")
@access(Scope.ORDERS)
def work_change(order_id: uuid.UUID) -> ResponseReturnValue:
    """Offer a change."""
    form, keeper, me = ChangeForm(request.form), Keeper(own_shop_id()), viewer().id
    queries.shop_order(own_shop_id(), order_id)
    if not form.carry_out(lambda: changes.offer(keeper, order_id, form.more, by=me)):
        return form.again(selling.page(order_id, {}, form))
    return redirect(url_for("orders.my_order", order_id=order_id), 303)


@bp.post("/my/orders/<uuid:order_id>/review")
@access(Scope.ORDERS)
def review_buyer(order_id: uuid.UUID) -> ResponseReturnValue:
    """Say how it was to work for this buyer."""
    keeper, stars = Keeper(own_shop_id()), count_of(request.form.get("stars")) or 0
    text = request.form.get("text", "")
    return _step(
        order_id,
        lambda: reviews.write_of_buyer(keeper, order_id, stars=stars, text=text),
        _("Thank you for your words."),
    )


@bp.post("/my/orders/<uuid:order_id>/changes/<uuid:change_id>/withdraw")
@access(Scope.ORDERS)
def work_change_withdraw(
    order_id: uuid.UUID, change_id: uuid.UUID
) -> ResponseReturnValue:
    """Take an offered change back."""
    keeper = Keeper(own_shop_id())
    return _step(order_id, partial(changes.withdraw, keeper, change_id, by=viewer().id))

"""What sellers and coordinators do with an order, read from their forms."""

import uuid
from datetime import date

from flask import request

from marketplace.errors import Invalid
from marketplace.orders.services import cases, cash, fulfil, papers, works
from marketplace.orders.services.fulfil import Keeper
from marketplace.orders.services.threads import Said
from marketplace.orders.views.sent_files import taken_in

WORDS = ("accept", "refuse", "ready", "send", "collect", "answer")
OF_WORK = ("deliver", "resume", "postpone")


def day(name: str) -> date:
    """Read a day; Invalid("ready_day") for what is none."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Invalid("ready_day", field=name) from None


def paper(name: str, person_id: uuid.UUID) -> str:
    """Take in the photo of a paper, if one was sent; return where it lies."""
    file = request.files.get(name)
    if file is None or not file.filename:
        return ""
    return papers.take_in(person_id, file.stream)


def act(what: str, keeper: Keeper, order_id: uuid.UUID, by: uuid.UUID) -> None:
    """Do one of WORDS or OF_WORK to an order of theirs, as its form says.

    Raises what that raises.
    """
    if what in OF_WORK:
        _work(what, keeper, order_id, by)
    elif what in {"send", "collect", "answer"}:
        _hand_over(what, keeper, order_id, by)
    elif what == "accept":
        fulfil.accept(keeper, order_id, day("ready_on"), by=by)
    elif what == "refuse":
        note = request.form.get("note", "")
        fulfil.refuse(keeper, order_id, by=by, note=note)
    elif what == "ready":
        fulfil.make_ready(keeper, order_id, by=by)


def _hand_over(what: str, keeper: Keeper, order_id: uuid.UUID, by: uuid.UUID) -> None:
    form = request.form
    if what == "send":
        receipt = paper("receipt", by)
        fulfil.hand_over(
            keeper, order_id, by=by, tracking=form.get("tracking", ""), receipt=receipt
        )
    elif what == "collect":
        paid = "cash" in form
        cash.take(keeper, order_id, form.get("code", ""), by=by, cash=paid)
    else:
        case = cases.of_order(order_id)
        if case is not None:
            cases.answer(keeper, case.id, form.get("text", ""), by=by)


def _work(what: str, keeper: Keeper, order_id: uuid.UUID, by: uuid.UUID) -> None:
    form = request.form
    fulfil.check_own(keeper, order_id)  # before any file is taken in
    if what == "deliver":
        said = Said(form.get("text", ""), taken_in(), by)
        works.deliver(keeper, order_id, said, by=by)
    elif what == "resume":
        works.resume(keeper, order_id, by=by)
    else:
        note = form.get("note", "")
        works.postpone(keeper, order_id, day("ready_on"), note, by=by)

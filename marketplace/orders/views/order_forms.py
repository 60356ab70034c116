"""What sellers and coordinators do with an order, read from their forms."""

import uuid
from datetime import date

from flask import request

from marketplace.errors import Invalid
from marketplace.orders.services import cases, cash, fulfil, papers
from marketplace.orders.services.fulfil import Keeper

WORDS = ("accept", "refuse", "ready", "send", "collect", "answer")


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
    """Do one of WORDS to an order of theirs, as its form says; raises what that raises."""
    form = request.form
    if what == "accept":
        fulfil.accept(keeper, order_id, day("ready_on"), by=by)
    elif what == "refuse":
        fulfil.refuse(keeper, order_id, by=by, note=form.get("note", ""))
    elif what == "ready":
        fulfil.make_ready(keeper, order_id, by=by)
    elif what == "send":
        receipt = paper("receipt", by)
        fulfil.hand_over(
            keeper, order_id, by=by, tracking=form.get("tracking", ""), receipt=receipt
        )
    elif what == "collect":
        paid = "cash" in form
        cash.take(keeper, order_id, form.get("code", ""), by=by, cash=paid)
    elif what == "answer":
        case = cases.of_order(order_id)
        if case is not None:
            cases.answer(keeper, case.id, form.get("text", ""), by=by)

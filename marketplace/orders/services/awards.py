"""What was wanted in public goes to one; the others are told.

Apart from `wanted`: it is called when money comes, and must not know how it is asked for.
"""

import contextlib
import uuid

from sqlalchemy import select

from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.jobs import enqueue
from marketplace.orders import emails, rules
from marketplace.orders.models import Milestone, Order, Quote, Wanted
from marketplace.profiles.services.transitions import move

LET_GO = "orders.let_go"


@use_case
def award(order_id: uuid.UUID) -> None:
    """Give what was wanted to whose first part is paid now; the others are told."""
    quote = db.session.scalar(
        select(Quote)
        .join(Milestone, Milestone.quote_id == Quote.id)
        .where(Milestone.order_id == order_id, Milestone.position == 0)
    )
    if quote is None or quote.wanted_id is None:
        return
    row = get_for_update(Wanted, quote.wanted_id)
    if row.state == "open":
        move(row, rules.WANTED, "award", by=None)
        tell_others(row, but=quote.id)


@use_case
def tell_others(row: Wanted, but: uuid.UUID | None) -> None:
    """End the other offers for what was wanted, and say so to who made them.

    Also one that was agreed to and not paid: its purchase is let go. Locked in one
    order, after what was wanted, and looked at anew: somebody may just be paying.
    """
    others = db.session.scalars(
        select(Quote)
        .where(Quote.wanted_id == row.id)
        .order_by(Quote.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for quote in others:
        if quote.id != but and quote.state in {"requested", "offered", "accepted"}:
            with contextlib.suppress(
                Conflict
            ):  # she pays two makers: both work for her
                withdraw(quote, reason="given_to_another")
                emails.quote_to_seller(quote)


@use_case
def withdraw(quote: Quote, reason: str = "") -> None:
    """Let a quote (locked) go that nobody has paid anything of; Conflict("moved_on")."""
    begun = db.session.execute(
        select(Order.purchase_id, Order.state, Order.paid_at)
        .join(Milestone, Milestone.order_id == Order.id)
        .where(Milestone.quote_id == quote.id)
    ).all()
    if any(one.paid_at is not None for one in begun):
        raise Conflict("moved_on", state=quote.state)
    move(quote, rules.QUOTE, "withdraw", by=None, reason=reason)
    for one in begun:
        if one.state == "awaiting_payment":
            enqueue(LET_GO, {"purchase": str(one.purchase_id)})

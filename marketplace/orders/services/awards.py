"""What was wanted in public goes to one; the others are told.

Apart from `wanted`: it is called when money comes, and must not know how it is asked for.
"""

import uuid

from sqlalchemy import select

from marketplace.db import get_for_update, use_case
from marketplace.extensions import db
from marketplace.orders import emails, rules
from marketplace.orders.models import Milestone, Quote, Wanted
from marketplace.profiles.services.transitions import move


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
    """End the other offers for what was wanted, and say so to who made them."""
    others = db.session.scalars(
        select(Quote).where(
            Quote.wanted_id == row.id, Quote.state.in_(("requested", "offered"))
        )
    ).all()
    for quote in others:
        if quote.id != but:
            move(quote, rules.QUOTE, "withdraw", by=None, reason="given_to_another")
            emails.quote_to_seller(quote)

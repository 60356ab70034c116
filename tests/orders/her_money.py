"""What tests about a seller's money share: payouts by two people, refunds after all."""

import uuid

from marketplace.db import get_for_update, use_case
from marketplace.orders.models import Order, Payout
from marketplace.orders.queries import payout_run
from marketplace.orders.rules.periods import Month
from marketplace.orders.services import payouts, refunds
from tests import people
from tests.orders import deals

LIRA, MEERIM = "lira", "meerim"


def details(method: str = "cash", text: str = "", name: str = "aigul") -> None:
    """Say where a seller's money goes."""
    her = people.seller(name)
    payouts.set_details(her.shop_id, method, text, by=her.person_id)


def drawn_up() -> uuid.UUID:
    """Draw a run up at Osh; return its id."""
    labs, osh = deals.labs(), people.lab().id
    return payouts.draw_up(labs, osh, by=people.person_id(LIRA)).id


def sent() -> uuid.UUID:
    """Draw a run up and approve it; return the id of its only payout."""
    run_id, labs = drawn_up(), deals.labs()
    payouts.approve(labs, run_id, by=people.person_id(MEERIM))
    (row,) = payout_run(labs, run_id).rows
    return row.id


def paid_out(**how) -> Payout:
    """Pay out what Aigul has."""
    payout_id = sent()
    how = how or {"proof": "No. 17"}
    return payouts.paid(deals.labs(), payout_id, by=people.person_id(LIRA), **how)


@use_case
def give_back(order_id: uuid.UUID, som: float) -> uuid.UUID:
    """Give so much of an order back, by a decision of the Lab."""
    order = get_for_update(Order, order_id)
    return refunds.ask(order, round(som * 100), reason="case", by=None).id


def month() -> Month:
    """Return the month it is."""
    from marketplace import clock

    return Month.of(clock.now())


def plain(words: str) -> str:
    """Return words with spaces that break."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")

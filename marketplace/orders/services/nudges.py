"""One tap at the Lab for whoever an order waits for."""

import uuid

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict
from marketplace.orders import emails
from marketplace.orders.models import Order
from marketplace.orders.rules.waiting import BUYER, waits_for
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices


@use_case
def remind(labs: Labs, order_id: uuid.UUID, *, by: uuid.UUID) -> Order:
    """Remind the buyer or the maker, whoever is next; Conflict("moved_on") if nobody is.

    Once a day: Conflict("reminded").
    """
    order = get_for_update(Order, order_id)
    check_labs(labs, order.lab_id)
    who = waits_for(order.kind, order.state)
    if who is None:
        raise Conflict("moved_on", state=order.state)
    if order.nudged_at is not None and _same_day(order):
        raise Conflict("reminded")
    order.nudged_at = clock.now()
    if who == BUYER:
        emails.news(order, _words(order))
    else:
        notices.tell(emails.seller_of(order), Kind.ORDER_NEWS, f"/my/orders/{order.id}")
    audit.record(Event.ORDER_REMINDED, by=by, subject=order.id, lab=order.lab_id)
    return order


def _same_day(order: Order) -> bool:
    told = order.nudged_at
    return told is not None and told.astimezone(clock.BISHKEK).date() == clock.today()


def _words(order: Order) -> str:
    if order.state == "needs_brief":
        return "brief_wanted"
    return "will_be_accepted" if order.kind == "service" else "has_it_come"

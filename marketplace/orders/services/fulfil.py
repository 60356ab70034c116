"""From paid to completed: accept, make ready, hand over, confirm, release the money.

Each step has its seller and its twin at the Lab: a `Keeper` says for whom it is done.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders import emails, rules
from marketplace.orders.models import Order, OrderLine, Payment
from marketplace.orders.services import beginnings, holding, refunds
from marketplace.orders.services.moves import step
from marketplace.profiles.queries import Labs

LATEST = timedelta(days=365)


@dataclass(frozen=True)
class Keeper:
    """Who may move an order: its shop, or somebody of these Labs (None: all)."""

    shop_id: uuid.UUID | None = None
    labs: Labs = frozenset()

    def owns(self, order: Order) -> bool:
        """Whether an order is theirs."""
        if self.shop_id is not None:
            return order.shop_id == self.shop_id
        return self.labs is None or order.lab_id in self.labs


def own(keeper: Keeper, order_id: uuid.UUID) -> Order:
    """Return an order of theirs, locked; NotFound for any other.

    A paid change has no steps of its own: it goes with the order it belongs to.
    """
    order = get_for_update(Order, order_id)
    if not keeper.owns(order) or order.parent_id is not None:
        raise NotFound
    return order


@use_case
def begin(order: Order, action: str) -> None:
    """Let the work begin: what is made to order is asked about first («pay», «revive»).

    The row is locked. Files are handed over at once; a service has its own beginning.
    """
    if order.kind == "service":
        beginnings.begin(order, action)
        return
    made = _to_order(order.id)
    step(order, rules.starting(action, to_order=bool(made)), by=None)
    if order.ready_on is None and made:
        order.ready_on = max(line.promised_on for line in made if line.promised_on)
    for variant_id, quantity in _units(made):
        stock.ordered(variant_id, quantity)
    open_files(order)


@use_case
def agree(purchase_id: uuid.UUID, pays: str) -> None:
    """Let the work begin on what is paid at the hand-over: to the «lab» or the «maker»."""
    orders = db.session.scalars(
        select(Order)
        .where(Order.purchase_id == purchase_id, Order.state == "awaiting_payment")
        .order_by(Order.position)
        .with_for_update()
    ).all()
    for order in orders:
        order.pays = pays
        begin(order, "agree")
    emails.ordered(orders)


@use_case
def redo(order: Order, *, by: uuid.UUID, note: str) -> None:
    """Let a parcel or work (locked) be made once more: it has a new day."""
    step(order, "redo", by=by, note=note)
    if order.kind == "service":
        beginnings.new_day(order)
    for variant_id, quantity in _units(_to_order(order.id)):
        stock.ordered(variant_id, quantity)


@use_case
def open_files(order: Order) -> None:
    """Hand a paid parcel of files over at once; any other goes its own way.

    The row must be locked. The mail that says it is paid has the link already.
    """
    if order.delivery == "download" and order.state == "in_progress":
        step(order, "ready", by=None)
        step(order, "collect", by=None)


@use_case
def accept(
    keeper: Keeper, order_id: uuid.UUID, ready_on: date, *, by: uuid.UUID
) -> Order:
    """Accept what is made to order, with a day; Invalid("ready_day") for a past one."""
    order = own(keeper, order_id)
    today = clock.today()
    if not today <= ready_on <= today + LATEST:
        raise Invalid("ready_day", field="ready_on")
    later = order.ready_on is not None and ready_on > order.ready_on
    step(order, "accept", by=by)
    order.ready_on = ready_on
    emails.accepted(order, later=later)
    return order


@use_case
def make_ready(keeper: Keeper, order_id: uuid.UUID, *, by: uuid.UUID) -> Order:
    """Say that an order is packed; NotFound for another shop's."""
    order = own(keeper, order_id)
    _ready(order, by)
    emails.ready(order)
    return order


@use_case
def hand_over(
    keeper: Keeper,
    order_id: uuid.UUID,
    *,
    by: uuid.UUID,
    tracking: str = "",
    receipt: str = "",
) -> Order:
    """Say that the parcel has left: sent (with number or receipt), or collected.

    A parcel that is paid at the hand-over is never simply «collected»: the money is
    taken with it (`cash.take`). Raises Conflict("cash_first").
    """
    order = own(keeper, order_id)
    if order.paid_at is None and not order.pays_maker:
        raise Conflict("cash_first")
    if order.state == "in_progress":
        _ready(order, by)
    order.tracking = tracking.strip()[:60] or order.tracking
    order.post_receipt = receipt or order.post_receipt
    step(order, rules.hand_over_action(order.delivery), by=by)
    emails.handed_over(order)
    return order


@use_case
def collected(order: Order, *, by: uuid.UUID) -> None:
    """Let the buyer have a parcel whose code she said (locked): it has arrived."""
    if order.state == "in_progress":
        _ready(order, by)
    step(order, "collect", by=by)
    step(order, "confirm", by=by)


@use_case
def confirm(purchase_id: uuid.UUID, order_id: uuid.UUID) -> Order:
    """Say, as the buyer, that it has arrived, or that the work is right.

    The seller's money is released.

    The caller has shown that she holds the purchase's secret link. Raises NotFound for
    an order of another purchase, Conflict("moved_on") when it is not on its way,
    Conflict("held_for") while a case is open.
    """
    order = get_for_update(Order, order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    if order.parent_id or order.state not in rules.WITH_BUYER | {"delivered"}:
        raise Conflict("moved_on", state=order.state)
    holding.check_free(order)
    if order.state in rules.WITH_BUYER:
        step(order, "confirm", by=None)
    complete(order, by=None)
    return order


@use_case
def complete(order: Order, *, by: uuid.UUID | None, reason: str = "") -> None:
    """End an order that has arrived (locked) and release its money."""
    holding.check_free(order)
    if order.pays_maker and order.paid_at is None:
        order.paid_at = (
            clock.now()
        )  # she has it in her hands, and so the maker the money
    if order.kind == "service":
        step(order, "approve", by=by, reason=reason)
    step(order, "complete", by=by, reason=reason)
    holding.release(order)
    beginnings.followed(order)


@use_case
def cancel(
    order: Order,
    *,
    by: uuid.UUID | None,
    reason: str,
    note: str = "",
    lapsed: bool = False,
) -> None:
    """Undo an order (locked) before it was sent: stock and money go back.

    Raises Conflict("moved_on") once it is sent.
    """
    holding.check_free(order)
    was = order.state
    step(order, "lapse" if lapsed else "cancel", by=by, reason=reason, note=note)
    if was in rules.BEFORE_SENT:
        take_back(order, made=was == "ready")
    if order.paid_at is not None:
        refunds.whole(order, reason=reason)
    elif order.pays == "lab":
        _close_cash(order, by)
    beginnings.followed(order)
    emails.cancelled(order, by_buyer=by is None and not lapsed)


@use_case
def refuse(keeper: Keeper, order_id: uuid.UUID, *, by: uuid.UUID, note: str) -> Order:
    """Say, as the maker or the Lab, that it cannot be; Invalid("note_needed")."""
    order = own(keeper, order_id)
    if not note.strip():
        raise Invalid("note_needed", field="note")
    if order.state not in rules.UNDONE[order.kind]:
        raise Conflict("moved_on", state=order.state)
    cancel(order, by=by, reason="refused", note=note.strip())
    return order


@use_case
def step_back(purchase_id: uuid.UUID, order_id: uuid.UUID) -> Order:
    """Cancel, as the buyer, what may still be cancelled; Conflict("too_late_to_cancel").

    Raises NotFound for an order of another purchase.
    """
    order = get_for_update(Order, order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    if not may_step_back(order, _to_order(order.id)):
        raise Conflict("too_late_to_cancel")
    cancel(order, by=None, reason="buyer")
    return order


def check_own(keeper: Keeper, order_id: uuid.UUID) -> None:
    """Raise NotFound unless an order is theirs; nothing is locked."""
    order = db.session.get(Order, order_id)
    if order is None or order.parent_id is not None or not keeper.owns(order):
        raise NotFound


def may_step_back(order: Order, lines: Sequence[OrderLine]) -> bool:
    """Whether its buyer may still cancel an order of these lines by herself."""
    made = [line for line in lines if line.promised_on is not None]
    promised = max(
        (line.promised_on for line in made if line.promised_on), default=None
    )
    named_later = bool(promised and order.ready_on and order.ready_on > promised)
    passed = bool(order.ready_on and order.ready_on < clock.today())
    if order.kind == "service":
        moved = bool(
            order.promised_by and order.ready_on and order.ready_on > order.promised_by
        )
        return order.parent_id is None and rules.buyer_may_stop(
            order.state, late=moved or passed
        )
    return order.state != "awaiting_payment" and rules.buyer_may_cancel(
        order.state, to_order=bool(made), late=named_later or passed
    )


def _close_cash(order: Order, by: uuid.UUID | None) -> None:
    db.session.flush()
    attempt = db.session.scalar(
        select(Payment)
        .where(Payment.purchase_id == order.purchase_id, Payment.state == "open")
        .with_for_update()
    )
    if attempt is not None:
        holding.close_cash(attempt, by)


def _ready(order: Order, by: uuid.UUID) -> None:
    step(order, "ready", by=by)
    for variant_id, quantity in _units(_to_order(order.id)):
        stock.made(variant_id, quantity)


def _units(lines: Sequence[OrderLine]) -> list[tuple[uuid.UUID, int]]:
    return [(one.variant_id, one.quantity) for one in lines if one.variant_id]


@use_case
def take_back(order: Order, *, made: bool) -> None:
    """Put counted things back on sale, and take what is to be made out of the queue.

    The row is locked and was cancelled before it was sent; `made`: it was ready.
    """
    lines = select(OrderLine).where(OrderLine.order_id == order.id)
    for line in db.session.scalars(lines.order_by(OrderLine.variant_id)).all():
        for variant_id, quantity in _units([line]):
            if line.promised_on is None:
                stock.release(variant_id, quantity)
            elif not made:
                stock.made(variant_id, quantity)


def _to_order(order_id: uuid.UUID) -> Sequence[OrderLine]:
    return db.session.scalars(
        select(OrderLine)
        .where(OrderLine.order_id == order_id, OrderLine.promised_on.is_not(None))
        .order_by(OrderLine.variant_id)
    ).all()

"""Buyers fill baskets."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from marketplace.orders.services import basket, checkout, fulfil, payments
from marketplace.orders.services.fulfil import Keeper
from tests.orders import deals
from tests.orders.machine.world import MACHINE, World, may

MOST = 6  # purchases of one example
ONE_LAB = (("felt",), ("dear",), ("order",), ("felt", "second"), ("order", "felt"))
TWO_LABS = (("felt", "away"), ("order", "away"), ("dear", "second", "away"))


def few(machine: World) -> bool:
    """Whether one more purchase is not too many to keep the example readable."""
    return len({one.purchase_id for one in machine.now.orders}) < MOST


class Buying(World):
    """Checkouts by every way to pay."""

    @initialize(what=st.sampled_from(TWO_LABS + ONE_LAB), sent=st.booleans())
    def there_was_a_sale_before(self, what, sent) -> None:
        self._sale(what, 1, "lab_parcel" if sent else "pickup", "completed")

    @initialize(
        what=st.sampled_from(TWO_LABS + ONE_LAB),
        sent=st.booleans(),
        until=st.sampled_from(["sent", "paid"]),
    )
    def there_is_a_sale_now(self, what, sent, until) -> None:
        self._sale(what, 1, "lab_parcel" if sent else "pickup", until)

    @precondition(lambda machine: few(machine) and not machine.bank.away)
    @rule(
        what=st.sampled_from(TWO_LABS + ONE_LAB),
        quantity=st.integers(1, 2),
        sent=st.booleans(),
        until=st.sampled_from(["completed", "sent", "paid"]),
    )
    def a_sale_goes_as_it_should(self, what, quantity, sent, until) -> None:
        """Most sales do; the odd things happen to these."""
        self._sale(what, quantity, "lab_parcel" if sent else "pickup", until)

    def _sale(self, what, quantity: int, delivery: str, until: str) -> None:
        purchase_id = self._buy(MACHINE, what, quantity, delivery)
        if purchase_id is None:
            return
        self.look()
        payment = next(o for o in self.now.payments if o.purchase_id == purchase_id)
        self.bank.pay(payment.reference)
        self.hear(payment.reference)
        for order in deals.orders(purchase_id) if until != "paid" else ():
            order_id, by = order.id, self.ground.sellers[order.shop_id]
            keeper = Keeper(order.shop_id)
            if order.state == "awaiting_acceptance":
                fulfil.accept(keeper, order_id, order.ready_on, by=by)
            fulfil.hand_over(keeper, order_id, by=by)
            if until == "completed":
                fulfil.confirm(purchase_id, order_id)

    @precondition(few)
    @rule(
        way=st.sampled_from([MACHINE, "transfer", "cash_lab", "cod"]),
        what=st.sampled_from(TWO_LABS + ONE_LAB),
        quantity=st.integers(1, 3),
        sent=st.booleans(),
    )
    def somebody_buys(self, way, what, quantity, sent) -> None:
        at_home = way in {"cash_lab", "cod"}
        if way == "cash_lab" and what in TWO_LABS:
            what = ONE_LAB[TWO_LABS.index(what)]
        delivery = "lab_parcel" if sent and not at_home else "pickup"
        self._buy(way, what, quantity, delivery)

    def _buy(self, way: str, what, quantity: int, delivery: str) -> uuid.UUID | None:
        token = None
        with may("sold_out", "quantity"):
            for name in what:
                token = basket.add(token, self.ground.variants[name], quantity)
            deliveries = dict.fromkeys(self.ground.shops.values(), delivery)
            key = f"{self.number():x>20}"
            placed = checkout.place(
                token, deals.BUYER, deliveries, submit_key=key, provider=way
            )
            purchase_id = placed.id
            with may("provider_away"):
                payments.begin(purchase_id)
            return purchase_id
        return None

"""What the fake Stripe knows: objects, and what happens to them.

Shapes and words are Stripe's (API 2026-10-28.endive); everything that is not used by a
shop with Checkout is left out. Ids are never used twice, not even after a reset.
"""

import copy
from dataclasses import dataclass, field

from tests.fakes.stripe_things import (
    Refused,
    Thing,
    missing,
    new_id,
    now,
    refund_of,
    total_of,
)

VERSION = "2026-10-28.endive"
DECLINED = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
}
ASKS_BANK = {"4000002500003155", "4000000000003220"}
DISPUTED = "4000000000000259"
REFUND_WAITS = {"4000000000007726", "4000000000005126"}
HALF_HOUR, DAY = 1800, 86400
SLACK = 15  # seconds the clocks of a test may be apart


@dataclass
class World:
    """All objects by id, in the order they came to be, and how this Stripe behaves."""

    address: str = ""
    things: dict[str, Thing] = field(default_factory=dict)
    private: dict[str, Thing] = field(default_factory=dict)  # no part of the API
    events: list[Thing] = field(default_factory=list)
    books: str = "now"  # or "held": balance transactions wait for `book()`
    refunds: str = ""  # "pending": every refund waits, as with an empty balance
    settles_in: str = ""  # another currency for the balance, at `rate`
    rate: float = 1.0
    livemode: bool = False

    def get(self, name: str) -> Thing:
        if name not in self.things:
            raise missing(name)
        return self.things[name]

    def of_kind(self, kind: str) -> list[Thing]:
        """Return the objects of a kind, newest first, as every list of Stripe's."""
        found = [one for one in self.things.values() if one["object"] == kind]
        return found[::-1]

    def keep(self, thing: Thing) -> Thing:
        self.things[thing["id"]] = thing
        return thing

    def tell(self, kind: str, thing: Thing) -> None:
        """Make an event of what a thing is at this moment."""
        self.events.append(
            {
                "id": new_id("evt_3"),
                "object": "event",
                "api_version": VERSION,
                "created": now(),
                "livemode": self.livemode,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
                "data": {"object": copy.deepcopy(thing)},
            }
        )

    # Checkout

    def open_session(self, params: Thing) -> Thing:
        total, currency = total_of(params)
        expires = int(params.get("expires_at", now() + DAY))
        if not now() + HALF_HOUR - SLACK <= expires <= now() + DAY + SLACK:
            raise Refused(
                400,
                "`expires_at` must be 30 minutes to 24 hours from now.",
                param="expires_at",
            )
        name = new_id("cs_test_a1", 56)
        self.private[name] = params.get("payment_intent_data", {})
        return self.keep(
            {
                "id": name,
                "object": "checkout.session",
                "amount_subtotal": total,
                "amount_total": total,
                "cancel_url": params.get("cancel_url"),
                "client_reference_id": params.get("client_reference_id"),
                "created": now(),
                "currency": currency,
                "expires_at": expires,
                "livemode": self.livemode,
                "locale": params.get("locale"),
                "metadata": params.get("metadata", {}),
                "mode": params["mode"],
                "payment_intent": None,
                "payment_method_types": ["card"],
                "payment_status": "unpaid",
                "status": "open",
                "success_url": params.get("success_url"),
                "ui_mode": params.get("ui_mode", "hosted_page"),
                "url": f"{self.address}/pay/{name}",
            }
        )

    def close_session(self, name: str) -> Thing:
        session = self.get(name)
        if session["status"] != "open":
            raise Refused(
                400,
                'Only Checkout Sessions with a status in ["open"] can be expired. This '
                f"Checkout Session has a status of `{session['status']}`.",
            )
        session.update(status="expired", url=None)
        self.tell("checkout.session.expired", session)
        return session

    def age(self) -> None:
        """Close what is past its time."""
        for session in self.of_kind("checkout.session"):
            if session["status"] == "open" and session["expires_at"] < now():
                self.close_session(session["id"])

    def pay(self, session: Thing, card: str) -> str:
        """Try a card on an open page; return why it was declined, or nothing."""
        intent = self._intent(session)
        if card in DECLINED:
            intent["last_payment_error"] = {
                "type": "card_error",
                "code": "card_declined",
                "decline_code": DECLINED[card],
                "message": "Your card was declined.",
            }
            self.tell("payment_intent.payment_failed", intent)
            return DECLINED[card]
        charge = self._charge(intent, card)
        session.update(status="complete", payment_status="paid", url=None)
        for kind, thing in (
            ("charge.succeeded", charge),
            ("payment_intent.succeeded", intent),
            ("checkout.session.completed", session),
        ):
            self.tell(kind, thing)
        if self.books == "now":
            self.book()
        if card == DISPUTED:
            self.dispute(charge)
        return ""

    def _intent(self, session: Thing) -> Thing:
        if session["payment_intent"]:
            return self.get(session["payment_intent"])
        intent = self.keep(
            {
                "id": new_id("pi_3"),
                "object": "payment_intent",
                "amount": session["amount_total"],
                "amount_received": 0,
                "capture_method": "automatic_async",
                "created": now(),
                "currency": session["currency"],
                "last_payment_error": None,
                "latest_charge": None,
                "livemode": self.livemode,
                "metadata": self.private[session["id"]].get("metadata", {}),
                "status": "requires_payment_method",
            }
        )
        session["payment_intent"] = intent["id"]
        self.tell("payment_intent.created", intent)
        return intent

    def _charge(self, intent: Thing, card: str) -> Thing:
        charge = self.keep(
            {
                "id": new_id("ch_3"),
                "object": "charge",
                "amount": intent["amount"],
                "amount_captured": intent["amount"],
                "amount_refunded": 0,
                "balance_transaction": None,
                "captured": True,
                "created": now(),
                "currency": intent["currency"],
                "disputed": False,
                "livemode": self.livemode,
                "metadata": intent["metadata"],
                "paid": True,
                "payment_intent": intent["id"],
                "refunded": False,
                "status": "succeeded",
            }
        )
        self.private[charge["id"]] = {"card": card}
        intent.update(
            status="succeeded",
            amount_received=intent["amount"],
            latest_charge=charge["id"],
        )
        return charge

    # The balance

    def book(self) -> int:
        """Attach the balance transactions that are late; return how many."""
        late = [
            charge
            for charge in self.of_kind("charge")[::-1]
            if charge["balance_transaction"] is None
        ]
        for charge in late:
            fee = round(charge["amount"] * 0.029) + 30
            charge["balance_transaction"] = self._line(charge, "charge", fee=fee)["id"]
            self.tell("charge.updated", charge)
        return len(late)

    def _line(self, source: Thing, category: str, sign: int = 1, fee: int = 0) -> Thing:
        amount = self._settled(sign * source["amount"])
        fee = self._settled(fee)
        adjusts = category.startswith("dispute")
        return self.keep(
            {
                "id": new_id("txn_3"),
                "object": "balance_transaction",
                "amount": amount,
                "available_on": now() + 2 * DAY,
                "created": now(),
                "currency": self.settles_in or source["currency"],
                "description": None,
                "exchange_rate": self.rate if self.settles_in else None,
                "fee": fee,
                "fee_details": [],
                "net": amount - fee,
                "reporting_category": category,
                "source": source["id"],
                "status": "pending",
                "type": "adjustment" if adjusts else category,
            }
        )

    def _settled(self, minor: int) -> int:
        return round(minor * self.rate) if self.settles_in else minor

    # Refunds

    def give_back(self, params: Thing) -> Thing:
        intent = self.get(params.get("payment_intent", ""))
        charge = self.get(intent["latest_charge"] or "")
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(params.get("amount", left))
        if charge["disputed"]:
            raise Refused(400, "The charge is disputed.", "charge_disputed")
        if left == 0:
            raise Refused(400, "It has been refunded.", "charge_already_refunded")
        if not 0 < amount <= left:
            raise Refused(
                400, "Refund amount is greater than unrefunded amount.", param="amount"
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = amount == left
        refund = self.keep(refund_of(charge, amount, params))
        self.tell("refund.created", refund)
        waits = self.refunds or self.private[charge["id"]]["card"] in REFUND_WAITS
        if not waits:
            self.finish_refund(refund["id"], "succeeded")
        self.tell("charge.refunded", charge)
        return refund

    def finish_refund(self, name: str, status: str) -> Thing:
        """Let a refund succeed or fail; it may even fail after it has succeeded."""
        refund = self.get(name)
        before, refund["status"] = refund["status"], status
        if status == "succeeded":
            line = self._line(refund, "refund", sign=-1)
            refund["balance_transaction"] = line["id"]
        else:
            self._fail(refund, booked=before == "succeeded")
        self.tell("refund.failed" if status == "failed" else "refund.updated", refund)
        return refund

    def _fail(self, refund: Thing, *, booked: bool) -> None:
        charge = self.get(refund["charge"])
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        refund["failure_reason"] = "expired_or_canceled_card"
        if booked:
            line = self._line(refund, "refund_failure")
            refund["failure_balance_transaction"] = line["id"]

    # Disputes

    def dispute(self, charge: Thing, status: str = "needs_response") -> Thing:
        """Let the buyer's bank ask for the money back; `warning_…` takes none yet."""
        dispute = self.keep(
            {
                "id": new_id("du_1"),
                "object": "dispute",
                "amount": charge["amount"] - charge["amount_refunded"],
                "balance_transactions": [],
                "charge": charge["id"],
                "created": now(),
                "currency": charge["currency"],
                "is_charge_refundable": False,
                "livemode": self.livemode,
                "metadata": {},
                "payment_intent": charge["payment_intent"],
                "reason": "fraudulent",
                "status": status,
            }
        )
        charge["disputed"] = True
        self.tell("charge.dispute.created", dispute)
        if not status.startswith("warning_"):
            line = self._line(dispute, "dispute", sign=-1, fee=1500)
            dispute["balance_transactions"].append(line)
            self.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def decide(self, name: str, status: str) -> Thing:
        """Close a dispute as won or lost."""
        dispute = self.get(name)
        dispute["status"] = status
        self.tell("charge.dispute.closed", dispute)
        if status == "won":
            line = self._line(dispute, "dispute_reversal")
            dispute["balance_transactions"].append(line)
            self.tell("charge.dispute.funds_reinstated", dispute)
        return dispute

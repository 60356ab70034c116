"""The faults `make mutants` puts into the money code: each a slip somebody could make."""

from dataclasses import dataclass

BOOK, POSTINGS = "ledger/book.py", "orders/services/postings.py"
AMOUNTS, CODES = "orders/rules/amounts.py", "orders/rules/codes.py"
HOLDING, REFUNDS = "orders/services/holding.py", "orders/services/refunds.py"
PAYMENTS, RECEIVING = "orders/services/payments.py", "orders/services/receiving.py"
PAYOUTS, DISPUTES = "orders/services/payouts.py", "orders/services/disputes.py"
TRANSFERS, CASH = "orders/services/transfers.py", "orders/services/cash.py"


@dataclass(frozen=True)
class Mutant:
    """One fault; `same` says why nobody could see it, if so."""

    name: str
    file: str
    old: str
    new: str
    same: str = ""


MUTANTS = (
    Mutant(
        "an event is booked as often as it is told",
        BOOK,
        "if not wanted or find(event_key) is not None:",
        'if find(event_key) is not None:\n        event_key += "again"\n    if not wanted:',
    ),
    Mutant("entries need not add up", BOOK, "    check_balanced((", "    list(("),
    Mutant(
        "a reversal has the same signs",
        BOOK,
        "Money(-amount, account.currency)",
        "Money(amount, account.currency)",
    ),
    Mutant(
        "each refund rounds its own part of the fee",
        AMOUNTS,
        "    fee = min(max(now.fee - aim.fee, 0), amount)",
        "    fee = sale.fee * amount // sale.total",
    ),
    Mutant(
        "the fee that goes back counts on the delivery too",
        AMOUNTS,
        "goods_back = min(back, sale.items)",
        "goods_back = back",
    ),
    Mutant(
        "what cannot be divided is lost",
        AMOUNTS,
        "for key in by_remainder[:rest]:",
        "for key in by_remainder[:0]:",
    ),
    Mutant(
        "the first gets the rest, not the largest remainder",
        AMOUNTS,
        "weights, key=lambda key: -(amount * weights[key] % total)",
        "weights, key=lambda key: 0",
    ),
    Mutant(
        "the courier's part is the seller's",
        AMOUNTS,
        "courier = delivery_left if sale.courier else 0",
        "courier = 0",
    ),
    Mutant(
        "parts of a foreign charge are rounded one by one",
        AMOUNTS,
        "return whole * (done + amount) // of - whole * done // of",
        "return whole * amount // of",
    ),
    Mutant(
        "a release does not mind a dispute",
        HOLDING,
        "    if open_dispute(order.purchase_id):\n",
        "    if False:\n",
    ),
    Mutant(
        "a release does not mind a case",
        HOLDING,
        "    if open_case(order.id):\n",
        "    if False:\n",
    ),
    Mutant(
        "a release does not mind a refund on its way",
        HOLDING,
        'return "refund" if moving_refund(order.id) else ""',
        'return ""',
    ),
    Mutant(
        "refunds on their way do not count as given back",
        HOLDING,
        "Refund.order_id == order_id, Refund.state.in_(rules.LIVE_REFUND)\n    )\n    lost",
        'Refund.order_id == order_id, Refund.state == "done"\n    )\n    lost',
    ),
    Mutant(
        "what waits for a second person can be asked for again",
        REFUNDS,
        "return holding.given_back(order_id) + int(waiting or 0)",
        "return holding.given_back(order_id)",
    ),
    Mutant(
        "after the release only the seller gives back",
        HOLDING,
        "return taken_back(order.sale, left(order.sale, never_released) - back, amount)",
        "return Parts(0, 0, amount)",
    ),
    Mutant(
        "after the release it is taken from what is held",
        REFUNDS,
        "parts = holding.returned_by(order, refund.amount_minor)\n    move",
        "parts = NOTHING\n    move",
    ),
    Mutant(
        "a failed refund is not put back",
        POSTINGS,
        '    ledger.reverse(f"rf_req:{refund.key}", f"rf_fail:{refund.key}")',
        "    return",
    ),
    Mutant(
        "a refund the bank took back stays gone",
        POSTINGS,
        'ledger.reverse(f"rf_ok:{refund.key}", f"rf_undo:{refund.key}")',
        "pass",
    ),
    Mutant(
        "a second try has the key of the first",
        "orders/models/refunds.py",
        'return f"{self.id}" if self.tries <= 1 else f"{self.id}:{self.tries}"',
        'return f"{self.id}"',
    ),
    Mutant(
        "a refund is named by its order",
        "orders/models/refunds.py",
        'return f"{self.id}" if self.tries <= 1 else f"{self.id}:{self.tries}"',
        'return f"{self.order_id}"',
    ),
    Mutant(
        "one person alone gives large sums back",
        REFUNDS,
        "    if refund.asked_by == by:\n",
        "    if False:\n",
    ),
    Mutant(
        "money gone astray goes back twice",
        REFUNDS,
        "    if -rest.minor < refund.amount_minor:\n",
        "    if False:\n",
    ),
    Mutant(
        "a payout that came back is not hers",
        "orders/services/postings_out.py",
        '    ledger.reverse(f"po:{payout.id}", f"po_fail:{payout.id}", by=by)',
        "    return",
    ),
    Mutant(
        "one person alone pays out",
        PAYOUTS,
        "    if run.made_by == by:\n",
        "    if False:\n",
    ),
    Mutant(
        "a payout lists what another has paid",
        PAYOUTS,
        "if line.kind not in OWN and line.id not in taken",
        "if line.kind not in OWN",
    ),
    Mutant(
        "a payout is approved though the money is gone",
        PAYOUTS,
        "return listed == payout.amount_minor <= has",
        "return True",
    ),
    Mutant(
        "a seller can have two payouts on their way",
        PAYOUTS,
        'Payout.state.in_(("draft", "approved"))',
        'Payout.state.in_(("none",))',
    ),
    Mutant(
        "a dispute that was won brings nothing back",
        DISPUTES,
        "    postings.dispute_won(dispute, payment)",
        "    return",
    ),
    Mutant(
        "a lost dispute leaves what was held",
        DISPUTES,
        "            part.amount_minor, -balance(postings.held(part.order_id)).minor",
        "            part.amount_minor, 0",
    ),
    Mutant(
        "one person alone blames a seller",
        DISPUTES,
        "    if dispute.proposed_by == by:\n",
        "    if False:\n",
    ),
    Mutant(
        "what a lost dispute ends stays off sale",
        DISPUTES,
        'fulfil.take_back(order, made=was == "ready")',
        "pass",
    ),
    Mutant(
        "money gone astray is allocated as often as one likes",
        TRANSFERS,
        '    if payment.state != "suspended" or has < payment.charged_minor:\n',
        "    if has < payment.charged_minor:\n",
        same="an order is revived once, an attempt paid once, a key posted once",
    ),
    Mutant(
        "too little can be allocated",
        TRANSFERS,
        '    if payment.state != "suspended" or has < payment.charged_minor:\n',
        '    if payment.state != "suspended":\n',
    ),
    Mutant(
        "what was allocated stays astray as well",
        POSTINGS,
        '    lines = [Line(source, "liability", Money(total))]\n    if',
        '    lines = [Line(desk_of(payment), "asset", Money(total))]\n    if',
    ),
    Mutant(
        "a transfer of another sum pays",
        TRANSFERS,
        "if before in rules.MAY_STILL_BE_PAID and row.amount == payment.charged:",
        "if before in rules.MAY_STILL_BE_PAID:",
        same="what takes the money in looks at the sum itself",
    ),
    Mutant(
        "the same line of another Lab is the same line",
        TRANSFERS,
        "            str(lab_id),\n",
        "",
    ),
    Mutant(
        "the same line counts as often as it is sent",
        TRANSFERS,
        "            self.number.strip(),\n",
        "            self.number.strip(),\n            str(clock.now()),\n",
    ),
    Mutant(
        "a code with a wrong letter is a code",
        CODES,
        "if check_letter(whole[:-1]) == whole[-1]:",
        "if whole:",
    ),
    Mutant(
        "the check letter does not mind the order",
        CODES,
        "(at + 1) * _ALPHABET.index(letter)",
        "_ALPHABET.index(letter)",
    ),
    Mutant(
        "a card's other sum pays",
        RECEIVING,
        "    if amount != payment.charged:\n",
        "    if False:\n",
    ),
    Mutant(
        "a second payment is held too",
        RECEIVING,
        "    elif _waits(orders) or _comes_back(orders):",
        "    elif True:",
    ),
    Mutant(
        "a second payment does not go back by itself",
        RECEIVING,
        "        refunds.of_astray(payment, amount)",
        "        return",
    ),
    Mutant(
        "late money buys what is not reserved",
        RECEIVING,
        "            revive(orders)",
        "            pass",
    ),
    Mutant(
        "a fee is booked as often as it is told",
        RECEIVING,
        "    if charge is None or payment.fee_booked:",
        "    if charge is None:",
        same="the book knows the movement by its own key and takes it once",
    ),
    Mutant(
        "a fee is booked on both sides of the same account",
        POSTINGS,
        'Line(coded(f"psp:{provider}", fee.currency), "asset", fee * -1),\n    ]\n    if gross',
        'Line(coded("exp:psp_fee", fee.currency), "expense", fee * -1),\n    ]\n    if gross',
    ),
    Mutant(
        "nobody looks at closed attempts any more",
        PAYMENTS,
        "            | Payment.state.in_(rules.MAY_STILL_BE_PAID)\n",
        '            | Payment.state.in_(("open",))\n',
    ),
    Mutant(
        "a parcel paid in cash is released before the money is there",
        CASH,
        "    order.paid_at = clock.now()\n",
        "",
    ),
    Mutant(
        "cash is handed over without being taken",
        CASH,
        "        if not cash or keeper.shop_id is not None:\n",
        "        if False:\n",
    ),
    Mutant(
        "who sold for cash owes more than the fee",
        HOLDING,
        "postings.fee_owed(order, parts.fee)",
        "postings.fee_owed(order, parts.total)",
    ),
    Mutant(
        "who sold for cash owes nothing",
        HOLDING,
        "postings.fee_owed(order, parts.fee)",
        "postings.fee_owed(order, 0)",
    ),
    Mutant(
        "debts are never taken from what is earned",
        HOLDING,
        "    amount = min(owes, has)\n",
        "    amount = 0\n",
    ),
    Mutant(
        "foreign money is booked in som",
        POSTINGS,
        '        Line(f"fx:{charged.currency}", "income", charged * -1),\n'
        '        Line(f"fx:{amount.currency}", "income", amount),\n    ]\n\n\ndef held',
        '        Line(f"unalloc:{charged.currency}", "income", charged * -1),\n'
        '        Line(f"fx:{amount.currency}", "income", amount),\n    ]\n\n\ndef held',
    ),
    Mutant(
        "a fee may be more than the line",
        "orders/rules/fees.py",
        "return min(fee, line_minor)",
        "return fee",
    ),
    Mutant(
        "an older rule counts instead of a newer one",
        "orders/rules/fees.py",
        "            rule.valid_from,\n        ),\n        default",
        "            -rule.valid_from.toordinal(),\n        ),\n        default",
    ),
)

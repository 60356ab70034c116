"""What each event of money writes into the book (payments.md §5.4, line by line).

With `postings_out` the only place that knows accounts by name. Signs: debit +,
credit −. Each function is called inside the use case that changes the object the event
is of.
"""

import uuid
from collections.abc import Mapping, Sequence

from marketplace import ledger
from marketplace.ledger import Line, post
from marketplace.money import Money
from marketplace.orders.models import (
    BankLine,
    Dispute,
    DisputePart,
    Order,
    Payment,
    Refund,
)
from marketplace.orders.rules.amounts import Parts

HOUSE = "KGS"
By = uuid.UUID | None


def coded(what: str, currency: str) -> str:
    """Return an account's name: one in foreign money has its currency in it."""
    return what if currency == HOUSE else f"{what}:{currency}"


def desk_of(payment: Payment) -> str:
    """Return the account where a payment's money is: bank, cash desk or provider."""
    if payment.provider == "transfer":
        return f"bank:{payment.lab_id}"
    if payment.provider == "cash_lab":
        return f"cash:{payment.lab_id}"
    return coded(f"psp:{payment.provider}", payment.charged_currency)


def _in_money(account: str, charged: Money, amount: Money) -> list[Line]:
    """Debit an account with what was charged, for `amount` of the house's money.

    Foreign money goes through `fx`: what is left there is gain or loss.
    """
    if charged.currency == amount.currency:
        return [Line(account, "asset", charged)]
    return [
        Line(account, "asset", charged),
        Line(f"fx:{charged.currency}", "income", charged * -1),
        Line(f"fx:{amount.currency}", "income", amount),
    ]


def held(order_id: uuid.UUID) -> str:
    """Return the account that holds an order's money."""
    return f"held:{order_id}"


def unalloc(payment: Payment, currency: str = "") -> str:
    """Return the account of a payment's money that belongs to no order (yet)."""
    return coded(f"unalloc:{payment.id}", currency or payment.charged_currency)


def payable(shop_id: uuid.UUID) -> str:
    """Return the account of what a shop has earned and not been paid yet."""
    return f"payable:{shop_id}"


def paid(payment: Payment, orders: Sequence[Order], number: str) -> None:
    """`pay:<money>`: the money has come and is held for each order."""
    lines = _in_money(desk_of(payment), payment.charged, payment.amount)
    lines += [
        Line(held(order.id), "liability", Money(-order.total_minor, order.currency))
        for order in orders
    ]
    key = f"pay:{payment.money or payment.reference}"
    post(key, lines, number, about=payment.purchase_id)


def astray(payment: Payment, amount: Money, key: str, memo: str) -> None:
    """`pay:<key>`: money that is late, a second time or another sum."""
    account = coded(f"psp:{payment.provider}", amount.currency)
    if payment.provider in {"transfer", "cash_lab"}:
        account = desk_of(payment)
    name = coded(f"unalloc:{payment.id}", amount.currency)
    lines = [Line(account, "asset", amount), Line(name, "liability", amount * -1)]
    post(f"pay:{key}", lines, memo, about=payment.purchase_id)


def unknown_line(line: BankLine, by: By) -> None:
    """`pay:<checksum>`: a transfer nobody can tell whose it is."""
    post(
        f"pay:{line.checksum}",
        [
            Line(f"bank:{line.lab_id}", "asset", line.amount),
            Line(f"unalloc:{line.id}", "liability", line.amount * -1),
        ],
        line.text[:200],
        about=line.id,
        by=by,
    )


def assigned(line: BankLine, payment: Payment, by: By) -> None:
    """`asg:<line>`: somebody has found out whose a transfer is."""
    post(
        f"asg:{line.id}",
        [
            Line(f"unalloc:{line.id}", "liability", line.amount),
            Line(unalloc(payment), "liability", line.amount * -1),
        ],
        about=payment.purchase_id,
        by=by,
    )


def allocated(payment: Payment, orders: Sequence[Order], by: By) -> None:
    """`alloc:<payment>`: money that went astray is held for its orders after all."""
    total = sum(order.total_minor for order in orders)
    source = unalloc(payment)
    lines = [Line(source, "liability", Money(total))]
    if payment.charged_currency != HOUSE:
        lines = [
            Line(source, "liability", payment.charged),
            Line(f"fx:{payment.charged_currency}", "income", payment.charged * -1),
            Line(f"fx:{HOUSE}", "income", Money(total)),
        ]
    lines += [
        Line(held(order.id), "liability", Money(-order.total_minor)) for order in orders
    ]
    post(f"alloc:{payment.id}", lines, about=payment.purchase_id, by=by)


def cash(order: Order, lab_id: uuid.UUID, by: By) -> None:
    """`cash:<order>`: the Lab has taken its money at the hand-over."""
    total = Money(order.total_minor, order.currency)
    post(
        f"cash:{order.id}",
        [
            Line(f"cash:{lab_id}", "asset", total),
            Line(held(order.id), "liability", total * -1),
        ],
        about=order.id,
        by=by,
    )


def released(order: Order, parts: Parts) -> None:
    """`rel:<order>`: held → the seller's, less the Lab's fee and who carried it."""
    cur = order.currency
    post(
        f"rel:{order.id}",
        [
            Line(held(order.id), "liability", Money(parts.total, cur)),
            Line(f"income:fee:{order.lab_id}", "income", Money(-parts.fee, cur)),
            Line(f"courier:{order.lab_id}", "liability", Money(-parts.courier, cur)),
            Line(payable(order.shop_id), "liability", Money(-parts.seller, cur)),
        ],
        about=order.id,
    )


def fee_owed(order: Order, fee: int) -> None:
    """`cod:<order>`: the seller took the money herself and owes the Lab its part."""
    post(
        f"cod:{order.id}",
        [
            Line(f"recv:{order.shop_id}", "asset", Money(fee, order.currency)),
            Line(f"income:fee:{order.lab_id}", "income", Money(-fee, order.currency)),
        ],
        about=order.id,
    )


def fee_netted(shop_id: uuid.UUID, amount: int, key: str, by: By = None) -> None:
    """`net:<key>`: what she owes is taken from what she is owed."""
    post(
        f"net:{key}",
        [
            Line(payable(shop_id), "liability", Money(amount)),
            Line(f"recv:{shop_id}", "asset", Money(-amount)),
        ],
        about=shop_id,
        by=by,
    )


def refund_asked(
    refund: Refund, order: Order | None, source: str, parts: Parts
) -> None:
    """`rf_req:<refund>`: the amount leaves where it was and is on its way back.

    Before the release it leaves `held`; after it, fee, courier and seller each return
    their part, and the seller's account may go below zero: a debt the next sales pay.
    What was kept of a refund that failed goes first.
    """
    amount = refund.amount
    name = coded("refund_pending", amount.currency)
    pending = Line(name, "liability", amount * -1)
    if order is None:
        lines = [Line(source, "liability", amount), pending]
    else:
        cur = amount.currency
        kept = amount - Money(parts.total, cur)
        lines = [
            Line(held(order.id), "liability", kept),
            Line(f"income:fee:{order.lab_id}", "income", Money(parts.fee, cur)),
            Line(f"courier:{order.lab_id}", "liability", Money(parts.courier, cur)),
            Line(payable(order.shop_id), "liability", Money(parts.seller, cur)),
            pending,
        ]
    about = order.id if order else refund.payment_id
    post(f"rf_req:{refund.key}", lines, about=about, by=refund.approved_by)


def refund_done(refund: Refund, payment: Payment, by: By = None) -> None:
    """`rf_ok:<refund>`: it has left the provider, the bank or the cash desk."""
    pending = coded("refund_pending", refund.currency)
    gone = _in_money(desk_of(payment), refund.charged * -1, refund.amount * -1)
    lines = [Line(pending, "liability", refund.amount), *gone]
    about = refund.order_id or refund.payment_id
    post(f"rf_ok:{refund.key}", lines, about=about, by=by)


def refund_failed(refund: Refund) -> None:
    """`rf_fail:<refund>`: it did not arrive; everything is where it was before."""
    if ledger.find(f"rf_ok:{refund.key}"):
        ledger.reverse(f"rf_ok:{refund.key}", f"rf_undo:{refund.key}")
    ledger.reverse(f"rf_req:{refund.key}", f"rf_fail:{refund.key}")


def refund_there(payment: Payment, reference: str, amount: Money) -> bool:
    """`rf_there:<refund>`: given back in the provider's own pages, fitting no order.

    Ours to bear until somebody finds whose it is; False when it is in the book already.
    """
    return post(
        f"rf_there:{reference}",
        [
            Line(coded("exp:refund_there", amount.currency), "expense", amount),
            Line(
                coded(f"psp:{payment.provider}", amount.currency), "asset", amount * -1
            ),
        ],
        about=payment.purchase_id,
    )


def is_refund_there(reference: str) -> bool:
    """Whether such a refund is in the book already."""
    return ledger.find(f"rf_there:{reference}") is not None


def refund_there_failed(reference: str) -> None:
    """`rf_there_undo:<refund>`: such a refund did not arrive."""
    ledger.reverse(f"rf_there:{reference}", f"rf_there_undo:{reference}")


def booked(
    provider: str, reference: str, charged: Money, gross: Money, fee: Money
) -> None:
    """`fee:<movement>`: what the provider takes for a movement of our account there.

    `charged` is what the movement was booked for here, `gross` what the provider made of
    it (both signed). It may keep our money in another currency than it charged: then
    the charge itself moves there through `fx`.
    """
    lines = [
        Line(coded("exp:psp_fee", fee.currency), "expense", fee),
        Line(coded(f"psp:{provider}", fee.currency), "asset", fee * -1),
    ]
    if gross.currency != charged.currency:
        for amount in (gross, charged * -1):
            account = coded(f"psp:{provider}", amount.currency)
            lines.append(Line(account, "asset", amount))
            lines.append(Line(f"fx:{amount.currency}", "income", amount * -1))
    post(f"fee:{reference}", lines)


def dispute_opened(dispute: Dispute, payment: Payment) -> None:
    """`dp_open:<dispute>`: the money and a fee are taken from us until it is decided."""
    charged = Money(dispute.charged_minor, dispute.charged_currency)
    amount = Money(dispute.amount_minor, dispute.currency)
    fee = Money(dispute.fee_minor, dispute.fee_currency)
    account, from_ = desk_of(payment), coded(f"psp:{payment.provider}", fee.currency)
    post(
        f"dp_open:{dispute.reference}",
        [
            Line(f"dispute_hold:{dispute.id}", "asset", amount),
            *_in_money(account, charged * -1, amount * -1),
            Line(coded("exp:dispute_fee", fee.currency), "expense", fee),
            Line(from_, "asset", fee * -1),
        ],
        about=payment.purchase_id,
    )


def dispute_won(dispute: Dispute, payment: Payment) -> None:
    """`dp_won:<dispute>`: the money comes back (its fee does not)."""
    charged = Money(dispute.charged_minor, dispute.charged_currency)
    amount = Money(dispute.amount_minor, dispute.currency)
    post(
        f"dp_won:{dispute.reference}",
        [
            *_in_money(desk_of(payment), charged, amount),
            Line(f"dispute_hold:{dispute.id}", "asset", amount * -1),
        ],
        about=payment.purchase_id,
    )


def dispute_lost(
    dispute: Dispute, payment: Payment, parts: Sequence[DisputePart]
) -> None:
    """`dp_lost:<dispute>`: what was still held is gone; for the rest we stand.

    Money that had paid no order is gone from where it waited.
    """
    kept = [
        Line(held(part.order_id), "liability", Money(part.held_minor))
        for part in parts
        if part.held_minor
    ]
    waits = 0
    if not parts and payment.charged_currency == HOUSE:
        waits = min(dispute.amount_minor, -ledger.balance(unalloc(payment)).minor)
        kept = [Line(unalloc(payment), "liability", Money(waits))]
    ours = dispute.amount_minor - waits - sum(part.held_minor for part in parts)
    post(
        f"dp_lost:{dispute.reference}",
        [
            *kept,
            Line("exp:dispute_loss", "expense", Money(ours)),
            Line(f"dispute_hold:{dispute.id}", "asset", Money(-dispute.amount_minor)),
        ],
        about=dispute.payment_id,
    )


def dispute_blamed(dispute: Dispute, by_shop: Mapping[uuid.UUID, int], by: By) -> None:
    """`dp_fault:<dispute>`: two people say the seller bears it."""
    total = sum(by_shop.values())
    lines = [
        Line(payable(shop_id), "liability", Money(amount))
        for shop_id, amount in by_shop.items()
    ]
    lines.append(Line("exp:dispute_loss", "expense", Money(-total)))
    post(f"dp_fault:{dispute.reference}", lines, about=dispute.payment_id, by=by)


def waived(shop_id: uuid.UUID, amount: int, key: str, by: By) -> None:
    """`waive:<key>`: a seller's debt is forgiven; the house bears it."""
    post(
        f"waive:{key}",
        [
            Line("exp:goodwill", "expense", Money(amount)),
            Line(payable(shop_id), "liability", Money(-amount)),
        ],
        about=shop_id,
        by=by,
    )

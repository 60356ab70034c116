"""What leaves the house writes into the book: payouts, cash to the bank (§5.4)."""

import uuid

from marketplace import ledger
from marketplace.ledger import Line, post
from marketplace.money import Money
from marketplace.orders.models import CashCount, Payout
from marketplace.orders.services.postings import coded, payable

By = uuid.UUID | None


def payout_sent(payout: Payout, by: By) -> None:
    """`po:<payout>`: approved, on its way to her."""
    post(
        f"po:{payout.id}",
        [
            Line(payable(payout.shop_id), "liability", payout.amount),
            Line(f"transit:{payout.lab_id}", "liability", payout.amount * -1),
        ],
        about=payout.id,
        by=by,
    )


def payout_paid(payout: Payout, by: By) -> None:
    """`po_paid:<payout>`: it has left the Lab's bank account or cash desk."""
    desk = "cash" if payout.method == "cash" else "bank"
    post(
        f"po_paid:{payout.id}",
        [
            Line(f"transit:{payout.lab_id}", "liability", payout.amount),
            Line(f"{desk}:{payout.lab_id}", "asset", payout.amount * -1),
        ],
        about=payout.id,
        by=by,
    )


def payout_failed(payout: Payout, by: By) -> None:
    """`po_fail:<payout>`: it came back; it is hers as before."""
    ledger.reverse(f"po:{payout.id}", f"po_fail:{payout.id}", by=by)


def counted(count: CashCount) -> None:
    """`count:<count>` and `bank:<count>`: a difference is said, the rest is banked."""
    difference = Money(count.expected_minor - count.counted_minor)
    desk = f"cash:{count.lab_id}"
    post(
        f"count:{count.id}",
        [
            Line(f"exp:cash_diff:{count.lab_id}", "expense", difference),
            Line(desk, "asset", difference * -1),
        ],
        count.note,
        about=count.lab_id,
        by=count.counted_by,
    )
    banked = Money(count.banked_minor)
    post(
        f"bank:{count.id}",
        [
            Line(f"bank:{count.lab_id}", "asset", banked),
            Line(desk, "asset", banked * -1),
        ],
        about=count.lab_id,
        by=count.counted_by,
    )


def provider_paid_us(provider: str, reference: str, amount: Money, lab: str) -> None:
    """`psp_po:<movement>`: the provider sent its balance to a bank account."""
    bank = coded(f"bank:{lab}", amount.currency)
    account = coded(f"psp:{provider}", amount.currency)
    lines = [Line(bank, "asset", amount), Line(account, "asset", amount * -1)]
    post(f"psp_po:{reference}", lines)

"""Pay sellers out: one draws the list up, another approves it, each payment is noted."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select

from marketplace import clock, failpoints
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.ledger import balance, statement
from marketplace.orders import rules
from marketplace.orders.models import Payout, PayoutDetails, PayoutItem, PayoutRun
from marketplace.orders.models.payouts import METHODS
from marketplace.orders.rules import timers
from marketplace.orders.services import holding, postings, postings_out
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, check_labs, of_labs
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices
from marketplace.profiles.services.transitions import move

OWN = frozenset({"po", "po_fail"})  # entries that are payouts themselves
MAX_DETAILS = 300


@use_case
def set_details(
    shop_id: uuid.UUID, method: str, text: str, *, by: uuid.UUID
) -> PayoutDetails:
    """Say where her money goes; new details rest 72 hours, and she is told at once.

    The very first ones can be used straight away: there is no old contact to warn.
    Raises Invalid("payout_method"), Invalid("payout_details").
    """
    words = " ".join(text.split())
    if method not in METHODS:
        raise Invalid("payout_method", field="method")
    if len(words) > MAX_DETAILS or (method != "cash" and len(words) < 4):
        raise Invalid("payout_details", field="text")
    first = details_of(shop_id, rested=False) is None
    now = clock.now()
    row = PayoutDetails(
        shop_id=shop_id,
        method=method,
        text=words,
        usable_from=now if first else now + timers.DETAILS_REST,
    )
    db.session.add(row)
    db.session.flush()
    shop = db.session.get_one(Shop, shop_id)
    notices.tell(shop.person_id, Kind.PAYOUT_DETAILS, "/my/money/payouts")
    audit.record(Event.PAYOUT_DETAILS, by=by, about=shop.person_id, subject=row.id)
    return row


def details_of(shop_id: uuid.UUID, *, rested: bool = True) -> PayoutDetails | None:
    """Return the newest details, of those that have rested long enough."""
    query = select(PayoutDetails).where(PayoutDetails.shop_id == shop_id)
    if rested:
        query = query.where(PayoutDetails.usable_from <= clock.now())
    return db.session.scalar(
        query.order_by(PayoutDetails.created_at.desc(), PayoutDetails.id).limit(1)
    )


@use_case
def draw_up(
    labs: Labs, lab_id: uuid.UUID, *, by: uuid.UUID, note: str = ""
) -> PayoutRun:
    """Draft what each seller of a Lab can be paid now.

    Left out are those below 500 som, without details, and with a payout on its way.
    Drawing up twice pays once: one live payout a shop, and each line of her account in
    one of them. Raises Conflict("nothing_to_pay").
    """
    check_labs(labs, lab_id)
    run = PayoutRun(lab_id=lab_id, made_by=by, note=note)
    db.session.add(run)
    db.session.flush()
    shops = db.session.scalars(
        select(Shop).where(Shop.lab_id == lab_id).order_by(Shop.id).with_for_update()
    ).all()
    made = [_draft(run, shop) for shop in shops]
    if not any(made):
        raise Conflict("nothing_to_pay")
    audit.record(Event.PAYOUT_DRAWN, by=by, subject=run.id, lab=lab_id)
    return run


def _draft(run: PayoutRun, shop: Shop) -> Payout | None:
    holding.net_debt(shop.id, f"{run.id}:{shop.id}")
    details = details_of(shop.id)
    amount = -balance(postings.payable(shop.id)).minor
    if details is None or amount < rules.LEAST_PAYOUT or live(shop.id):
        return None
    payout = Payout(
        run_id=run.id,
        lab_id=run.lab_id,
        shop_id=shop.id,
        amount_minor=amount,
        currency="KGS",
        method=details.method,
        details=details.text,
    )
    db.session.add(payout)
    db.session.flush()
    for posting_id, minor in _unpaid(shop.id):
        db.session.add(
            PayoutItem(payout_id=payout.id, posting_id=posting_id, amount_minor=-minor)
        )
    db.session.flush()
    return payout


def _unpaid(shop_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, int]]:
    """Return the lines of her account no payout has paid: together they are her balance."""
    taken = set(
        db.session.scalars(
            select(PayoutItem.posting_id)
            .join(Payout, Payout.id == PayoutItem.payout_id)
            .where(Payout.shop_id == shop_id)
        )
    )
    return [
        (line.id, line.amount)
        for line in statement(postings.payable(shop_id))
        if line.kind not in OWN and line.id not in taken
    ]


def live(shop_id: uuid.UUID) -> bool:
    """Whether a payout of hers is being drawn up or on its way."""
    found = select(Payout.id).where(
        Payout.shop_id == shop_id, Payout.state.in_(("draft", "approved"))
    )
    return db.session.scalar(found) is not None


@use_case
def approve(labs: Labs, run_id: uuid.UUID, *, by: uuid.UUID) -> PayoutRun:
    """Approve a run somebody else drew up: the money is on its way.

    What is no longer there (a refund came between) is cancelled and said. Raises
    Conflict("second_person"), Conflict("moved_on") when nothing of it is a draft.
    """
    run = _run(labs, run_id)
    if run.made_by == by:
        raise Conflict("second_person")
    drafts = _payouts(run_id, "draft")
    if not drafts:
        raise Conflict("moved_on")
    for payout in drafts:
        if _seller(payout) == by:
            raise Conflict("own_payout")
        _approve(payout, by)
    audit.record(Event.PAYOUT_APPROVED, by=by, subject=run.id, lab=run.lab_id)
    failpoints.reached("payout.approved")
    return run


def _approve(payout: Payout, by: uuid.UUID) -> None:
    if _covered(payout):
        move(payout, rules.PAYOUT, "approve", by=by)
        payout.approved_by = by
        postings_out.payout_sent(payout, by)
    else:
        move(payout, rules.PAYOUT, "cancel", by=by, reason="balance_changed")
        _free(payout)


def _covered(payout: Payout) -> bool:
    """Whether it is still exactly what it lists, and her balance still has it."""
    listed = db.session.scalar(
        select(func.sum(PayoutItem.amount_minor)).where(
            PayoutItem.payout_id == payout.id
        )
    )
    has = -balance(postings.payable(payout.shop_id)).minor
    return listed == payout.amount_minor <= has


@use_case
def cancel(labs: Labs, run_id: uuid.UUID, *, by: uuid.UUID) -> PayoutRun:
    """Throw the drafts of a run away."""
    run = _run(labs, run_id)
    for payout in _payouts(run_id, "draft"):
        move(payout, rules.PAYOUT, "cancel", by=by)
        _free(payout)
    return run


@use_case
def paid(
    labs: Labs,
    payout_id: uuid.UUID,
    *,
    by: uuid.UUID,
    proof: str = "",
    receipt: str = "",
) -> Payout:
    """Say that it has been paid: the bank's number, or for cash her signed receipt.

    Said twice it counts once: Conflict("moved_on"). Raises Invalid("proof_needed").
    """
    payout = _one(labs, payout_id)
    if not proof.strip() and not receipt:
        raise Invalid("proof_needed", field="proof")
    move(payout, rules.PAYOUT, "pay", by=by)
    payout.paid_by, payout.paid_at = by, clock.now()
    payout.proof, payout.receipt = proof.strip()[:80], receipt
    postings_out.payout_paid(payout, by)
    audit.record(Event.PAYOUT_PAID, by=by, subject=payout.id, lab=payout.lab_id)
    notices.tell(_seller(payout), Kind.MONEY_NEWS, "/my/money/payouts")
    return payout


@use_case
def failed(labs: Labs, payout_id: uuid.UUID, *, by: uuid.UUID, note: str) -> Payout:
    """Say that the bank sent it back: it is hers as before. Invalid("note_needed")."""
    if not note.strip():
        raise Invalid("note_needed", field="note")
    payout = _one(labs, payout_id)
    move(payout, rules.PAYOUT, "fail", by=by, note=note.strip())
    postings_out.payout_failed(payout, by)
    _free(payout)
    audit.record(Event.PAYOUT_FAILED, by=by, subject=payout.id, lab=payout.lab_id)
    notices.tell(_seller(payout), Kind.MONEY_NEWS, "/my/money/payouts")
    return payout


@use_case
def waive(labs: Labs, shop_id: uuid.UUID, *, by: uuid.UUID, note: str) -> int:
    """Forgive what a seller owes after refunds; return how much, in minor units."""
    if not note.strip():
        raise Invalid("note_needed", field="note")
    shop = get_for_update(Shop, shop_id)
    check_labs(labs, shop.lab_id)
    debt = balance(postings.payable(shop_id)).minor
    if debt <= 0 or shop.person_id == by:
        raise Conflict("moved_on")
    key = f"{shop_id}:{clock.now():%Y%m%d%H%M%S%f}"
    postings.waived(shop_id, debt, key, by)
    audit.record(
        Event.DEBT_WAIVED, by=by, about=shop.person_id, lab=shop.lab_id, note=note
    )
    return debt


def _free(payout: Payout) -> None:
    """Let the lines of a payout that did not happen be paid by another."""
    db.session.execute(delete(PayoutItem).where(PayoutItem.payout_id == payout.id))


def _payouts(run_id: uuid.UUID, state: str) -> Sequence[Payout]:
    return db.session.scalars(
        select(Payout)
        .where(Payout.run_id == run_id, Payout.state == state)
        .order_by(Payout.shop_id)
        .with_for_update()
    ).all()


def _run(labs: Labs, run_id: uuid.UUID) -> PayoutRun:
    return of_labs(labs, get_for_update(PayoutRun, run_id))


def _one(labs: Labs, payout_id: uuid.UUID) -> Payout:
    return of_labs(labs, get_for_update(Payout, payout_id))


def _seller(payout: Payout) -> uuid.UUID:
    return db.session.get_one(Shop, payout.shop_id).person_id

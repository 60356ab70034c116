"""The Lab's money: transfers, refunds, the cash desk, disputes, the book."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import ledger
from marketplace.coordinator.blueprint import bp
from marketplace.coordinator.views.acting import step
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.forms.money import (
    CountForm,
    StatementForm,
    TransferForm,
    money_of,
)
from marketplace.orders.services import (
    books,
    cash,
    disputes,
    payouts,
    refund_moves,
    refunds,
    transfers,
)
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.models import Lab
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

MONEY, FEES = Permission.KEEP_MONEY, Permission.SET_FEES


@bp.get("/desk/money")
@access(MONEY)
def money() -> str:
    """Show what waits, and the way to each kind of money."""
    labs = viewer().labs(MONEY)
    return render_template(
        "coordinator/money.html",
        waiting=queries.waiting_money(labs),
        labs=[(lab, queries.cash_in(lab.id)) for lab in people.lab_names(labs)],
        debts=queries.debts(labs),
    )


@bp.get("/desk/money/transfers")
@access(MONEY)
def transfers_start() -> ResponseReturnValue:
    """Go to the transfers of my (first) Lab."""
    slug = people.lab_names(viewer().labs(MONEY))[0].slug
    return redirect(url_for("coordinator.lab_transfers", slug=slug), 303)


@bp.get("/desk/money/transfers/<slug>")
@access(MONEY)
def lab_transfers(slug: str) -> str:
    """Show what came to a Lab's account, what went astray, and write a line down."""
    return _transfers(_lab(slug), TransferForm(), [])


@bp.post("/desk/money/transfers/<slug>")
@access(MONEY)
def lab_transfers_post(slug: str) -> ResponseReturnValue:
    """Write a line of the statement down; it pays what it names."""
    found, form, me = _lab(slug), TransferForm(request.form), viewer()
    lab_id, labs = found.id, me.labs(MONEY)
    entered = form.carry_out(
        lambda: transfers.enter(labs, lab_id, form.line, by=me.id).state
    )
    if not entered:
        return form.again(_transfers(_lab(slug), form, []))
    if form.result == "matched":
        flashes.success(_("An order is paid."))
    else:
        flashes.problem(_("It fits no order as it is. Decide about it below."))
    return redirect(url_for("coordinator.lab_transfers", slug=slug), 303)


@bp.post("/desk/money/transfers/<slug>/statement")
@access(MONEY)
def lab_statement(slug: str) -> ResponseReturnValue:
    """Take a whole statement in and say what became of each line."""
    found, me, form = _lab(slug), viewer(), StatementForm()
    lab_id, labs = found.id, me.labs(MONEY)
    file = request.files.get("file")
    data = file.read() if file else b""
    taken = form.carry_out(lambda: transfers.take_in(labs, lab_id, data, by=me.id))
    page = _transfers(_lab(slug), TransferForm(), form.result or [], form)
    return page if taken else form.again(page)


@bp.post("/desk/money/lines/<uuid:line_id>")
@access(MONEY)
def line_assign(line_id: uuid.UUID) -> ResponseReturnValue:
    """Say whose a transfer is."""
    me, code = viewer(), request.form.get("code", "")
    return step(
        lambda: transfers.assign(me.labs(MONEY), line_id, code, by=me.id),
        _("Saved. Now decide what becomes of the money."),
        url_for("coordinator.transfers_start"),
    )


@bp.post("/desk/money/astray/<uuid:payment_id>/<any(allocate, back):what>")
@access(MONEY)
def astray(payment_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Let money that went astray pay its order, or send it back."""
    me = viewer()
    act = transfers.allocate if what == "allocate" else transfers.give_back
    words = _("The order is paid.") if what == "allocate" else _("It goes back.")
    return step(
        lambda: act(me.labs(MONEY), payment_id, by=me.id),
        words,
        request.referrer or url_for("coordinator.money"),
    )


@bp.get("/desk/money/refunds")
@access(MONEY)
def refunds_list() -> str:
    """Show refunds somebody has to do something about."""
    rows = queries.open_refunds(viewer().labs(MONEY))
    return render_template("coordinator/refunds.html", rows=rows, my_id=viewer().id)


@bp.post("/desk/money/refunds/<uuid:refund_id>/<any(approve, deny, sent, again):what>")
@access(MONEY)
def refund_step(refund_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Approve, refuse, note as sent, or try once more."""
    me, note = viewer(), request.form.get("note", "")
    labs = me.labs(MONEY)

    def act() -> None:
        if what == "deny":
            refunds.deny(labs, refund_id, by=me.id, note=note)
        else:
            named = {
                "approve": refunds.approve,
                "sent": refund_moves.sent,
                "again": refunds.again,
            }
            named[what](labs, refund_id, by=me.id)

    return step(act, _("Saved."), url_for("coordinator.refunds_list"))


@bp.get("/desk/money/cash/<slug>")
@access(MONEY)
def lab_cash(slug: str) -> str:
    """Show what should be in the desk, and count it."""
    return _cash(_lab(slug), CountForm())


@bp.post("/desk/money/cash/<slug>")
@access(MONEY)
def lab_cash_post(slug: str) -> ResponseReturnValue:
    """Write down what was counted, and what went to the bank."""
    found, form, me = _lab(slug), CountForm(request.form), viewer()
    lab_id, labs = found.id, me.labs(MONEY)
    counted = form.carry_out(
        lambda: cash.count(
            labs,
            lab_id,
            money_of(form.counted),
            money_of(form.banked),
            by=me.id,
            note=form.note.data or "",
        )
    )
    if not counted:
        return form.again(_cash(_lab(slug), form))
    flashes.success(_("Saved."))
    return redirect(url_for("coordinator.lab_cash", slug=slug), 303)


@bp.get("/desk/money/disputes")
@access(MONEY)
def disputes_list() -> str:
    """Show what banks have taken back."""
    rows = queries.lab_disputes(viewer().labs(MONEY))
    return render_template("coordinator/disputes.html", rows=rows, my_id=viewer().id)


@bp.post("/desk/money/disputes/<uuid:dispute_id>")
@access(MONEY)
def dispute_blame(dispute_id: uuid.UUID) -> ResponseReturnValue:
    """Say that the seller bears a lost dispute: one proposes, another decides."""
    me = viewer()
    return step(
        lambda: disputes.blame(me.labs(MONEY), dispute_id, by=me.id),
        _("Saved."),
        url_for("coordinator.disputes_list"),
    )


@bp.post("/desk/money/debts/<uuid:shop_id>")
@access(MONEY)
def debt_waive(shop_id: uuid.UUID) -> ResponseReturnValue:
    """Forgive what a shop owes after refunds."""
    me, note = viewer(), request.form.get("note", "")
    return step(
        lambda: payouts.waive(me.labs(MONEY), shop_id, by=me.id, note=note),
        _("Forgiven."),
        url_for("coordinator.money"),
    )


@bp.get("/desk/money/book")
@access(FEES)
def book() -> str:
    """Show the trial balance and every rule that does not hold."""
    return render_template(
        "coordinator/book.html",
        sums=ledger.trial_balance(),
        problems=[*ledger.problems(), *books.problems()],
        waiting=ledger.waiting(),
    )


def _lab(slug: str) -> Lab:
    return people.lab_for(viewer().labs(MONEY), slug)


def _transfers(
    found: Lab,
    form: TransferForm,
    taken: list[transfers.Taken],
    statement: StatementForm | None = None,
) -> str:
    labs = viewer().labs(MONEY)
    return render_template(
        "coordinator/transfers.html",
        lab=found,
        labs=people.lab_names(labs),
        form=form,
        statement=statement or StatementForm(),
        taken=taken,
        astray=queries.money_astray(labs),
        unknown=queries.unknown_lines(found.id),
        lines=queries.bank_lines(found.id),
    )


def _cash(found: Lab, form: CountForm) -> str:
    return render_template(
        "coordinator/cash.html",
        lab=found,
        form=form,
        expected=queries.cash_in(found.id),
        counts=queries.cash_counts(found.id),
    )

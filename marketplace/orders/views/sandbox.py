"""The sandbox provider's own page: stands for another company's site. Demo only."""

from typing import get_args

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.errors import NotFound
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import sandbox as provider
from marketplace.infra.payments.port import Status
from marketplace.money import Money
from marketplace.orders.blueprint import bp
from marketplace.permissions import Access
from marketplace.web.access import access


@bp.get("/sandbox/<reference>")
@access(Access.PUBLIC)
def sandbox(reference: str) -> str:
    """Show the play payment: pay, fail, or just leave."""
    _only_where_it_is_on()
    found = provider.look_up(reference)
    amount = Money(found.amount_minor, found.currency)
    return render_template("orders/sandbox.html", payment=found, amount=amount)


@bp.post("/sandbox/<reference>")
@access(Access.PUBLIC)
def sandbox_post(reference: str) -> ResponseReturnValue:
    """Press a button and go back to the shop."""
    _only_where_it_is_on()
    wanted = request.form.get("outcome", "")
    if wanted not in {"paid", "failed"}:
        return redirect(provider.look_up(reference).return_path, 303)
    outcome: Status = next(status for status in get_args(Status) if status == wanted)
    return redirect(provider.decide(reference, outcome), 303)


def _only_where_it_is_on() -> None:
    if "sandbox" not in adapters().payments:
        raise NotFound

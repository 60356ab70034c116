"""A resident's money: what is hers, what is held and why, and every line."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import i18n
from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.orders.rules import LEAST_PAYOUT
from marketplace.orders.views import amounts
from marketplace.permissions import Access
from marketplace.web.access import access
from marketplace.web.paging import Cursor
from marketplace.web.viewer import own_shop_id

PAGES = {
    "money": "orders.my_money",
    "payouts": "orders.my_payouts",
    "figures": "orders.my_figures",
}


@bp.get("/my/money")
@access(Access.HERSELF)
def my_money() -> str:
    """Show to the som what is hers, what is held for her, and why; then every line."""
    shop_id = own_shop_id()
    after = Cursor.decode(request.args.get("after"))
    page, shown = queries.account_page(shop_id, after), amounts.shown()
    if after:
        return render_template("orders/my_money_lines.html", page=page, shown=shown)
    return render_template(
        "orders/my_money.html",
        page=page,
        shown=shown,
        view=queries.money_of(shop_id),
        year=queries.year_of(shop_id),
        least=LEAST_PAYOUT,
        short=queries.short,
        pick=i18n.pick,
    )


@bp.post("/my/money/<any(show, hide):what>")
@access(Access.HERSELF)
def my_amounts(what: str) -> ResponseReturnValue:
    """Uncover the amounts for ten minutes, or cover them again."""
    own_shop_id()  # who has none has no such page
    if what == "show":
        amounts.show()
    else:
        amounts.hide()
    page = PAGES.get(request.form.get("page", ""), PAGES["money"])
    return redirect(url_for(page), 303)

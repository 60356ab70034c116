"""A resident's money."""

from flask import render_template

from marketplace.orders import queries
from marketplace.orders.blueprint import bp
from marketplace.permissions import Access
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id


@bp.get("/my/money")
@access(Access.HERSELF)
def my_money() -> str:
    """Show to the som what is hers, what is held for her, and why."""
    return render_template("orders/my_money.html", view=queries.money_of(own_shop_id()))

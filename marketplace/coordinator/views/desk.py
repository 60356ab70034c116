"""What waits in my Labs."""

from flask import render_template

from marketplace.catalog import queries as catalog
from marketplace.coordinator.blueprint import bp
from marketplace.orders import queries as orders
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/desk")
@access(Permission.SEE_LAB_ORDERS)
def desk() -> str:
    """Show what waits, oldest first."""
    me = viewer()
    readers = me.labs(Permission.REVIEW_APPLICATIONS)
    return render_template(
        "coordinator/desk.html",
        applications=people.waiting_applications(readers, limit=10),
        median=people.median_days(readers),
        things=catalog.queued_listings(me.labs(Permission.MODERATE_LISTINGS), limit=10),
        orders=orders.lab_orders(me.labs(Permission.SEE_LAB_ORDERS), limit=10),
    )

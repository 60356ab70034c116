"""Reviews in my Labs: what sellers have reported, and all that can be read."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.catalog.rules import reviews as rules
from marketplace.catalog.services import moderating
from marketplace.coordinator.blueprint import bp
from marketplace.errors import MarketplaceError
from marketplace.i18n import _
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.paging import Cursor
from marketplace.web.viewer import viewer

LOOK = Permission.MODERATE_LISTINGS


@bp.get("/desk/reviews")
@access(LOOK)
def reviews() -> str:
    """Show reported reviews first, then the others, newest first."""
    return _page()


@bp.post(
    "/desk/reviews/<uuid:review_id>/<any({steps}):what>".format(
        steps=", ".join(rules.STEPS)
    )
)
@access(LOOK)
def review_step(review_id: uuid.UUID, what: str) -> ResponseReturnValue:
    """Hide a review for a reason, show it again, or let a reported one be."""
    labs, me, reason = viewer().labs(LOOK), viewer().id, request.form.get("text", "")
    try:
        moderating.decide(labs, review_id, what, by=me, reason=reason)
    except MarketplaceError as error:
        if error.status == 404:
            raise
        flashes.problem(explain(error))
        return _page({"at": str(review_id), "text": reason}), error.status
    flashes.success(_("Done."))
    after = request.args.get("after")
    return redirect(url_for("coordinator.reviews", after=after), 303)


def _page(kept: dict[str, str] | None = None) -> str:
    labs, after = viewer().labs(LOOK), request.args.get("after")
    return render_template(
        "coordinator/reviews.html",
        reported=[] if after else catalog.reported_reviews(labs),
        page=catalog.lab_reviews(labs, Cursor.decode(after)),
        after=after,
        most=rules.MOST,
        kept=kept or {"at": "", "text": ""},
    )

"""What buyers say of her things, and what she says to it."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.rules import reviews as rules
from marketplace.catalog.services import reviews
from marketplace.i18n import _
from marketplace.permissions import Scope
from marketplace.web import acting
from marketplace.web.access import access
from marketplace.web.paging import Cursor
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/reviews")
@access(Scope.SHOP)
def my_reviews() -> str:
    """Show the reviews of her things that are open to read, newest first."""
    return _page()


@bp.post("/my/reviews/<uuid:review_id>/answer")
@access(Scope.SHOP)
def my_review_answer(review_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a review, or mend the answer of today."""
    text, me = request.form.get("text", ""), viewer().id
    return _carried_out(
        lambda: reviews.answer(own_shop_id(), review_id, text, by=me),
        _("Buyers see your answer."),
        {"at": str(review_id), "text": text},
    )


@bp.post("/my/reviews/<uuid:review_id>/report")
@access(Scope.SHOP)
def my_review_report(review_id: uuid.UUID) -> ResponseReturnValue:
    """Have her Lab look at a review."""
    me = viewer().id
    return _carried_out(
        lambda: reviews.report(own_shop_id(), review_id, by=me),
        _("Your Lab looks at it."),
    )


def _carried_out(
    action: Callable[[], Any], words: str, kept: dict[str, str] | None = None
) -> ResponseReturnValue:
    """Do it and say so, or say why not; what she wrote stays in its form."""
    if error := acting.done(action, words):
        return _page(kept), error.status
    after = request.args.get("after")
    return redirect(url_for("catalog.my_reviews", after=after), 303)


def _page(kept: dict[str, str] | None = None) -> str:
    after = request.args.get("after")
    return render_template(
        "catalog/my_reviews.html",
        page=queries.shop_reviews(own_shop_id(), Cursor.decode(after)),
        after=after,
        most=rules.MOST,
        kept=kept or {"at": "", "text": ""},
    )

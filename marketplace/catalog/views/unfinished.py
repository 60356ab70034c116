"""Forms that are kept while they are written: the page sends them by itself."""

import uuid
from datetime import UTC, datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog.blueprint import bp
from marketplace.catalog.services import unfinished
from marketplace.i18n import _
from marketplace.permissions import Scope
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id, viewer

END = 4_000_000_000_000  # milliseconds; a century from now
NOT_HERS = {"csrf_token", "draft"}


@bp.post("/my/unfinished/<uuid:form_id>")
@access(Scope.THINGS)
def keep_unfinished(form_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a form as it stands."""
    fields = {
        name: words
        for name, words in request.form.to_dict(flat=False).items()
        if name not in NOT_HERS
    }
    kind = "service" if request.args.get("kind") == "service" else "product"
    new, at = "new" in request.args, request.args.get("at", type=int)
    unfinished.keep(own_shop_id(), form_id, kind, fields, new=new, at=_moment(at))
    return "", 204


def _moment(milliseconds: int | None) -> datetime | None:
    """Return the moment a phone says; None for nonsense."""
    if milliseconds is None or not 0 <= milliseconds < END:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@bp.post("/my/unfinished/<uuid:form_id>/forget")
@access(Scope.THINGS)
def forget_unfinished(form_id: uuid.UUID) -> ResponseReturnValue:
    """Throw away what she has begun."""
    unfinished.throw_away(own_shop_id(), form_id, by=viewer().id)
    flashes.success(_("Done."))
    return redirect(url_for("catalog.my_things"), 303)

"""Who looked at my data, take it along, close the account."""

import json

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import Conflict
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.services import closing
from marketplace.profiles.views.going_in import leave
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer


@bp.get("/account/privacy")
@access(Access.HERSELF)
def privacy() -> str:
    """Show who looked at her data and what she can do with it."""
    rows = queries.looks_at(viewer().id)
    return render_template("profiles/privacy.html", rows=rows)


@bp.post("/account/export")
@access(Access.HERSELF, fresh=True)
def export() -> ResponseReturnValue:
    """Hand over everything the account holds, as a file."""
    data = closing.export(viewer().id)
    body = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    answer = make_response(body)
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@bp.get("/account/close")
@access(Access.HERSELF, fresh=True)
def close() -> str:
    """Say what closing means, and ask."""
    open_ = closing.still_open(viewer().id)
    return render_template("profiles/close.html", still_open=open_)


@bp.post("/account/close")
@access(Access.HERSELF, fresh=True)
def close_post() -> ResponseReturnValue:
    """Close the account for good."""
    if request.form.get("sure") != "1":
        flashes.problem(_("Tick the box if you are sure."))
        return redirect(url_for("profiles.close"), 303)
    try:
        closing.close(viewer().id)
    except Conflict as error:
        flashes.problem(explain(error))
        return redirect(url_for("profiles.close"), 303)
    return leave(redirect(url_for("site.home"), 303))

"""Light or dark: as the phone has it, unless somebody chooses."""

from flask import (
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.site.blueprint import bp
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.shared_pages import LOOK, LOOKS

YEAR = 31_536_000  # seconds


@bp.get("/look")
@access(Access.PUBLIC)
def look() -> str:
    """Show the choice."""
    return render_template("site/look.html")


@bp.post("/look")
@access(Access.PUBLIC)
def look_post() -> ResponseReturnValue:
    """Keep the choice in this browser for a year."""
    chosen = request.form.get("look", "")
    flashes.success(_("Done."))
    answer = make_response(redirect(url_for("site.look"), 303))
    if chosen in LOOKS:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie(LOOK, chosen, max_age=YEAR, secure=secure, samesite="Lax")
    else:
        answer.delete_cookie(LOOK)
    return answer

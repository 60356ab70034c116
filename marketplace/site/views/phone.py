"""What makes the site a program on a phone: its name, a page for when there is no network.

Its name and picture say nothing of women or Labs: whoever takes the phone into the hand
sees a bazaar (ux.md §11).
"""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from marketplace.i18n import READ
from marketplace.permissions import Access
from marketplace.site.blueprint import bp, root_bp
from marketplace.web.access import access
from marketplace.web.shared_pages import shared


@root_bp.get("/manifest.webmanifest")
@access(Access.PUBLIC)
def manifest() -> ResponseReturnValue:
    """Name the program on the home screen of a phone."""
    answer = make_response(render_template("site/manifest.json"))
    answer.mimetype = "application/manifest+json"
    return answer


@root_bp.get("/sw.js")
@access(Access.PUBLIC)
def worker() -> ResponseReturnValue:
    """Keep the page without a network, and what it is made of; nothing else."""
    answer = make_response(render_template("site/sw.js", languages=READ))
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
@access(Access.PUBLIC)
@shared()
def offline() -> str:
    """Say that there is no network, and what to do."""
    return render_template("site/offline.html")

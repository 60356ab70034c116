"""The page of one's own account."""

from flask import render_template

from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/account")
@access(Access.SIGNED_IN)
def account() -> str:
    """Show where she stands and what she can do next."""
    application = queries.application_of(viewer().id)
    return render_template("profiles/account.html", application=application)

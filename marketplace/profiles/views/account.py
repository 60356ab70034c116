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
    me = viewer()
    return render_template(
        "profiles/account.html",
        application=queries.application_of(me.id),
        recovery=None if me.helper else queries.recovery_of(me.id),
    )

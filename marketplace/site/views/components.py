"""The living page of the design: every component in every state, only in development."""

from flask import current_app, render_template

from marketplace.errors import NotFound
from marketplace.permissions import Access
from marketplace.site import showcase
from marketplace.site.blueprint import bp
from marketplace.web.access import access


@bp.get("/dev/components")
@access(Access.PUBLIC)
def components() -> str:
    """Show them; NotFound anywhere but in the demo and in tests."""
    settings = current_app.extensions["settings"]
    if not (settings.demo or settings.testing):
        raise NotFound
    form, refused = showcase.forms()
    return render_template(
        "site/components.html",
        form=form,
        refused=refused,
        **{
            name: getattr(showcase, name)()
            for name in ("ways", "steps", "bars", "things")
        },
        states=showcase.STATES,
        words=showcase.WORDS,
        long=showcase.LONG,
    )

"""Pages that belong to no single domain."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import clock, i18n
from marketplace.catalog import queries
from marketplace.catalog.views import share_cards
from marketplace.permissions import Access
from marketplace.site.blueprint import bp, root_bp
from marketplace.web.access import access
from marketplace.web.shared_pages import shared
from marketplace.web.viewer import maybe_viewer

NEW, READY = 12, 4  # things on the home page; none stands in both


@bp.get("/")
@access(Access.PUBLIC)
@shared()
def home() -> str:
    """Show the sections, what the Labs have chosen, what is ready and what is new."""
    page = queries.newest_of_all(size=NEW)
    ready = [
        one for one in queries.ready_now(size=NEW + READY).rows if one not in page.rows
    ]
    return render_template(
        "site/home.html",
        sections=queries.sections(),
        counts=queries.counts("category"),
        featured=queries.featured(),
        ready=ready[:READY],
        page=page,
        maker=queries.maker_to_meet(clock.today().toordinal() // 7),
        share=share_cards.of_home(),
    )


@bp.get("/help")
@access(Access.PUBLIC)
@shared()
def help_page() -> str:
    """Say in plain words how to buy, to sell, and what becomes of one's data."""
    return render_template("site/help.html")


@root_bp.get("/")
@access(Access.PUBLIC)
def front() -> ResponseReturnValue:
    """Send the reader to the home page in her language."""
    person = maybe_viewer()
    language = i18n.choose(
        request.accept_languages,
        request.cookies.get("language"),
        person.language if person else None,
    )
    answer = redirect(url_for("site.home", lang=language), 302)
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


@root_bp.get("/health")
@access(Access.PUBLIC)
def health() -> ResponseReturnValue:
    """Say that the process answers (nothing more: it tells strangers nothing)."""
    return {"ok": True}

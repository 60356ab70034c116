"""Lists to browse: categories, techniques, regions, new, ready, collections."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.queries import Card
from marketplace.catalog.rules.browsing import BANDS, WISHES, Wish
from marketplace.catalog.views import structured
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles import queries as people
from marketplace.web.access import access
from marketplace.web.paging import Page
from marketplace.web.shared_pages import shared


@bp.get("/c/<slug>")
@access(Access.PUBLIC)
@shared(*WISHES, "after")
def category(slug: str) -> ResponseReturnValue:
    """Show what is for sale in a category, as the reader wishes."""
    chosen, parent = queries.section(slug)
    wish = Wish.read(request.args)
    body = render_template(
        "catalog/category.html",
        section=chosen,
        parent=parent,
        wish=wish,
        bands=BANDS,
        page=queries.in_category(chosen, wish, _after()),
        counts=queries.counts("category"),
        data=structured.of_category(chosen, parent),
    )
    # The same things in another order or fewer of them: one page is enough for machines.
    return (body, {"X-Robots-Tag": "noindex"}) if wish.args else body


@bp.get("/technique/<slug>")
@access(Access.PUBLIC)
@shared("after")
def technique(slug: str) -> str:
    """Show what is made in one technique."""
    found = people.technique(slug)
    number = queries.counts("technique").get(found.id)
    page = queries.of_technique(found.id, _after())
    return _list(found.name, page, others=people.technique_names(), count=number)


@bp.get("/region/<slug>")
@access(Access.PUBLIC)
@shared("after")
def region(slug: str) -> str:
    """Show a region's Labs and what is made there."""
    found = people.region(slug)
    ids = [lab.id for lab in found.labs]
    numbers = queries.counts("lab")
    number = sum(numbers.get(lab_id, 0) for lab_id in ids)
    page = queries.of_labs(ids, _after())
    return _list(found.name, page, labs=found.labs, count=number)


@bp.get("/new")
@access(Access.PUBLIC)
@shared("after")
def new_things() -> str:
    """Show everything that is on sale, newest first."""
    return _list(_("New"), queries.newest_of_all(_after()))


@bp.get("/ready")
@access(Access.PUBLIC)
@shared("after")
def ready_things() -> str:
    """Show what can be had at once."""
    lead = _("Made already: it can be sent or picked up in these days.")
    return _list(_("Ready now"), queries.ready_now(_after()), lead=lead)


@bp.get("/collection/<slug>")
@access(Access.PUBLIC)
@shared()
def collection(slug: str) -> str:
    """Show a collection while its days last."""
    found = queries.collection_view(slug)
    return render_template("catalog/collection.html", collection=found)


def _after() -> str | None:
    return request.args.get("after")


def _list(title: str, page: Page[Card], **more: Any) -> str:
    return render_template("catalog/list.html", title=title, page=page, **more)

"""The shop window: categories, one thing, one shop, search."""

from flask import render_template, request

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.permissions import Access
from marketplace.web.access import access
from marketplace.web.paging import Cursor


@bp.get("/c/<slug>")
@access(Access.PUBLIC)
def category(slug: str) -> str:
    """Show what is for sale in a category, newest first."""
    chosen, parent = queries.section(slug)
    page = queries.newest(
        Cursor.decode(request.args.get("after")), categories=chosen.ids
    )
    return render_template(
        "catalog/category.html", section=chosen, parent=parent, page=page
    )


@bp.get("/l/<slug>")
@access(Access.PUBLIC)
def listing(slug: str) -> str:
    """Show one thing."""
    return render_template("catalog/listing.html", listing=queries.listing_view(slug))


@bp.get("/shop/<slug>")
@access(Access.PUBLIC)
def shop(slug: str) -> str:
    """Show who makes things, and what she has."""
    found = queries.shop_view(slug)
    page = queries.newest(Cursor.decode(request.args.get("after")), shop_id=found.id)
    return render_template("catalog/shop.html", shop=found, page=page)


@bp.get("/search")
@access(Access.PUBLIC)
def search() -> str:
    """Show what the words find."""
    text = request.args.get("q", "").strip()[:200]
    found = queries.find(text)
    empty = queries.sections() if text and not found.cards else []
    return render_template(
        "catalog/search.html", text=text, found=found, sections=empty
    )

"""The shop window: one thing, one shop, the Labs, search. Lists are in `lists`."""

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.services import looks
from marketplace.catalog.views import share_cards, structured
from marketplace.permissions import Access, Scope
from marketplace.profiles import queries as people
from marketplace.web import devices, forms_of_strangers
from marketplace.web.access import access
from marketplace.web.paging import Cursor
from marketplace.web.shared_pages import shared
from marketplace.web.viewer import keep_link, own_shop_id, reader


@bp.get("/l/<slug>")
@access(Access.PUBLIC)
def listing(slug: str) -> ResponseReturnValue:
    """Show one thing."""
    live = queries.live_units(slug)
    page, (listing_id, own, public) = forms_of_strangers.kept(
        repr(live), lambda: _listing(slug, live)
    )
    robot = devices.is_robot(request.user_agent.string)
    if request.method == "GET" and not own and not robot:
        looks.seen(listing_id)
    return unlisted(page, public=public)


def _listing(
    slug: str, live: queries.Units
) -> tuple[str, tuple[uuid.UUID, bool, bool]]:
    """Return the page of a thing, its id, whether it is hers, whether it is public."""
    found = queries.listing_view(slug, reader(), live)
    page = render_template(
        "catalog/listing.html",
        listing=found,
        beside=queries.beside(found),
        data=structured.of_listing(found) if found.seller.public else None,
        share=share_cards.of_listing(found),
    )
    return page, (found.id, found.own, found.seller.public)


@bp.get("/shop/<slug>")
@access(Access.PUBLIC)
@shared("after")
def shop(slug: str) -> ResponseReturnValue:
    """Show who makes things, and what she has."""
    found = queries.shop_view(slug, reader())
    if found.visibility == "link":
        keep_link(found.address)
    page = queries.newest(Cursor.decode(request.args.get("after")), shop_id=found.id)
    public = found.visibility == "public"
    data = structured.of_shop(found) if public else None
    body = render_template(
        "catalog/shop.html",
        shop=found,
        page=page,
        preview=False,
        data=data,
        share=share_cards.of_shop(found, page.rows),
    )
    return unlisted(body, public=public)


@bp.get("/my/shop/preview")
@access(Scope.SHOP)
def shop_preview() -> str:
    """Show her shop as buyers would see it, whoever sees it now."""
    found = queries.own_shop_view(own_shop_id())
    page = queries.newest(None, shop_id=found.id)
    return render_template("catalog/shop.html", shop=found, page=page, preview=True)


@bp.get("/labs")
@access(Access.PUBLIC)
@shared()
def labs() -> str:
    """Show the Labs."""
    return render_template(
        "catalog/labs.html",
        regions=people.regions().values(),
        counts=queries.counts("lab"),
    )


@bp.get("/lab/<slug>")
@access(Access.PUBLIC)
@shared("after")
def lab(slug: str) -> str:
    """Show a Lab, its makers and what they have."""
    found = people.lab_view(slug)
    page = queries.newest(Cursor.decode(request.args.get("after")), lab_id=found.id)
    makers = people.makers_of(found.id, reader())
    data = structured.of_lab(found)
    return render_template(
        "catalog/lab.html", lab=found, makers=makers, page=page, data=data
    )


def unlisted(page: str, *, public: bool) -> ResponseReturnValue:
    """Answer with a page; one that is not for everybody is for no search engine."""
    return page if public else (page, {"X-Robots-Tag": "noindex"})

"""Labels to print: what a thing is, what it costs, and a code that opens its page."""

import uuid
from io import BytesIO

import segno
from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.errors import NotFound
from marketplace.permissions import Scope
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import lab_names, own_shop, seen_by
from marketplace.web.access import access
from marketplace.web.links import absolute, at
from marketplace.web.viewer import own_shop_id

MOST = 40  # things on the sheet, the newest


@bp.get("/my/things/<uuid:listing_id>/label")
@access(Scope.THINGS)
def thing_label(listing_id: uuid.UUID) -> str:
    """Show the label of one thing on sale, made for print."""
    shop = own_shop(own_shop_id())
    found = queries.preview_of(shop.id, listing_id)
    if found.state != "published":
        raise NotFound  # the code would lead nowhere
    return render_template(
        "catalog/thing_label.html",
        thing=found,
        shop=shop,
        lab=_lab(shop),
        address=_address(found.slug),
        seen_by=seen_by(shop),
    )


@bp.get("/my/things/labels")
@access(Scope.THINGS)
def thing_labels() -> str:
    """Show a sheet of labels: of the things she has ticked, or of all on sale."""
    shop = own_shop(own_shop_id())
    rows = queries.my_listings(shop.id, "live", size=MOST).rows
    wanted = set(request.args.getlist("thing"))
    return render_template(
        "catalog/thing_labels.html",
        rows=rows,
        several=queries.with_several_prices([row.id for row in rows]),
        chosen=[row for row in rows if not wanted or str(row.id) in wanted],
        shop=shop,
        lab=_lab(shop),
        address=_address,
        seen_by=seen_by(shop),
    )


@bp.get("/my/things/<uuid:listing_id>/label.svg")
@access(Scope.THINGS)
def label_code(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Draw the code that opens a thing's page, in the language of this page."""
    found = queries.my_listing(own_shop_id(), listing_id)
    out = BytesIO()
    code = segno.make(_address(found.slug), error="m", micro=False)
    code.save(out, kind="svg", omitsize=True, xmldecl=False, border=4, light="#fff")
    return Response(out.getvalue(), mimetype="image/svg+xml")


def _address(slug: str) -> str:
    return absolute(at(slug, "catalog.listing"))


def _lab(shop: Shop) -> str:
    return next(lab.name for lab in lab_names() if lab.id == shop.lab_id)

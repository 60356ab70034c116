"""A resident's own things: list, pause, copy, count."""

import uuid
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.services import listings
from marketplace.errors import Invalid
from marketplace.i18n import _
from marketplace.permissions import Scope
from marketplace.profiles import queries as profiles
from marketplace.web import acting, flashes
from marketplace.web.access import access
from marketplace.web.forms import count_of
from marketplace.web.paging import Cursor
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/things")
@access(Scope.THINGS)
def my_things() -> str:
    """Show what she sells and how it stands, under the tab she has chosen."""
    shop_id = own_shop_id()
    tab = request.args.get("tab", "")
    return render_template(
        "catalog/my_things.html",
        page=queries.my_listings(
            shop_id, tab, Cursor.decode(request.args.get("after"))
        ),
        counts=queries.my_tabs(shop_id),
        tab=tab if tab in queries.TABS else "",
        begun=queries.begun(shop_id),
        patterns=queries.patterns(profiles.lab_of_shop(shop_id)),
    )


@bp.post("/my/things/<uuid:listing_id>/switch")
@access(Scope.THINGS)
def switch_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Pause, resume, archive or restore a thing."""
    action = request.form.get("action", "")
    listings.switch(own_shop_id(), listing_id, action, by=viewer().id)
    flashes.success(_("Done."))
    return redirect(url_for("catalog.my_things"), 303)


@bp.post("/my/things/<uuid:listing_id>/take-back")
@access(Scope.THINGS)
def take_back_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take a thing, or a change of it, back from the look."""
    listings.take_back(own_shop_id(), listing_id, by=viewer().id)
    flashes.success(_("Done. You can change it now."))
    return redirect(url_for("catalog.edit_thing", listing_id=listing_id), 303)


@bp.post("/my/things/<uuid:listing_id>/copy")
@access(Scope.THINGS)
def copy_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a new thing with everything of this one."""
    made = listings.copy(own_shop_id(), listing_id, by=viewer().id)
    flashes.success(_("This is the copy. Change what is different."))
    return redirect(url_for("catalog.edit_thing", listing_id=made.id), 303)


@bp.post("/my/things/start/<uuid:pattern_id>")
@access(Scope.THINGS)
def start_from(pattern_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a new thing from a pattern."""
    shop_id = own_shop_id()
    chosen = queries.pattern(profiles.lab_of_shop(shop_id), pattern_id)
    made = listings.begin_from(shop_id, chosen.content, by=viewer().id)
    flashes.success(_("This is a beginning. Change it so that it is true of yours."))
    return redirect(url_for("catalog.edit_thing", listing_id=made.id), 303)


@bp.post("/my/things/stock/<uuid:variant_id>")
@access(Scope.THINGS)
def stock_of(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Write how many there are now, one more or one less."""
    seen = _number("seen")
    step = {"more": 1, "less": -1}.get(request.form.get("step", ""), 0)
    count, me = seen + step, viewer().id
    acting.done(
        lambda: listings.set_stock(own_shop_id(), variant_id, count, seen, by=me)
    )
    tab = request.form.get("tab", "")
    return redirect(url_for("catalog.my_things", tab=tab or None), 303)


@bp.post("/my/things/<uuid:listing_id>/busy")
@access(Scope.THINGS)
def busy_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take no orders for a service up to a day, or take them again."""
    shop_id, me, written = own_shop_id(), viewer().id, request.form.get("until", "")
    queries.my_listing(shop_id, listing_id)

    def keep() -> None:
        until = None if "free" in request.form else _day(written)
        listings.set_busy(shop_id, listing_id, until, by=me)

    acting.done(keep, _("Saved."))
    return redirect(url_for("catalog.my_things"), 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("busy_day", field="until") from None


def _number(name: str) -> int:
    return count_of(request.form.get(name)) or 0

"""Sizes and colours to choose from, with a price and a number for each."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries, rules
from marketplace.catalog.blueprint import bp
from marketplace.catalog.forms import OptionsForm, UnitsTable, options_data
from marketplace.catalog.rules import Content
from marketplace.catalog.services import listings
from marketplace.errors import Conflict, Invalid, MarketplaceError, NotFound
from marketplace.i18n import _
from marketplace.permissions import Scope
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/things/<uuid:listing_id>/sizes")
@access(Scope.THINGS)
def sizes(listing_id: uuid.UUID) -> str:
    """Show what buyers can choose."""
    content = _content(listing_id)
    return _page(
        listing_id, OptionsForm(data=options_data(content)), UnitsTable(content)
    )


@bp.post("/my/things/<uuid:listing_id>/sizes")
@access(Scope.THINGS)
def sizes_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take what buyers can choose; each choice gets a line."""
    content = _content(listing_id)
    form = OptionsForm(request.form)
    if form.carry_out(lambda: _keep(listing_id, form.content(content))):
        flashes.success(_("Now write price and number of each."))
        return redirect(url_for("catalog.sizes", listing_id=listing_id), 303)
    return form.again(_page(listing_id, form, UnitsTable(content)))


@bp.post("/my/things/<uuid:listing_id>/prices")
@access(Scope.THINGS)
def prices_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take price and number of each choice."""
    before = _content(listing_id)
    table = UnitsTable(before, request.form)
    form = OptionsForm(data=options_data(before))
    try:
        waits = _keep_table(listing_id, table)
    except MarketplaceError as error:
        _refuse(listing_id, form, table, error)
        return _page(listing_id, form, table), 422
    flashes.success(
        _("Kept. Your Lab looks at what is dearer.") if waits else _("Saved.")
    )
    return redirect(url_for("catalog.edit_thing", listing_id=listing_id), 303)


def _keep_table(listing_id: uuid.UUID, table: UnitsTable) -> bool:
    if table.stale:
        raise Conflict("changed_meanwhile")
    content = table.read()
    if content is None:
        raise Invalid
    return _keep(listing_id, content)


def _refuse(
    listing_id: uuid.UUID,
    form: OptionsForm,
    table: UnitsTable,
    error: MarketplaceError,
) -> None:
    """Show what is wrong: on its row if it is one row's, and on top with its size."""
    if error.code == "stock_moved":
        table.moved(_content(listing_id))
    if table.problems:
        form.form_errors.extend(table.problems)
    else:
        form.refuse(error)


def _keep(listing_id: uuid.UUID, content: Content) -> bool:
    return listings.save(own_shop_id(), listing_id, content, by=viewer().id).waits


def _content(listing_id: uuid.UUID) -> Content:
    row = queries.my_listing(own_shop_id(), listing_id)
    if row.kind != "product":
        raise NotFound
    if row.state not in rules.EDITABLE | rules.LIVE:
        raise Conflict("moved_on", state=row.state)
    return queries.my_content(own_shop_id(), listing_id)


def _page(listing_id: uuid.UUID, form: OptionsForm, table: UnitsTable) -> str:
    return render_template(
        "catalog/sizes.html",
        form=form,
        table=table,
        listing=queries.my_listing(own_shop_id(), listing_id),
    )

"""A resident's own things: list, write, change, pause."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from marketplace.catalog import queries, rules
from marketplace.catalog.blueprint import bp
from marketplace.catalog.forms import ListingForm
from marketplace.catalog.services import listings
from marketplace.catalog.services.listings import Draft
from marketplace.catalog.views import uploads
from marketplace.catalog.views.uploads import Uploads
from marketplace.errors import Conflict, MarketplaceError
from marketplace.i18n import _, current, pick
from marketplace.money import Money, plain
from marketplace.permissions import Scope
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.messages import explain
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/things")
@access(Scope.THINGS)
def my_things() -> str:
    """Show what she sells and how it stands."""
    rows = queries.my_listings(own_shop_id())
    return render_template("catalog/my_things.html", rows=rows)


@bp.get("/my/things/new")
@access(Scope.THINGS)
def new_thing() -> str:
    """Show the empty form."""
    own_shop_id()
    return _page(_form(data={"language": current()}), Uploads([]))


@bp.post("/my/things/new")
@access(Scope.THINGS)
def new_thing_post() -> ResponseReturnValue:
    """Take a new thing in, with its photos."""
    return _save(None)


@bp.get("/my/things/<uuid:listing_id>")
@access(Scope.THINGS)
def edit_thing(listing_id: uuid.UUID) -> str:
    """Show a thing that waits for her changes."""
    row = queries.my_listing(own_shop_id(), listing_id)
    if row.state not in rules.EDITABLE:
        raise Conflict("moved_on", state=row.state)
    language, text = pick({part.locale: part for part in row.texts})
    data = {
        "language": language,
        "title": text.title,
        "description": text.description,
        "price": plain(Money(row.price_minor, row.currency)),
        "stock": row.variants[0].stock,
        "category": str(row.category_id),
    }
    return _page(_form(data=data), Uploads(list(row.photos)), listing=row)


@bp.post("/my/things/<uuid:listing_id>")
@access(Scope.THINGS)
def edit_thing_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take the changes and hand the thing in again."""
    queries.my_listing(own_shop_id(), listing_id)
    return _save(listing_id)


@bp.post("/my/things/<uuid:listing_id>/switch")
@access(Scope.THINGS)
def switch_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Pause, resume or archive a thing."""
    action = request.form.get("action", "")
    listings.switch(own_shop_id(), listing_id, action, by=viewer().id)
    flashes.success(_("Done."))
    return redirect(url_for("catalog.my_things"), 303)


def _save(listing_id: uuid.UUID | None) -> ResponseReturnValue:
    shop_id = own_shop_id()
    form = _form(request.form)
    sent = uploads.receive(shop_id)
    if form.validate() and not sent.problems:
        draft = Draft(
            category_id=uuid.UUID(form.category.data),
            price=form.price.amount,
            stock=form.stock.data,
            texts={form.language.data: (form.title.data, form.description.data)},
            photo_ids=sent.ids,
        )
        try:
            return _hand_in(shop_id, listing_id, draft)
        except MarketplaceError as error:
            form.add_error(error, explain(error))
    row = queries.my_listing(shop_id, listing_id) if listing_id else None
    return _page(form, sent, listing=row), sent.status


def _hand_in(
    shop_id: uuid.UUID, listing_id: uuid.UUID | None, draft: Draft
) -> ResponseReturnValue:
    if listing_id is None:
        listings.create(shop_id, draft, by=viewer().id)
    else:
        listings.revise(shop_id, listing_id, draft, by=viewer().id)
    flashes.success(_("Sent. Your Lab looks at it within 1 day."))
    return redirect(url_for("catalog.my_things"), 303)


def _page(form: ListingForm, sent: Uploads, listing: object = None) -> str:
    return render_template(
        "catalog/thing_form.html", form=form, uploads=sent, listing=listing
    )


def _form(*args: Any, **more: Any) -> ListingForm:
    form = ListingForm(*args, **more)
    choices = options([""], [_("Choose…")])
    for top in queries.sections():
        choices += [
            SelectChoice(str(part.id), part.name, optgroup=top.name)
            for part in top.children
        ]
    form.category.choices = choices
    return form

"""Write a thing or a service: form, check, send."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from marketplace.catalog import queries, rules
from marketplace.catalog.blueprint import bp
from marketplace.catalog.forms import (
    ServiceForm,
    ThingForm,
    service_data,
    thing_data,
)
from marketplace.catalog.models import UnfinishedForm
from marketplace.catalog.queries.labels import KINDS
from marketplace.catalog.rules import Content
from marketplace.catalog.services import listings
from marketplace.catalog.views import digital, uploads
from marketplace.catalog.views.uploads import Uploads
from marketplace.errors import Conflict, MarketplaceError
from marketplace.i18n import _, written
from marketplace.permissions import Scope
from marketplace.profiles import queries as profiles
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.viewer import own_shop_id, viewer

Form = ThingForm | ServiceForm
MOST_DIGITS = 9


@bp.get("/my/things/new")
@access(Scope.THINGS)
def new_thing() -> ResponseReturnValue:
    """Show the empty form of a thing, or of a service."""
    shop_id = own_shop_id()
    name = request.args.get("draft", type=uuid.UUID)
    kept = queries.unfinished(shop_id, name) if name else None
    if kept:
        return _gone_on(kept)
    if name and queries.was_sent(shop_id, name):
        return redirect(url_for("catalog.my_things"), 303)
    form = _form(_kind(), data={"language": written(), "draft": str(uuid.uuid4())})
    _take_price(form)
    return _page(form, Uploads([]))


@bp.post("/my/things/new")
@access(Scope.THINGS)
def new_thing_post() -> ResponseReturnValue:
    """Keep a new thing with its photos, and show it to check."""
    return _save(_form(_kind(), request.form), None, None)


@bp.get("/my/things/<uuid:listing_id>")
@access(Scope.THINGS)
def edit_thing(listing_id: uuid.UUID) -> str:
    """Show what she has written of a thing, to change it."""
    shop_id = own_shop_id()
    row = queries.my_listing(shop_id, listing_id)
    if row.state not in rules.EDITABLE | rules.LIVE:
        raise Conflict("moved_on", state=row.state)
    content = queries.my_content(shop_id, listing_id)
    kept = queries.unfinished(shop_id, listing_id)
    if kept and "draft" in request.args:
        return _gone_on(kept, row, content)
    photos = queries.loose_photos(shop_id, content.photo_ids)
    form = _filled(row.kind, content)
    _take_price(form)
    return _page(form, Uploads(photos), row, content, kept=kept)


@bp.post("/my/things/<uuid:listing_id>")
@access(Scope.THINGS)
def edit_thing_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take the changes; of what is on sale the rest waits for a look."""
    shop_id = own_shop_id()
    row = queries.my_listing(shop_id, listing_id)
    before = queries.my_content(shop_id, listing_id)
    form = _form(row.kind, request.form)
    if isinstance(form, ThingForm):
        form.many = bool(before.options)
    return _save(form, listing_id, before)


@bp.get("/my/things/<uuid:listing_id>/check")
@access(Scope.THINGS)
def check_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Show a draft once more: what buyers will read, and what she gets of the price."""
    shop_id = own_shop_id()
    found = queries.preview_of(shop_id, listing_id)
    if found.state not in rules.EDITABLE:
        return redirect(url_for("catalog.my_things"), 303)
    photos = queries.thing_photos(shop_id, listing_id).photos
    return render_template("catalog/check_thing.html", listing=found, photos=photos)


@bp.post("/my/things/<uuid:listing_id>/send")
@access(Scope.THINGS)
def send_thing(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Hand a draft in; a second tap says the same as the first."""
    shop_id = own_shop_id()
    try:
        listings.submit(shop_id, listing_id, by=viewer().id)
    except Conflict:
        row = queries.my_listing(shop_id, listing_id)
        if row.state not in rules.LIVE | {"in_review"}:
            raise
    return redirect(url_for("catalog.thing_sent", listing_id=listing_id), 303)


@bp.get("/my/things/<uuid:listing_id>/sent")
@access(Scope.THINGS)
def thing_sent(listing_id: uuid.UUID) -> str:
    """Say what happens now."""
    shop_id = own_shop_id()
    row = queries.my_listing(shop_id, listing_id)
    return render_template(
        "catalog/thing_sent.html", listing=row, open=row.state in rules.LIVE
    )


@bp.get("/my/things/<uuid:listing_id>/preview")
@access(Scope.THINGS)
def preview_thing(listing_id: uuid.UUID) -> str:
    """Show her thing as buyers would see it, in whatever state it is."""
    found = queries.preview_of(own_shop_id(), listing_id)
    return render_template("catalog/listing.html", listing=found, preview=True)


def _save(
    form: Form, listing_id: uuid.UUID | None, before: Content | None
) -> ResponseReturnValue:
    shop_id = own_shop_id()
    sent = uploads.receive(shop_id)
    if isinstance(form, ThingForm):
        digital.receive(form, shop_id)
    if form.validate() and not sent.problems:
        content = form.content(before, sent.ids)
        try:
            return _keep(shop_id, listing_id, content, form.name)
        except MarketplaceError as error:
            form.refuse(error)
            if error.code == "stock_moved" and isinstance(form, ThingForm):
                form.stock_seen.data = str(error.facts["now"])
    row = queries.my_listing(shop_id, listing_id) if listing_id else None
    status = form.status if form.problems else sent.status
    return _page(form, sent, row, before), status


def _keep(
    shop_id: uuid.UUID, listing_id: uuid.UUID | None, content: Content, name: uuid.UUID
) -> ResponseReturnValue:
    if listing_id is None:
        listing_id = listings.begin(shop_id, content, by=viewer().id, name=name).id
        return redirect(url_for("catalog.check_thing", listing_id=listing_id), 303)
    saved = listings.save(shop_id, listing_id, content, by=viewer().id)
    if saved.listing.state in rules.EDITABLE:
        return redirect(url_for("catalog.check_thing", listing_id=listing_id), 303)
    if saved.waits:
        flashes.success(
            _(
                "Kept. Your Lab looks at it within 1 day; till then buyers see the old one."
            )
        )
    else:
        flashes.success(_("Done. Buyers see it now."))
    return redirect(url_for("catalog.my_things"), 303)


def _take_price(form: Form) -> None:
    """Write the price she has found with the calculator into her form."""
    price = request.args.get("price", "")
    if price.isdecimal() and isinstance(form, ThingForm):
        form.price.data = price[:MOST_DIGITS]


def _gone_on(
    kept: UnfinishedForm, row: Any = None, content: Content | None = None
) -> str:
    """Show a form as she has left it."""
    fields = MultiDict(kept.fields)
    fields["draft"] = str(kept.id)
    form = _form(kept.kind, fields)
    if isinstance(form, ThingForm):
        form.many = bool(content and content.options)
    _take_price(form)
    photos = uploads.named(kept.shop_id, fields.getlist("photo_ids"))
    return _page(form, photos, row, content)


def _page(
    form: Form,
    sent: Uploads,
    listing: Any = None,
    content: Content | None = None,
    kept: UnfinishedForm | None = None,
) -> str:
    service = isinstance(form, ServiceForm)
    return render_template(
        "catalog/service_form.html" if service else "catalog/thing_form.html",
        form=form,
        uploads=sent,
        listing=listing,
        many=bool(content and content.options),
        kept_file=bool(content and content.files),
        kept=kept,
        name=listing.id if listing else form.name,
    )


def _kind() -> str:
    return "service" if request.args.get("kind") == "service" else "product"


def _filled(kind: str, content: Content) -> Form:
    if kind == "service":
        return _form(kind, data=service_data(content))
    kinds = {term: name for name in KINDS for term, _name in queries.terms(name)}
    form = _form(kind, data=thing_data(content, kinds))
    if isinstance(form, ThingForm) and content.files:
        form.keep_file(*content.files[0])
    return form


def _form(kind: str, *args: Any, **more: Any) -> Form:
    form: Form = (ServiceForm if kind == "service" else ThingForm)(*args, **more)
    choices = options([""], [_("Choose…")])
    for top in queries.sections():
        if top.kind == kind:
            choices += [
                SelectChoice(str(part.id), part.name, optgroup=top.name)
                for part in top.children
            ]
    form.offer(choices, profiles.techniques())
    if isinstance(form, ThingForm):
        form.offer_terms({name: queries.terms(name) for name in KINDS})
    return form

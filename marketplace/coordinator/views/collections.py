"""Featured collections on the desk."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import clock
from marketplace.catalog import queries as catalog
from marketplace.catalog.forms import CollectionForm, PutInForm
from marketplace.catalog.models import Collection
from marketplace.catalog.services import collections
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

EDIT = Permission.EDIT_CATALOGUE


@bp.get("/desk/collections")
@access(EDIT)
def collection_list() -> str:
    """Show every collection, the latest first."""
    return render_template(
        "coordinator/collections.html",
        rows=catalog.all_collections(),
        today=clock.today(),
    )


@bp.get("/desk/collections/new")
@access(EDIT)
def collection_new() -> str:
    """Show an empty form of a collection."""
    return _page(CollectionForm(data={"first_day": clock.today()}), None)


@bp.post("/desk/collections/new")
@access(EDIT)
def collection_new_post() -> ResponseReturnValue:
    """Make a collection; its things come next."""
    return _save(None)


@bp.get("/desk/collections/<uuid:collection_id>")
@access(EDIT)
def collection_edit(collection_id: uuid.UUID) -> str:
    """Show what a collection says, and its things."""
    row = catalog.collection_of(collection_id)
    return _page(_filled(row), row)


@bp.post("/desk/collections/<uuid:collection_id>")
@access(EDIT)
def collection_edit_post(collection_id: uuid.UUID) -> ResponseReturnValue:
    """Change what a collection says, and its days."""
    return _save(catalog.collection_of(collection_id))


@bp.post("/desk/collections/<uuid:collection_id>/things")
@access(EDIT)
def collection_put_in(collection_id: uuid.UUID) -> ResponseReturnValue:
    """Add a thing as the last one."""
    row, form = catalog.collection_of(collection_id), PutInForm(request.form)
    address = str(form.address.data)
    if form.carry_out(
        lambda: collections.put_in(collection_id, address, by=viewer().id)
    ):
        return _back(collection_id)
    return form.again(_page(_filled(row), row, form))


@bp.post("/desk/collections/<uuid:collection_id>/things/<uuid:listing_id>")
@access(EDIT)
def collection_thing(
    collection_id: uuid.UUID, listing_id: uuid.UUID
) -> ResponseReturnValue:
    """Move a thing up, or take it out."""
    change = collections.move_up if "up" in request.form else collections.take_out
    change(collection_id, listing_id, by=viewer().id)
    return _back(collection_id)


@bp.post("/desk/collections/<uuid:collection_id>/delete")
@access(EDIT)
def collection_delete(collection_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a collection; its things stay on sale."""
    collections.drop(collection_id, by=viewer().id)
    flashes.success(_("The collection is deleted. Its things stay on sale."))
    return redirect(url_for("coordinator.collection_list"), 303)


def _save(row: Collection | None) -> ResponseReturnValue:
    form, saved = CollectionForm(request.form), []
    if form.carry_out(
        lambda: saved.append(
            collections.save(
                row.id if row else None,
                form.words,
                form.first_day.data,
                form.last_day.data,
                by=viewer().id,
            ).id
        )
    ):
        return _back(saved[0])
    return form.again(_page(form, row))


def _filled(row: Collection) -> CollectionForm:
    data: dict[str, object] = {"first_day": row.first_day, "last_day": row.last_day}
    for text in row.texts:
        data |= {f"title_{text.locale}": text.title, f"lead_{text.locale}": text.lead}
    return CollectionForm(data=data)


def _back(collection_id: uuid.UUID) -> ResponseReturnValue:
    flashes.success(_("Saved."))
    return redirect(
        url_for("coordinator.collection_edit", collection_id=collection_id), 303
    )


def _page(
    form: CollectionForm, row: Collection | None, adding: PutInForm | None = None
) -> str:
    return render_template(
        "coordinator/collection.html",
        form=form,
        row=row,
        adding=adding or PutInForm(),
        items=catalog.items_of(row.id) if row else [],
        today=clock.today(),
    )

"""Many things at once: a table in, a table out."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.forms.imports import ImportForm
from marketplace.catalog.queries.imports import as_rows, import_of, left_out
from marketplace.catalog.queries.labels import KINDS
from marketplace.catalog.rules.sheets import COLUMNS, heading
from marketplace.catalog.services import imports
from marketplace.catalog.views.import_words import listed, sample
from marketplace.i18n import written
from marketplace.permissions import Scope
from marketplace.profiles import queries as profiles
from marketplace.web.access import access
from marketplace.web.csv import table
from marketplace.web.downloads import csv_file
from marketplace.web.viewer import own_shop_id, viewer


@bp.get("/my/things/import")
@access(Scope.THINGS)
def import_things() -> str:
    """Show where a table is chosen, and which words it may use."""
    own_shop_id()
    return _page(ImportForm())


@bp.post("/my/things/import")
@access(Scope.THINGS)
def import_things_post() -> ResponseReturnValue:
    """Take a table in and look at it; nothing is added yet."""
    shop_id = own_shop_id()
    form = ImportForm(CombinedMultiDict([request.files, request.form]))
    taken = form.carry_out(
        lambda: imports.upload(
            shop_id, form.table.data.stream, form.zip_stream, by=viewer().id
        )
    )
    form.close()
    if not taken:
        return form.again(_page(form))
    return redirect(url_for("catalog.import_page", import_id=form.result), 303)


@bp.get("/my/things/import/<uuid:import_id>")
@access(Scope.THINGS)
def import_page(import_id: uuid.UUID) -> str:
    """Show what a table would add and what is to mend, or how far it is."""
    found = import_of(own_shop_id(), import_id)
    lines, more = listed(found.report)
    return render_template(
        "catalog/import_page.html", found=found, lines=lines, more=more
    )


@bp.post("/my/things/import/<uuid:import_id>/start")
@access(Scope.THINGS)
def import_start(import_id: uuid.UUID) -> ResponseReturnValue:
    """Have the good rows added."""
    imports.start(own_shop_id(), import_id)
    return redirect(url_for("catalog.import_page", import_id=import_id), 303)


@bp.get("/my/things/import/sample.csv")
@access(Scope.THINGS)
def import_sample() -> ResponseReturnValue:
    """Hand out a table with two examples, its head in the reader's language."""
    own_shop_id()
    return _file("sample.csv", sample())


@bp.get("/my/things/export.csv")
@access(Scope.THINGS)
def export_things() -> ResponseReturnValue:
    """Hand her things over as a table that can be brought in again."""
    return _file("things.csv", as_rows(own_shop_id()))


def _file(name: str, rows: list[list[str]]) -> ResponseReturnValue:
    head = [heading(one, written()) for one in COLUMNS]
    return csv_file(name, table(head, rows))


def _page(form: ImportForm) -> str:
    return render_template(
        "catalog/import_things.html",
        form=form,
        columns=[heading(one, written()) for one in COLUMNS],
        sections=[top for top in queries.sections() if top.kind == "product"],
        terms={kind: [name for _id, name in queries.terms(kind)] for kind in KINDS},
        techniques=[name for _id, name in profiles.techniques()],
        left_out=left_out(own_shop_id()),
    )

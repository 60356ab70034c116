"""What the catalogue is made of: sections, materials, colours, care, words, patterns."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from marketplace.catalog import queries as catalog
from marketplace.catalog.forms import CategoryForm, TermForm, WordForm
from marketplace.catalog.models import Term
from marketplace.catalog.services import labels
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

EDIT = Permission.EDIT_CATALOGUE


@bp.get("/desk/catalogue")
@access(EDIT)
def catalogue() -> str:
    """Show the sections, and where the rest is."""
    return _catalogue_page(WordForm())


@bp.post("/desk/catalogue/words")
@access(EDIT)
def word_add() -> ResponseReturnValue:
    """Add a word to look at twice."""
    form = WordForm(request.form)
    if form.carry_out(lambda: labels.watch(form.word.data, by=viewer().id)):
        return _done("coordinator.catalogue")
    return form.again(_catalogue_page(form))


@bp.post("/desk/catalogue/words/<uuid:word_id>/delete")
@access(EDIT)
def word_delete(word_id: uuid.UUID) -> ResponseReturnValue:
    """Take a word out."""
    labels.unwatch(word_id, by=viewer().id)
    return _done("coordinator.catalogue")


@bp.get("/desk/catalogue/section/new")
@access(EDIT)
def section_new() -> str:
    """Show an empty form of a section."""
    return _section_page(_section_form(), None)


@bp.post("/desk/catalogue/section/new")
@access(EDIT)
def section_new_post() -> ResponseReturnValue:
    """Add a section, or a category in one."""
    form = _section_form(request.form)
    parent = (
        uuid.UUID(form.parent.data) if form.validate() and form.parent.data else None
    )
    kept = form.carry_out(
        lambda: labels.save_category(
            None, form.names, parent_id=parent, kind=form.kind.data, by=viewer().id
        )
    )
    return (
        _done("coordinator.catalogue")
        if kept
        else form.again(_section_page(form, None))
    )


@bp.get("/desk/catalogue/section/<slug>")
@access(EDIT)
def section_edit(slug: str) -> str:
    """Show the names of a section."""
    return _section_page(_section_form(data=catalog.section_names(slug)), slug)


@bp.post("/desk/catalogue/section/<slug>")
@access(EDIT)
def section_edit_post(slug: str) -> ResponseReturnValue:
    """Change the names of a section; its address stays."""
    found = catalog.section(slug)[0]
    form = _section_form(request.form)
    form.parent.data, form.kind.data = "", found.kind
    kept = form.carry_out(
        lambda: labels.save_category(found.id, form.names, by=viewer().id)
    )
    return (
        _done("coordinator.catalogue")
        if kept
        else form.again(_section_page(form, slug))
    )


@bp.get("/desk/catalogue/<kind>")
@access(EDIT)
def terms(kind: str) -> str:
    """Show the materials, the colours or the ways of care."""
    return render_template(
        "coordinator/terms.html", kind=kind, rows=catalog.all_terms(kind)
    )


@bp.get("/desk/catalogue/<kind>/new")
@access(EDIT)
def term_new(kind: str) -> str:
    """Show an empty form of a term."""
    catalog.all_terms(kind)
    return _term_page(kind, TermForm(), None)


@bp.post("/desk/catalogue/<kind>/new")
@access(EDIT)
def term_new_post(kind: str) -> ResponseReturnValue:
    """Add a term."""
    catalog.all_terms(kind)
    return _save_term(kind, None)


@bp.get("/desk/catalogue/<kind>/<uuid:term_id>")
@access(EDIT)
def term_edit(kind: str, term_id: uuid.UUID) -> str:
    """Show a term's names."""
    row = catalog.term(kind, term_id)
    data: dict[str, Any] = {text.locale: text.name for text in row.texts}
    form = TermForm(data={**data, "swatch": row.swatch, "active": row.active})
    return _term_page(kind, form, row)


@bp.post("/desk/catalogue/<kind>/<uuid:term_id>")
@access(EDIT)
def term_edit_post(kind: str, term_id: uuid.UUID) -> ResponseReturnValue:
    """Change a term's names, or put it away."""
    return _save_term(kind, catalog.term(kind, term_id))


@bp.post("/desk/patterns/<uuid:pattern_id>/delete")
@access(EDIT)
def pattern_delete(pattern_id: uuid.UUID) -> ResponseReturnValue:
    """Offer a pattern of one's Lab no more."""
    labels.drop_pattern(viewer().labs(EDIT), pattern_id, by=viewer().id)
    return _done("coordinator.catalogue")


def _save_term(kind: str, row: Term | None) -> ResponseReturnValue:
    form = TermForm(request.form)
    term_id = row.id if row else None
    kept = form.carry_out(
        lambda: labels.save_term(
            kind,
            term_id,
            form.names,
            swatch=form.swatch.data or "",
            active=form.active.data,
            by=viewer().id,
        )
    )
    if kept:
        return _done("coordinator.terms", kind=kind)
    return form.again(_term_page(kind, form, row))


def _section_form(*args: Any, **more: Any) -> CategoryForm:
    form = CategoryForm(*args, **more)
    tops = [SelectChoice(str(top.id), top.name) for top in catalog.sections()]
    form.parent.choices = [SelectChoice("", _("None: it is a section itself")), *tops]
    return form


def _catalogue_page(form: WordForm) -> str:
    return render_template(
        "coordinator/catalogue.html",
        form=form,
        sections=catalog.sections(),
        words=catalog.watched_words(),
        patterns=catalog.patterns_of(viewer().labs(EDIT)),
    )


def _section_page(form: CategoryForm, slug: str | None) -> str:
    return render_template("coordinator/section.html", form=form, slug=slug)


def _term_page(kind: str, form: TermForm, row: Term | None) -> str:
    return render_template("coordinator/term.html", kind=kind, form=form, term=row)


def _done(endpoint: str, **args: Any) -> ResponseReturnValue:
    flashes.success(_("Saved."))
    return redirect(url_for(endpoint, **args), 303)

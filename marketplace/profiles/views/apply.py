"""Apply at a Lab, a step at a time, and follow the answer."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import Conflict, Invalid, MarketplaceError, NotFound, TooMany
from marketplace.i18n import _
from marketplace.infra.media import PhotoRefused
from marketplace.permissions import Scope
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import ApplyForm, answer_form
from marketplace.profiles.queries import ItemView
from marketplace.profiles.rules.checklist import MAX_FILES, UPLOAD
from marketplace.profiles.services import application_photos, applications
from marketplace.profiles.services.applications import Answers
from marketplace.profiles.views.private_files import MOST, send_private
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

OPEN = {"draft", "needs_info"}
CLOSED = {"declined", "withdrawn"}
WITH_LAB = {"submitted", "in_review"}


@bp.get("/apply")
@access(Scope.APPLICATION)
def apply() -> ResponseReturnValue:
    """Show what there is to do, and what is done."""
    found = queries.application_of(viewer().id)
    if found and found.state not in OPEN | CLOSED:
        return redirect(url_for("profiles.application"), 303)
    return _tasks()


@bp.get("/apply/about")
@access(Scope.APPLICATION)
def apply_about() -> ResponseReturnValue:
    """Ask about the shop to be."""
    found = queries.application_of(viewer().id)
    if found and found.state in WITH_LAB:
        return _with_lab()
    here = str(found.lab_id) if found else request.args.get("lab", "")
    form = _form(obj=found, data={"lab": here})
    return render_template("profiles/apply_about.html", form=form)


@bp.post("/apply/about")
@access(Scope.APPLICATION)
def apply_about_post() -> ResponseReturnValue:
    """Keep the answers."""
    form = _form(request.form)

    def keep() -> None:
        answers = Answers(
            lab_id=uuid.UUID(form.lab.data),
            alias=form.alias.data,
            craft=form.craft.data,
            about=form.about.data,
        )
        applications.save(viewer().id, answers)

    if form.carry_out(keep):
        return _saved()
    return form.again(render_template("profiles/apply_about.html", form=form))


@bp.get("/apply/items/<uuid:item_id>")
@access(Scope.APPLICATION)
def apply_item(item_id: uuid.UUID) -> ResponseReturnValue:
    """Show one thing the Lab asks."""
    item = _item(item_id)
    if item is None:
        return _with_lab()
    form = answer_form(item.kind, data={"answer": item.text})
    return _item_page(item, form, [])


@bp.post("/apply/items/<uuid:item_id>")
@access(Scope.APPLICATION)
def apply_item_post(item_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the answer, or the photos."""
    item = _item(item_id)
    if item is None:
        return _with_lab()
    if item.kind == UPLOAD:
        return _take_photos(item)
    form = answer_form(item.kind, request.form)
    if form.carry_out(lambda: applications.answer(viewer().id, item_id, form.words)):
        return _saved()
    return form.again(_item_page(item, form, []))


@bp.post("/apply/files/<uuid:file_id>/delete")
@access(Scope.APPLICATION)
def apply_file_delete(file_id: uuid.UUID) -> ResponseReturnValue:
    """Take a photo back."""
    queries.file_of(viewer().id, file_id)
    applications.drop_file(viewer().id, file_id)
    flashes.success(_("The photo is deleted."))
    return redirect(url_for("profiles.apply"), 303)


@bp.post("/apply/send")
@access(Scope.APPLICATION)
def apply_send() -> ResponseReturnValue:
    """Hand the application in."""
    try:
        applications.send(viewer().id)
    except Conflict:
        return _with_lab()  # tapped twice
    except Invalid as error:
        return _tasks(error), error.status
    flashes.success(_("Sent. Your Lab will answer within 3 days."))
    return redirect(url_for("profiles.application"), 303)


@bp.post("/apply/withdraw")
@access(Scope.APPLICATION)
def apply_withdraw() -> ResponseReturnValue:
    """Take the application back."""
    applications.withdraw(viewer().id)
    flashes.success(_("Your application is taken back. You can apply again any time."))
    return redirect(url_for("profiles.account"), 303)


@bp.get("/application")
@access(Scope.APPLICATION)
def application() -> ResponseReturnValue:
    """Show how far the application is and what the Lab has said."""
    found = queries.application_of(viewer().id)
    if found is None:
        return redirect(url_for("profiles.apply"), 303)
    return render_template(
        "profiles/application.html",
        application=found,
        items=queries.checklist_of(found.id, found.lab_id),
        steps=queries.history("application", found.id),
    )


@bp.get("/application/files/<uuid:file_id>")
@access(Scope.APPLICATION)
def application_file(file_id: uuid.UUID) -> ResponseReturnValue:
    """Send a photo of her own application."""
    return send_private(queries.file_of(viewer().id, file_id).path(MOST))


def _tasks(problem: MarketplaceError | None = None) -> str:
    found = queries.application_of(viewer().id)
    mine = found if found and found.state not in CLOSED else None
    items = queries.checklist_of(mine.id, mine.lab_id) if mine else []
    return render_template(
        "profiles/apply.html",
        application=mine,
        before=found if mine is None else None,
        items=[item for item in items if item.hers],
        problem=explain(problem) if problem else "",
    )


def _with_lab() -> ResponseReturnValue:
    flashes.success(_("Your application is at the Lab. It cannot be changed just now."))
    return redirect(url_for("profiles.application"), 303)


def _item(item_id: uuid.UUID) -> ItemView | None:
    """Return something her Lab asks; None while the Lab has the application in hand."""
    found = queries.application_of(viewer().id)
    if found is None or found.state in CLOSED:
        raise NotFound
    for item in queries.checklist_of(found.id, found.lab_id):
        if item.id == item_id and item.hers:
            return item if found.state in OPEN else None
    raise NotFound


def _take_photos(item: ItemView) -> ResponseReturnValue:
    problems: list[str] = []
    sent = [file for file in request.files.getlist("photos") if file.filename]
    if not sent and not item.files:
        problems.append(_("Choose a photo first."))
    for file in sent:
        try:
            application_photos.take_in(viewer().id, item.id, file.stream)
        except (PhotoRefused, Invalid, TooMany) as error:
            problems.append(f"{(file.filename or '')[:60]}: {explain(error)}")
        finally:
            file.close()
    if problems:
        return _item_page(_item(item.id) or item, None, problems), 422
    return _saved()


def _item_page(item: ItemView, form: Any, problems: list[str]) -> str:
    return render_template(
        "profiles/apply_item.html",
        item=item,
        form=form,
        problems=problems,
        most=MAX_FILES,
    )


def _saved() -> ResponseReturnValue:
    flashes.success(_("Saved. You can go on later."))
    return redirect(url_for("profiles.apply"), 303)


def _form(*args: Any, **more: Any) -> ApplyForm:
    form = ApplyForm(*args, **more)
    found = queries.lab_names(active=True)
    form.lab.choices = options(
        ("", *(str(lab.id) for lab in found)),
        (_("Choose…"), *(lab.name for lab in found)),
    )
    return form

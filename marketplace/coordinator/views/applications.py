"""Who wants a shop: the queue, one application, the answer and its undoing."""

import uuid
from collections.abc import Iterable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from marketplace.coordinator.blueprint import bp
from marketplace.errors import Conflict
from marketplace.i18n import _, pick
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.forms import DecisionForm
from marketplace.profiles.models import Application, ReplyText, ReplyWords
from marketplace.profiles.queries import ItemView
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit, deciding
from marketplace.profiles.services.deciding import Decision, Verdict
from marketplace.profiles.views.private_files import MOST, send_private
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.labels import DECISIONS
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

REVIEW = Permission.REVIEW_APPLICATIONS


@bp.get("/desk/applications")
@access(REVIEW)
def applications() -> str:
    """Show who waits for an answer, oldest first, as far as the filter goes."""
    labs = viewer().labs(REVIEW)
    shown = request.args.get("show", "waiting")
    chosen = request.args.get("lab", "")
    names = people.lab_names(labs)
    lab_id = next((lab.id for lab in names if lab.slug == chosen), None)
    words = request.args.get("q", "").strip()[:80]
    shown = shown if shown in people.SHOWN else "waiting"
    rows = people.waiting_applications(labs, shown=shown, lab_id=lab_id, words=words)
    return render_template(
        "coordinator/applications.html",
        rows=rows,
        shown=shown,
        labs=names,
        lab=chosen,
        words=words,
        median=people.median_days(labs),
    )


@bp.get("/desk/applications/<uuid:application_id>")
@access(REVIEW)
def application(application_id: uuid.UUID) -> str:
    """Show one application, with the form for the answer; her Lab's look is logged."""
    found, _person = people.application_for(viewer().labs(REVIEW), application_id)
    form = _form(found)
    form.version.data = str(found.version)
    if not found.decision:
        form.note.data = found.decision_note  # of an answer that was taken back
    return _page(application_id, form)


@bp.post("/desk/applications/<uuid:application_id>")
@access(REVIEW)
def application_post(application_id: uuid.UUID) -> ResponseReturnValue:
    """Answer an application and go on to the next."""
    labs = viewer().labs(REVIEW)
    found, _person = people.application_for(labs, application_id)
    alias = found.alias  # before the use case ends the read
    items = people.checklist_of(found.id, found.lab_id)
    form = _form(found, request.form)
    decided = form.carry_out(
        lambda: deciding.decide(
            application_id,
            _decision(form, items),
            by=viewer().id,
            version=_number(form.version.data),
        )
    )
    if not decided:
        return form.again(_page(application_id, form))
    flashes.undo(
        _("Your answer to «%(alias)s» goes out in 10 minutes.", alias=alias),
        url_for("coordinator.application_undo", application_id=application_id),
    )
    return redirect(_next(application_id), 303)


@bp.post("/desk/applications/<uuid:application_id>/undo")
@access(REVIEW)
def application_undo(application_id: uuid.UUID) -> ResponseReturnValue:
    """Take an answer back that has not gone out yet."""
    people.application_for(viewer().labs(REVIEW), application_id)
    try:
        deciding.undo(application_id, by=viewer().id)
        flashes.success(_("Taken back. Nothing was sent."))
    except Conflict as error:
        flashes.problem(explain(error))
    target = url_for("coordinator.application", application_id=application_id)
    return redirect(target, 303)


@bp.get("/desk/applications/files/<uuid:file_id>")
@access(REVIEW)
def application_file(file_id: uuid.UUID) -> ResponseReturnValue:
    """Send a photo of an application; the look is logged."""
    view, owner = people.file_for(viewer().labs(REVIEW), file_id)
    answer = send_private(view.path(MOST))
    _note(Event.READ_FILE, owner)
    return answer


def _next(answered: uuid.UUID) -> str:
    following = people.next_waiting(viewer().labs(REVIEW), answered)
    if following is None:
        return url_for("coordinator.applications")
    return url_for("coordinator.application", application_id=following)


def _page(application_id: uuid.UUID, form: DecisionForm) -> str:
    found, person = people.application_for(viewer().labs(REVIEW), application_id)
    _note(Event.READ_APPLICATION, found)
    found, person = people.application_for(viewer().labs(REVIEW), application_id)
    decider = people.person(found.decided_by_id) if found.decided_by_id else None
    return render_template(
        "coordinator/application.html",
        application=found,
        person=person,
        items=people.checklist_of(found.id, found.lab_id),
        steps=people.history("application", found.id),
        decider=decider,
        replies=_ready(found.lab_id),
        form=form,
    )


def _note(event: Event, found: Application) -> None:
    audit.record(
        event,
        by=viewer().id,
        about=found.person_id,
        subject=found.id,
        lab=found.lab_id,
    )


def _form(found: Application, *args: object) -> DecisionForm:
    form = DecisionForm(*args)
    form.reply.choices = [SelectChoice("", _("None"))]
    for reply, _language, words in _ready(found.lab_id):
        group = str(DECISIONS[reply.decision])
        choice = SelectChoice(str(reply.id), words.title, optgroup=group)
        form.reply.choices.append(choice)
    return form


def _ready(lab_id: uuid.UUID) -> list[tuple[ReplyText, str, ReplyWords]]:
    """Return the ready answers in use with their words for the reader."""
    found = [reply for reply in people.replies(lab_id) if reply.active]
    return [
        (reply, *pick({part.locale: part for part in reply.words})) for reply in found
    ]


def _decision(form: DecisionForm, items: Iterable[ItemView]) -> Decision:
    verdicts = {}
    for item in items:
        verdict = _verdict(item, form.decision.data)
        if verdict is not None:
            verdicts[item.id] = verdict
    return Decision(
        form.decision.data,
        form.note.data or "",
        uuid.UUID(form.reply.data) if form.reply.data else None,
        verdicts,
    )


def _verdict(item: ItemView, decision: str) -> Verdict | None:
    """Read what was ticked at one item; what she gave and was not ticked goes back."""
    reason = request.form.get(f"reason_{item.id}", "")[:500]
    if request.form.get(f"waive_{item.id}"):
        return Verdict("waive", reason)
    asked = decision == "ask" and reason.strip()  # she writes what is missing
    if request.form.get(f"ok_{item.id}") and not asked:
        return Verdict("accept", reason)
    given = item.state not in {"incomplete", "waived"}
    return Verdict("reject", reason) if given or asked else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None

"""What only the network does: name staff, read the log."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from marketplace.coordinator.blueprint import bp
from marketplace.errors import Invalid, MarketplaceError, NotFound
from marketplace.i18n import _
from marketplace.permissions import EVERYWHERE, Permission, Role
from marketplace.profiles import queries as people
from marketplace.profiles import rules
from marketplace.profiles.forms import LogForm, StaffForm
from marketplace.profiles.queries import LogFilter, LogRow
from marketplace.profiles.rules import Event
from marketplace.profiles.services import accounts, audit, staff
from marketplace.web import audit_words, flashes, labels
from marketplace.web.access import access
from marketplace.web.csv import table
from marketplace.web.downloads import csv_file
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

NAME = Permission.NAME_STAFF
LOG = Permission.SEE_LOG
NOBODY = uuid.UUID(int=0)
MOST = 10_000  # rows of one file


@bp.get("/desk/staff")
@access(NAME)
def staff_list() -> str:
    """Show who holds which role."""
    return _staff_page(_staff_form())


@bp.post("/desk/staff")
@access(NAME, fresh=True)
def staff_post() -> ResponseReturnValue:
    """Give somebody a role."""
    form = _staff_form(request.form)

    def give() -> None:
        role = Role(form.role.data)
        lab_id = staff.lab_of(form.lab.data or None)
        staff.name(form.contact.data, role, lab_id, by=viewer().id)

    if form.carry_out(give):
        flashes.success(_("Done. She signs in anew."))
        return redirect(url_for("coordinator.staff_list"), 303)
    return form.again(_staff_page(form))


@bp.post("/desk/staff/<uuid:grant_id>/revoke")
@access(NAME, fresh=True)
def staff_revoke(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role back; who is not the admin takes none of the network's."""
    try:
        staff.revoke(grant_id, by=viewer().id, allowed=_roles())
        flashes.success(_("Done. She signs in anew."))
    except NotFound:
        flashes.success(_("This role was taken back already."))
    except MarketplaceError as error:
        flashes.problem(explain(error))
    return redirect(url_for("coordinator.staff_list"), 303)


@bp.get("/desk/log")
@access(LOG)
def log() -> str:
    """Show the log, newest first; that it was searched is logged."""
    form = _log_form()
    rows = people.log(_wanted(form), _before()) if form.validate() else []
    more = rows[-1].event.seq if len(rows) == people.LOG_PAGE else None
    cells = [_shown(row) for row in rows]  # before writing the log ends the read
    _note(Event.READ_LOG, form)
    return render_template("coordinator/log.html", form=form, rows=cells, more=more)


@bp.get("/desk/log.csv")
@access(LOG)
def log_csv() -> ResponseReturnValue:
    """Hand the log over as a table."""
    form = _log_form()
    if not form.validate():
        raise Invalid
    rows = [_cells(row) for row in people.log(_wanted(form), limit=MOST)]
    _note(Event.LOG_EXPORTED, form)
    head = ("seq", "at", "kind", "actor", "on_behalf_of", "person", "from", "details")
    return csv_file("log.csv", table(head, (list(row.values()) for row in rows)))


def _cells(row: LogRow) -> dict[str, Any]:
    event = row.event
    where = " ".join(filter(None, (event.address, event.device)))
    return {
        "seq": event.seq,
        "at": event.at.isoformat(timespec="seconds"),
        "kind": event.kind,
        "actor": row.actor,
        "for": event.on_behalf_of_id or "",
        "person": row.person,
        "from": where,
        "details": {name: _change(value) for name, value in event.details.items()},
    }


def _change(value: Any) -> Any:
    """Return «before → after» for a pair, anything else as it is."""
    if isinstance(value, list) and len(value) == 2:
        return " → ".join(str(part) for part in value)
    return value


def _shown(row: LogRow) -> dict[str, Any]:
    """Return the cells for the page: the time as people read it."""
    return {**_cells(row), "when": row.event.at}


def _note(event: Event, form: LogForm) -> None:
    about = _wanted(form).person_id if form.contact.data else None
    audit.record(
        event,
        by=viewer().id,
        about=about if about != NOBODY else None,
        kind_searched=form.kind.data or "",
    )


def _log_form() -> LogForm:
    form = LogForm(request.args)
    form.kind.choices = [SelectChoice("", _("All"))]
    form.kind.choices += [
        SelectChoice(kind.value, audit_words.say(kind.value)) for kind in Event
    ]
    form.kind.data = form.kind.data or ""
    return form


def _wanted(form: LogForm) -> LogFilter:
    person = None
    if form.contact.data:
        try:
            found = accounts.by_contact(*rules.contact(form.contact.data))
        except Invalid:
            found = None
        person = found.id if found else NOBODY
    return LogFilter(form.kind.data, person, form.first.data, form.last.data)


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isdecimal() and len(text) < 15 else None


def _roles() -> list[Role]:
    """The admin names everybody, the network lead those of the Labs."""
    if viewer().may(LOG):
        return list(Role)
    return [role for role in Role if role not in EVERYWHERE]


def _staff_form(*args: Any) -> StaffForm:
    form = StaffForm(*args)
    form.role.choices = [
        SelectChoice(role.value, str(labels.ROLES[role])) for role in _roles()
    ]
    form.lab.choices = [SelectChoice("", _("The whole network"))]
    form.lab.choices += [SelectChoice(lab.slug, lab.name) for lab in people.lab_names()]
    return form


def _staff_page(form: StaffForm) -> str:
    names = {lab.slug: lab.name for lab in people.lab_names()}
    return render_template(
        "coordinator/staff.html", form=form, rows=people.staff(), labs=names
    )

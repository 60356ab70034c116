"""Dated rules of the Labs' part in sales."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.coordinator.blueprint import bp
from marketplace.i18n import _
from marketplace.orders import queries
from marketplace.orders.forms.money import FeeForm
from marketplace.orders.services import fees as services
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.viewer import viewer

FEES = Permission.SET_FEES


@bp.get("/desk/money/fees")
@access(FEES)
def fees() -> str:
    """Show every rule, and add one."""
    return _page(_form())


@bp.post("/desk/money/fees")
@access(FEES)
def fees_post() -> ResponseReturnValue:
    """Add a rule: it counts from its day on, old sales stay as they are."""
    form, me = _form(request.form), viewer()
    added = form.carry_out(
        lambda: services.add(
            form.rule(_id(form.lab.data), _id(form.category.data)), by=me.id
        )
    )
    if not added:
        return form.again(_page(form))
    flashes.success(_("Saved."))
    return redirect(url_for("coordinator.fees"), 303)


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _form(*args: object) -> FeeForm:
    form = FeeForm(*args)
    labs = people.lab_names()
    form.lab.choices = options(
        ("", *(str(lab.id) for lab in labs)),
        (_("All Labs"), *(lab.name for lab in labs)),
    )
    sections = _sections()
    form.category.choices = options(
        ("", *(str(key) for key in sections)), (_("Everything"), *sections.values())
    )
    return form


def _page(form: FeeForm) -> str:
    return render_template(
        "coordinator/fees.html",
        form=form,
        rows=queries.fee_rules(),
        labs={lab.id: lab.name for lab in people.lab_names()},
        sections=_sections(),
    )


def _sections() -> dict[uuid.UUID, str]:
    return {key: one.name for key, one in catalog.sections_by_id().items()}

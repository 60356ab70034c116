"""The people of my Labs: list, card, help with consent, suspend, recover."""

import uuid
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.errors import Invalid, NotFound
from marketplace.i18n import _
from marketplace.permissions import Permission, Scope
from marketplace.profiles import queries as people
from marketplace.profiles import rules
from marketplace.profiles.forms import ConsentForm, ReasonForm, RecoveryForm
from marketplace.profiles.queries import Card, Resident
from marketplace.profiles.rules import Event
from marketplace.profiles.services import (
    accounts,
    audit,
    helping,
    recovery,
    shops,
    staff,
)
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import BaseForm
from marketplace.web.viewer import viewer

SEE = Permission.SEE_RESIDENTS
HELP = Permission.HELP_RESIDENTS
SUSPEND = Permission.SUSPEND_SHOPS


@bp.get("/desk/residents")
@access(SEE)
def residents() -> str:
    """Show the people of my Labs by the names of their shops."""
    words = request.args.get("q", "").strip()[:80]
    labs = viewer().labs(SEE)
    found = people.residents(labs, words)
    if viewer().may(Permission.BLOCK_ACCOUNTS):
        found += _by_contact(words)
    return render_template(
        "coordinator/residents.html",
        rows=found,
        words=words,
        recoveries=people.open_recoveries(labs),
    )


@bp.get("/desk/residents/<uuid:person_id>")
@access(SEE)
def resident(person_id: uuid.UUID) -> str:
    """Show one of them; the look is logged and she can see it."""
    return _page(_card(person_id, SEE))


@bp.post("/desk/residents/<uuid:person_id>/consent")
@access(HELP)
def consent_post(person_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what she has agreed to."""
    card = _card(person_id, HELP)
    form = ConsentForm(request.form)

    def keep() -> None:
        helping.give(
            person_id,
            [Scope(scope) for scope in form.scopes.data or []],
            how=form.how.data,
            days=int(form.days.data),
            by=viewer().id,
            note=form.note.data,
        )

    if form.carry_out(keep):
        return _done(person_id, _("Written down. She is told."))
    return form.again(_page(card, consent=form))


@bp.post("/desk/help/<uuid:consent_id>")
@access(HELP)
def help_begin(consent_id: uuid.UUID) -> ResponseReturnValue:
    """Act for her from now on."""
    consent = people.consent_for(viewer().labs(HELP), consent_id)
    helping.begin(viewer().session.id, consent.id, by=viewer().id)
    flashes.success(_("You act for her now. She will see everything you do."))
    return redirect(url_for("profiles.account"), 303)


@bp.post("/desk/residents/<uuid:person_id>/suspend")
@access(SUSPEND)
def suspend(person_id: uuid.UUID) -> ResponseReturnValue:
    """Close her shop for now, with a reason she reads."""
    card = _card(person_id, SUSPEND)
    form = ReasonForm(request.form)
    shop_id = _shop(card)
    if form.carry_out(
        lambda: shops.suspend(shop_id, by=viewer().id, reason=form.reason.data)
    ):
        return _done(person_id, _("The shop is closed for now. She is told why."))
    return form.again(_page(card, reason=form))


@bp.post("/desk/residents/<uuid:person_id>/reopen")
@access(SUSPEND)
def reopen(person_id: uuid.UUID) -> ResponseReturnValue:
    """Open her shop again."""
    shop_id = _shop(_card(person_id, SUSPEND))
    return _try(person_id, lambda: shops.reopen(shop_id, by=viewer().id))


@bp.post("/desk/residents/<uuid:person_id>/trust")
@access(Permission.MODERATE_LISTINGS)
def trust(person_id: uuid.UUID) -> ResponseReturnValue:
    """Have what her shop opens looked at afterwards, or before again."""
    shop_id = _shop(_card(person_id, Permission.MODERATE_LISTINGS))
    trusted = request.form.get("trusted") == "1"
    return _try(person_id, lambda: shops.trust(shop_id, trusted, by=viewer().id))


@bp.post("/desk/residents/<uuid:person_id>/block")
@access(Permission.BLOCK_ACCOUNTS, fresh=True)
def block(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let nobody sign in with this account."""
    card = _card(person_id, Permission.BLOCK_ACCOUNTS)
    form = ReasonForm(request.form, prefix="block-")
    if form.carry_out(
        lambda: staff.block(person_id, by=viewer().id, reason=form.reason.data)
    ):
        return _done(person_id, _("Nobody can sign in with this account now."))
    return form.again(_page(card, block=form))


@bp.post("/desk/residents/<uuid:person_id>/unblock")
@access(Permission.BLOCK_ACCOUNTS, fresh=True)
def unblock(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let her sign in again."""
    _card(person_id, Permission.BLOCK_ACCOUNTS)
    return _try(person_id, lambda: staff.unblock(person_id, by=viewer().id))


def _by_contact(words: str) -> list[Resident]:
    """Return whose phone or e-mail this is, whether she sells or not."""
    try:
        person = accounts.by_contact(*rules.contact(words))
    except Invalid:
        return []
    return [Resident(person.id, person.name)] if person else []


def _card(person_id: uuid.UUID, permission: Permission) -> Card:
    return people.resident_for(viewer().labs(permission), person_id)


def _shop(card: Card) -> uuid.UUID:
    if card.shop is None:
        raise NotFound
    return card.shop.id


def _try(person_id: uuid.UUID, action: Callable[[], object]) -> ResponseReturnValue:
    form = BaseForm()
    if form.carry_out(action):
        return _done(person_id, _("Done."))
    flashes.problem(str(form.form_errors[0]))
    return redirect(url_for("coordinator.resident", person_id=person_id), 303)


def _done(person_id: uuid.UUID, text: str) -> ResponseReturnValue:
    flashes.success(text)
    return redirect(url_for("coordinator.resident", person_id=person_id), 303)


def _page(
    card: Card,
    consent: ConsentForm | None = None,
    reason: ReasonForm | None = None,
    recover: RecoveryForm | None = None,
    block: ReasonForm | None = None,
) -> str:
    person_id = card.person.id
    audit.record(Event.READ_CARD, by=viewer().id, about=person_id, lab=card.lab_id)
    card = _card(person_id, SEE)  # read again: writing the log has ended the read
    found = people.recovery_of(person_id)
    return render_template(
        "coordinator/resident.html",
        card=card,
        consents=helping.of_person(person_id),
        consent=consent or ConsentForm(),
        reason=reason or ReasonForm(),
        recover=recover or RecoveryForm(),
        block=block or ReasonForm(prefix="block-"),
        recovery=found,
        starter=people.person(found.started_by_id) if found else None,
        due=found is not None and recovery.is_due(found),
        problems=consent or reason or recover or block,
    )

"""Act for a resident: with her consent, written down, shown to her, ended any time."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.permissions import Scope
from marketplace.profiles import rules
from marketplace.profiles.models import (
    Application,
    Consent,
    Shop,
    SignInSession,
)
from marketplace.profiles.rules import Event, help
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import audit, notices


@use_case
def give(
    person_id: uuid.UUID,
    scopes: Collection[Scope],
    *,
    how: str,
    days: int,
    by: uuid.UUID,
    note: str = "",
) -> Consent:
    """Keep that a resident lets her Lab do some things for her, for some days.

    What the Lab writes down (`paper`, `spoken`) needs a note (where the paper is, who
    was there) and is told to her at once. Raises Invalid("consent_scopes"), Invalid
    ("consent_days"), Invalid("note_needed"), NotAllowed for a consent in another's
    name, NotFound for somebody who belongs to no Lab.
    """
    if not scopes:
        raise Invalid("consent_scopes", field="scopes")
    lasts = help.lasts(how, days)
    if (how == help.HERSELF) != (by == person_id):
        raise NotAllowed
    if how != help.HERSELF and not note.strip():
        raise Invalid("consent_note", field="note")
    consent = Consent(
        person_id=person_id,
        lab_id=home_of(person_id),
        scopes=sorted(scope.value for scope in scopes),
        how=how,
        note=note.strip(),
        recorded_by_id=by,
        expires_at=clock.now() + lasts,
    )
    db.session.add(consent)
    db.session.flush()
    _log(Event.CONSENT_GIVEN, consent, by, scopes=consent.scopes, how=how, days=days)
    if how != help.HERSELF:
        notices.tell(person_id, Kind.CONSENT_RECORDED, "/account/help")
    return consent


@use_case
def withdraw(person_id: uuid.UUID, consent_id: uuid.UUID) -> None:
    """Take a consent back: whoever acts by it stops with the next tap."""
    consent = get_for_update(Consent, consent_id)
    if consent.person_id != person_id:
        raise NotFound
    if consent.withdrawn_at is None:
        consent.withdrawn_at = clock.now()
        _log(Event.CONSENT_WITHDRAWN, consent, person_id)


@use_case
def begin(session_id: uuid.UUID, consent_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Act for the resident from now on, in this session.

    Whoever she was acting for before is told first. Whether `by` serves her Lab is the
    caller's query. Raises NotFound for a consent that is over, NotAllowed for one's own.
    """
    consent = get_for_update(Consent, consent_id)
    if not is_valid(consent):
        raise NotFound
    if consent.person_id == by:
        raise NotAllowed
    stop(session_id)
    get_for_update(SignInSession, session_id).consent_id = consent.id
    _log(Event.HELP_STARTED, consent, by)


@use_case
def stop(session_id: uuid.UUID) -> None:
    """Be oneself again, and tell the resident where she sees what was done."""
    session = get_for_update(SignInSession, session_id)
    if session.consent_id is None:
        return
    consent = db.session.get_one(Consent, session.consent_id)
    session.consent_id = None
    _log(Event.HELP_STOPPED, consent, session.person_id)
    notices.tell(consent.person_id, Kind.HELPED, "/account/helped")


def is_valid(consent: Consent) -> bool:
    """Whether it still holds."""
    return consent.withdrawn_at is None and consent.expires_at > clock.now()


def home_of(person_id: uuid.UUID) -> uuid.UUID:
    """Return the Lab a resident belongs to: of her shop, else of her open application."""
    lab = db.session.scalar(
        select(Shop.lab_id).where(Shop.person_id == person_id, Shop.state != "closed")
    )
    lab = lab or db.session.scalar(
        select(Application.lab_id).where(
            Application.person_id == person_id,
            Application.state.in_(rules.OPEN_APPLICATION),
        )
    )
    if lab is None:
        raise NotFound
    return lab


def of_person(person_id: uuid.UUID) -> Sequence[Consent]:
    """Return her consents that still hold, the newest first."""
    return db.session.scalars(
        select(Consent)
        .where(
            Consent.person_id == person_id,
            Consent.withdrawn_at.is_(None),
            Consent.expires_at > clock.now(),
        )
        .order_by(Consent.created_at.desc())
    ).all()


def _log(event: Event, consent: Consent, by: uuid.UUID, **details: object) -> None:
    audit.record(
        event,
        by=by,
        about=consent.person_id,
        subject=consent.id,
        lab=consent.lab_id,
        **details,
    )

"""Labs are data: adding one is a use case, not code."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.profiles.models import Lab, LabText
from marketplace.profiles.rules import Event, contacts
from marketplace.profiles.rules import labs as rules
from marketplace.profiles.rules.seen import check_seen, fingerprint
from marketplace.profiles.services import audit, starting

FIELDS = (
    "phone",
    "email",
    "languages",
    "payment_channels",
    "fee_bps",
    "delivery_minor",
    "state",
)
RESERVED = {"new"}  # an address of the desk
Texts = Mapping[
    str, Mapping[str, str]
]  # language -> name, region, address, hours, about


@dataclass(frozen=True)
class LabFacts:
    """What a Lab has beside its texts. Money in minor units, the fee in basis points."""

    phone: str = ""
    email: str = ""
    languages: Sequence[str] = field(default=("ky", "ru"))
    payment_channels: Sequence[str] = field(default=("cash", "transfer"))
    fee_bps: int = 0
    delivery_minor: int = 0
    state: str = "active"


@use_case
def add(
    *,
    slug: str,
    texts: Texts,
    facts: LabFacts | None = None,
    by: uuid.UUID | None = None,
) -> Lab:
    """Add a Lab with the checklist every Lab begins with.

    Raises Invalid("lab_address") for an odd address, Conflict("lab_taken"), Invalid
    ("lab_texts") when a name or region is missing in one of the languages, Invalid
    ("phone_words"), Invalid("email_words").
    """
    fits = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    if not fits or slug in RESERVED:
        raise Invalid("lab_address", field="slug")
    last = db.session.scalar(select(func.max(Lab.position)))
    lab = Lab(slug=slug, position=0 if last is None else last + 1)
    _fill(lab, facts or LabFacts())
    db.session.add(lab)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("lab_taken", field="slug") from None
    _write(lab, texts)
    starting.checklist(lab.id)
    audit.record(Event.LAB_ADDED, by=by, subject=lab.id, lab=lab.id, slug=slug)
    return lab


@use_case
def change(
    lab_id: uuid.UUID,
    texts: Texts,
    facts: LabFacts,
    *,
    by: uuid.UUID,
    seen: str | None = None,
) -> Lab:
    """Change what a Lab says and has; what is sold already keeps its fee.

    `seen` is the fingerprint of what the form has shown: Conflict("changed_meanwhile")
    when it is another now. The log keeps each field that changed, before and after.
    """
    lab = get_for_update(Lab, lab_id)
    before = _said(lab)
    check_seen(seen, fingerprint(before))
    _fill(lab, facts)
    _write(lab, texts)
    db.session.flush()
    after = _said(lab)
    changed: dict[str, Any] = {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }
    audit.record(
        Event.LAB_CHANGED, by=by, subject=lab.id, lab=lab.id, slug=lab.slug, **changed
    )
    return lab


def fingerprint_of(lab_id: uuid.UUID) -> str:
    """Return the mark of what a Lab says and has now."""
    return fingerprint(_said(db.session.get_one(Lab, lab_id)))


def _said(lab: Lab) -> dict[str, Any]:
    """Return every field of a Lab that a form changes."""
    said: dict[str, Any] = {name: getattr(lab, name) for name in FIELDS}
    rows = db.session.scalars(
        select(LabText).where(LabText.lab_id == lab.id).order_by(LabText.locale)
    )
    for row in rows:
        for part in rules.PARTS:
            said[f"{part}_{row.locale}"] = getattr(row, part)
    return said


@use_case
def change_account(lab_id: uuid.UUID, details: str, *, by: uuid.UUID) -> None:
    """Change where transfers to a Lab go; the log keeps both, whole."""
    lab = get_for_update(Lab, lab_id)
    before, lab.payment_details = lab.payment_details, details.strip()
    audit.record(
        Event.LAB_ACCOUNT,
        by=by,
        subject=lab.id,
        lab=lab.id,
        before=before,
        after=lab.payment_details,
    )


def _fill(lab: Lab, facts: LabFacts) -> None:
    odd = set(facts.languages) - set(rules.LANGUAGES)
    odd |= set(facts.payment_channels) - set(rules.CHANNELS)
    if odd or facts.state not in {"active", "closed"}:
        raise Invalid
    if not 0 <= facts.fee_bps <= rules.MAX_FEE_BPS or facts.delivery_minor < 0:
        raise Invalid("lab_fee", field="fee")
    lab.phone = contacts.phone(facts.phone, "phone") if facts.phone.strip() else ""
    lab.email = contacts.email(facts.email, "email") if facts.email.strip() else ""
    lab.languages = list(facts.languages)
    lab.payment_channels = list(facts.payment_channels)
    lab.fee_bps, lab.delivery_minor = facts.fee_bps, facts.delivery_minor
    lab.state = facts.state


def _write(lab: Lab, texts: Texts) -> None:
    for locale in LOCALES:
        parts = texts.get(locale, {})
        if not all(parts.get(part, "").strip() for part in rules.NEEDED):
            raise Invalid("lab_texts", field=f"name_{locale}")
        words = {part: parts.get(part, "").strip() for part in rules.PARTS}
        db.session.merge(LabText(lab_id=lab.id, locale=locale, **words))

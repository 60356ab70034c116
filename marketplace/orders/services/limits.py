"""Yearly limits of tax regimes: dated, added by the network, never changed."""

import uuid
from datetime import date

from marketplace.db import use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import TaxLimit
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.rules.taxes import REGIMES
from marketplace.profiles.services import audit


@use_case
def add(
    regime: str,
    valid_from: date,
    yearly: Money,
    notes: dict[str, str],
    *,
    by: uuid.UUID,
) -> TaxLimit:
    """Let a regime have a limit from a day on; a sum of zero lifts it.

    `notes` by language say where the number is from. The day may be over: a law is
    often known late. Raises Invalid("choose_one").
    """
    if regime not in REGIMES:
        raise Invalid("choose_one", field="regime")
    row = TaxLimit(
        regime=regime,
        valid_from=valid_from,
        yearly_minor=yearly.minor,
        note_ky=notes.get("ky", ""),
        note_ru=notes.get("ru", ""),
        note_en=notes.get("en", ""),
        made_by=by,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        Event.TAX_LIMIT_ADDED,
        by=by,
        subject=row.id,
        regime=regime,
        valid_from=valid_from.isoformat(),
        yearly=yearly.minor,
    )
    return row

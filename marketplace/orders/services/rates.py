"""Rates of currencies: entered by hand, or taken over from the National Bank."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.orders.models import FxRate
from marketplace.orders.rules import currencies as rules
from marketplace.orders.rules.currencies import Rate
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit


@use_case
def enter(day: date, quote: str, value: str, *, by: uuid.UUID | None = None) -> FxRate:
    """Keep what one of a currency costs on a day, in som as people write it.

    Raises Invalid: "currency", "rate_words", "rate_range", "rate_day"; Conflict
    ("rate_frozen") for another rate on a day that is over.
    """
    rate = rules.rate_of(rules.check_day(day, clock.today()), quote, 1, value)
    row = _keep(rate, rules.HAND, by)
    audit.record(
        Event.RATE_ENTERED,
        by=by,
        subject=row.id,
        day=day.isoformat(),
        quote=quote,
        value=rules.value_of(rate),
    )
    return row


@use_case
def take_over(data: bytes, *, by: uuid.UUID | None = None) -> list[FxRate]:
    """Keep the rates of the National Bank's daily file: all of them or none.

    Raises what `rules.read_nbkr` does, Invalid("rate_day"), Conflict("rate_frozen").
    """
    rates = rules.read_nbkr(data)
    rules.check_day(rates[0].day, clock.today())
    rows = [_keep(rate, rules.NBKR, by) for rate in rates]
    audit.record(
        Event.RATES_IMPORTED,
        by=by,
        day=rates[0].day.isoformat(),
        rates={rate.quote: rules.value_of(rate) for rate in rates},
    )
    return rows


def _keep(rate: Rate, source: str, by: uuid.UUID | None) -> FxRate:
    """Write a rate, or mend the one of today and later.

    What buyers have read on a day that is over stays as it was: their orders show it.
    """
    row = db.session.scalar(
        select(FxRate)
        .where(FxRate.day == rate.day, FxRate.quote == rate.quote)
        .with_for_update()
    )
    if row is None:
        row = FxRate(day=rate.day, quote=rate.quote)
        db.session.add(row)
    elif _same(row, rate):
        return row
    elif rate.day < clock.today():
        raise Conflict("rate_frozen", field="day")
    row.kgs_minor, row.units = rate.kgs_minor, rate.units
    row.source, row.entered_by_id = source, by
    try:
        db.session.flush()
    except IntegrityError:  # entered by two at once
        raise Conflict("moved_on") from None
    return row


def _same(row: FxRate, rate: Rate) -> bool:
    return row.kgs_minor * rate.units == rate.kgs_minor * row.units

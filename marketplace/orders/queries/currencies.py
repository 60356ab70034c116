"""The rates of currencies: the newest of a day, and the list."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.extensions import db
from marketplace.orders.models import FxRate
from marketplace.orders.rules.currencies import SHOWN, Rate, value_of

LAST = 60


def rate_on(quote: str, day: date | None = None) -> Rate | None:
    """Return the rate that holds on a day (today), the last one known before it.

    None for a currency we do not show, and while nobody has entered one.
    """
    if quote not in SHOWN:
        return None
    found = db.session.execute(
        select(FxRate.day, FxRate.quote, FxRate.kgs_minor, FxRate.units)
        .where(FxRate.quote == quote, FxRate.day <= (day or clock.today()))
        .order_by(FxRate.day.desc())
        .limit(1)
    ).one_or_none()
    return Rate(*found) if found else None


def known_currencies() -> list[str]:
    """Return the currencies prices can be shown in, in the order we name them."""
    found = set(db.session.scalars(select(FxRate.quote).distinct()))
    return [quote for quote in SHOWN if quote in found]


@dataclass(frozen=True)
class RateLine:
    """A line of the list: what one of a currency cost in som, and who says so."""

    day: date
    quote: str
    value: str
    source: str


def last_rates() -> list[RateLine]:
    """Return the newest rates of all currencies, the newest day first."""
    rows = db.session.scalars(
        select(FxRate).order_by(FxRate.day.desc(), FxRate.quote).limit(LAST)
    )
    return [RateLine(row.day, row.quote, _value(row), row.source) for row in rows]


def _value(row: FxRate) -> str:
    return value_of(Rate(row.day, row.quote, row.kgs_minor, row.units))

"""Months and years of money, in Bishkek's time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.clock import BISHKEK

NEAR = 80  # per cent of a limit from which on a seller is warned
Span = tuple[datetime, datetime]  # from, before


@dataclass(frozen=True, order=True)
class Month:
    """One month of the calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """Return the month a moment is in."""
        local = moment.astimezone(BISHKEK)
        return cls(local.year, local.month)

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """Read «2026-11»; None for anything else."""
        year, _, number = text.partition("-")
        digits = text.isascii() and year.isdigit() and number.isdigit()
        if not digits or (len(year), len(number)) != (4, 2):
            return None
        fits = int(year) >= 2000 and 1 <= int(number) <= 12
        return cls(int(year), int(number)) if fits and year != "9999" else None

    def __str__(self) -> str:
        """Write it as `parse` reads it."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    @property
    def span(self) -> Span:
        """From its first moment to before the first of the next."""
        return _midnight(self.first), _midnight(self.next.first)


def months(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from the last one back to the first."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next
    yield from reversed(found)


def last_months(moment: datetime, count: int = 12) -> list[Month]:
    """Return the months that end with the one a moment is in, in order of time."""
    found = [Month.of(moment)]
    while len(found) < count:
        found.append(found[-1].before)
    return found[::-1]


def last_weeks(day: date, count: int = 12) -> list[date]:
    """Return the Mondays of the weeks that end with the one of a day, in order."""
    monday = day - timedelta(days=day.weekday())
    return [monday - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def year(number: int) -> Span:
    """Return a calendar year: from its first moment to before the first of the next."""
    return _midnight(date(number, 1, 1)), _midnight(date(number + 1, 1, 1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BISHKEK)


def percent(amount: int, limit: int) -> int:
    """Return how many whole per cent of a limit an amount is; never below zero."""
    return max(amount, 0) * 100 // limit

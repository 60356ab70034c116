"""What a sum in som is in other currencies: information, the som is what is charged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from xml.parsers import expat

from marketplace.errors import Invalid
from marketplace.money import Money

# All have two decimals: whatever is added here must have them too (payments.md §1.2).
SHOWN = ("USD", "EUR", "RUB", "KZT")
MINOR = 100  # minor units in one
DECIMALS = 4  # of a rate
HAND, NBKR = "hand", "nbkr"
MOST_BYTES = 200_000
OLDEST, AHEAD = timedelta(days=370), timedelta(days=5)  # NBKR sets the next days' rates
# One of any of these costs between a tenth of a tyiyn and 1000 som, or it is a slip.
LEAST, MOST = Fraction(1, 10), Fraction(1000_00)  # tyiyn


@dataclass(frozen=True)
class Rate:
    """On a day `units` of a currency (dollars, not cents) cost `kgs_minor` tyiyn."""

    day: date
    quote: str
    kgs_minor: int
    units: int


def check_currency(code: str) -> str:
    """Return a currency we show; Invalid("currency") for any other."""
    if code not in SHOWN:
        raise Invalid("currency", field="quote")
    return code


def shown(minor_kgs: int, rate: Rate) -> Money:
    """Return what a sum in tyiyn is about, half a cent rounds up."""
    num, den = minor_kgs * rate.units * MINOR, rate.kgs_minor
    return Money((2 * num + den) // (2 * den), rate.quote)


def charged(minor_kgs: int, rate: Rate) -> int:
    """Return the fewest minor units that are worth a sum in tyiyn (payments.md §5.4)."""
    return -(-minor_kgs * rate.units * MINOR // rate.kgs_minor)


def rate_of(day: date, quote: str, nominal: int, value: str) -> Rate:
    """Read a rate as it is published: so many of a currency cost «87,4500» som.

    Raises Invalid: "currency", "rate_words" for no number of at most four decimals,
    "rate_range" for one out of all reason.
    """
    check_currency(quote)
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,4}))?", "".join(value.split()))
    if not found or not 1 <= nominal <= 100_000:
        raise Invalid("rate_words", field="value")
    whole, decimals = found.groups()
    scaled = int(whole + (decimals or "").ljust(DECIMALS, "0"))
    per_som = 10**DECIMALS // MINOR  # the value has so many parts of a tyiyn
    worth = Fraction(scaled, per_som * nominal)
    if not LEAST <= worth <= MOST:
        raise Invalid("rate_range", field="value")
    return _exact(day, quote, scaled, per_som * nominal)


def check_day(day: date, today: date) -> date:
    """Return a day a rate can be of: Invalid("rate_day") for one far off."""
    if not today - OLDEST <= day <= today + AHEAD:
        raise Invalid("rate_day", field="day")
    return day


def value_of(rate: Rate) -> str:
    """Return what one costs in som, as a form writes it: «87.4512»."""
    parts = rate.kgs_minor * 10**DECIMALS // (rate.units * MINOR)
    whole, decimals = divmod(parts, 10**DECIMALS)
    return f"{whole}.{decimals:0{DECIMALS}d}"


def _exact(day: date, quote: str, tyiyn: int, units: int) -> Rate:
    worth = Fraction(tyiyn, units)
    return Rate(day, quote, worth.numerator, worth.denominator)


def read_nbkr(data: bytes) -> list[Rate]:
    """Read the daily file of the National Bank: its day, and what we show of it.

    All of it or nothing: Invalid("rates_file") for anything that is no such file, also
    for one that brings entities or a document type along, Invalid("rates_none") for one
    with none of our currencies, and what `rate_of` raises.
    """
    if not data or len(data) > MOST_BYTES:
        raise Invalid("rates_file", field="file")
    reader = _Reader()
    try:
        reader.parse(data)
        day = datetime.strptime(reader.day, "%d.%m.%Y").date()  # noqa: DTZ007
        ours = [one for one in reader.found if one.get("ISOCode") in SHOWN]
        rates = [_published(day, one) for one in ours]
    except (expat.ExpatError, LookupError, ValueError):
        raise Invalid("rates_file", field="file") from None
    if not rates:
        raise Invalid("rates_none", field="file")
    if len({rate.quote for rate in rates}) < len(rates):
        raise Invalid("rates_file", field="file")
    return rates


def _published(day: date, one: dict[str, str]) -> Rate:
    nominal = one["Nominal"].strip()
    if not (nominal.isascii() and nominal.isdigit() and len(nominal) <= 6):
        raise ValueError
    return rate_of(day, one["ISOCode"], int(nominal), one["Value"])


class _Reader:
    """Takes a `CurrencyRates` apart; whatever else XML can do is refused."""

    def __init__(self) -> None:
        self.day = ""
        self.found: list[dict[str, str]] = []
        self._path: list[str] = []

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ProcessingInstructionHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def _refuse(self, *_declared: object) -> None:
        raise ValueError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        match self._path:
            case ["CurrencyRates"]:
                self.day = attributes["Date"]
            case ["CurrencyRates", "Currency"]:
                self.found.append({"ISOCode": attributes["ISOCode"]})
            case ["CurrencyRates", "Currency", "Nominal" | "Value"]:
                self.found[-1][name] = ""
            case [_, *deeper] if self._path[0] != "CurrencyRates" or len(deeper) > 2:
                raise ValueError

    def _end(self, _name: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if len(self._path) == 3 and self._path[-1] in self.found[-1]:
            self.found[-1][self._path[-1]] += text

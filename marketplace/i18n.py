"""Languages: which there are, which one a reader gets, and how values are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as date_type
from datetime import datetime
from functools import cached_property, lru_cache
from gettext import NullTranslations
from typing import Any, Protocol

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    get_locale,
    get_translations,
    gettext,
    lazy_gettext,
    ngettext,
)
from werkzeug.datastructures import LanguageAccept

from marketplace.money import Money

LOCALES = ("ky", "ru", "en")  # what we write everything in, and makers write in
NAMES = {"ky": "Кыргызча", "ru": "Русский", "uz": "Ўзбекча", "en": "English"}
READ = tuple(NAMES)  # what pages and letters can be read in
# Where a language has no words yet, it has those of this one.
INSTEAD = {"uz": "ru"}
# ru_KG writes «сом» where plain ru writes «KGS». Its texts lie in the folder `uz`: gettext
# finds none that is named with a script.
REGIONAL = {"ky": "ky_KG", "ru": "ru_KG", "uz": "uz_Cyrl_UZ", "en": "en_GB"}
_RUSSIAN_READERS = {"kk", "tg", "tt", "be", "uk"}
_SOM = {"KGS": "сом"}
_CURRENCY = {"ky": _SOM, "ru": _SOM, "uz": _SOM, "en": {}}
TIMEZONE = "Asia/Bishkek"

_ = gettext
_l = lazy_gettext
_n = ngettext

__all__ = [
    "LOCALES",
    "NAMES",
    "READ",
    "_",
    "_l",
    "_n",
    "choose",
    "country",
    "date",
    "day",
    "moment",
    "money",
    "month",
    "phone",
    "spoken",
    "written",
]


def choose(accepted: LanguageAccept, *wishes: str | None) -> str:
    """Pick a language: the first known wish, then the browser's, then Kyrgyz."""
    for wish in wishes:
        if wish in READ:
            return str(wish)
    if not accepted:
        return "ky"
    best = accepted.best_match(READ)
    if best:
        return best
    first = accepted.best[:2] if accepted.best else ""
    return "ru" if first in _RUSSIAN_READERS else "en"


def current() -> str:
    """Return the two-letter language of this request or mail."""
    locale = get_locale()
    return locale.language if locale else "en"


class Texts(Babel):  # type: ignore[misc]
    """Flask-Babel, but what a language does not say yet it says in another one."""

    @cached_property
    def domain_instance(self) -> Domain:
        """Return where every text comes from."""
        return SpokenTexts()


class SpokenTexts(Domain):  # type: ignore[misc]
    """The texts of a language, with another's behind them."""

    def get_translations(self) -> NullTranslations:
        """Return the texts of the language that is current."""
        found: NullTranslations = super().get_translations()
        other = INSTEAD.get(current())
        if other and found._fallback is None:  # type: ignore[attr-defined]
            with force_locale(regional(other)):
                # Not add_fallback: of two at once the second would hang Russian
                # behind itself.
                found._fallback = super().get_translations()  # type: ignore[attr-defined]
        return found


_catalogues: dict[str, NullTranslations] = {}


def catalogue(language: str) -> NullTranslations:
    """Return the texts of the language that is current, found once for each."""
    if language not in _catalogues:
        _catalogues[language] = get_translations()
    return _catalogues[language]


def regional(language: str) -> str:
    """Return the locale that formats dates and numbers for a language."""
    return REGIONAL[language]


def spoken(code: str) -> str:
    """Return a language's name in its own script."""
    return NAMES.get(code, code)


def written(language: str | None = None) -> str:
    """Return the language a reader of this one writes in, of those that are stored."""
    reads = language or current()
    return INSTEAD.get(reads, reads)


# Babel names one of them as people here do not.
_COUNTRIES = {("ru", "KG"): "Кыргызстан"}


def country(code: str, language: str | None = None) -> str:
    """Return a country's name; where Kyrgyz has none, the Russian one."""
    spoken_here = language or current()
    own = _COUNTRIES.get((spoken_here, code))
    return own or str(_territories(spoken_here).get(code, code))


@lru_cache(maxsize=8)
def _territories(language: str) -> dict[str, str]:
    names = dict(Locale.parse(regional(language)).territories)
    return {**Locale.parse("ru").territories, **names} if language == "ky" else names


def money(value: Money, language: str | None = None) -> str:
    """Write an amount for the reader: «1 500 сом»; tyiyn only where there are any."""
    return _money(value.minor, value.currency, language or current())


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, language: str) -> str:
    whole, cents = divmod(abs(minor), 100)
    sep = "," if language == "en" else "\u00a0"
    text = f"{whole:,}".replace(",", sep)
    if cents:
        text += f"{'.' if language == 'en' else ','}{cents:02d}"
    name = _CURRENCY[language].get(currency, currency)
    sign = "\u2212" if minor < 0 else ""
    return f"{sign}{text}\u00a0{name}"


def phone(value: str) -> str:
    """Write a number so that it can be read out: «+996 555 000 101».

    Where it may be an address instead, that stays as it is.
    """
    if not (value.startswith("+") and value[1:].isdecimal()):
        return value
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def date(value: datetime) -> str:
    """Write a day in words, never in digits only (11/23 is ambiguous)."""
    return format_date(_local(value), "long", locale=_babel())


def day(value: date_type) -> str:
    """Write a day of the calendar in words."""
    return format_date(value, "long", locale=_babel())


def month(value: date_type) -> str:
    """Write the month a day is in, as it stands alone: «ноябрь 2026»."""
    return format_date(value, "LLLL y", locale=_babel())


def short_month(value: date_type) -> str:
    """Write a month where there is little room: «Ноя»."""
    return format_date(value, "LLL", locale=_babel()).rstrip(".")


def short_day(value: date_type) -> str:
    """Write a day where there is little room: «3 ноя»."""
    return format_date(value, "d MMM", locale=_babel()).rstrip(".")


def decimal(value: float) -> str:
    """Write a number the way the reader's language does."""
    return format_decimal(value, locale=_babel())


def moment(value: datetime) -> str:
    """Write a day and a time of day, in Bishkek's clock."""
    return format_datetime(_local(value), "d MMMM, HH:mm", locale=_babel())


def _local(value: datetime) -> datetime:
    return value.astimezone(get_timezone(TIMEZONE))


def _babel() -> Locale:
    return Locale.parse(regional(current()))


class Named(Protocol):
    """A name in one language."""

    locale: Any
    name: Any


def named(texts: Iterable[Named]) -> str:
    """Return the name in the reader's language, else in the nearest one."""
    return str(pick({text.locale: text.name for text in texts})[1])


def pick(texts: dict[str, Any], language: str | None = None) -> tuple[str, Any]:
    """Choose a text in the reader's language, else the nearest one that exists.

    Returns the language it is in and the text; KeyError if there is none at all.
    """
    wanted = language or current()
    for candidate in (wanted, "ru", "ky", "en"):
        if candidate in texts:
            return candidate, texts[candidate]
    raise KeyError("no text in any language")

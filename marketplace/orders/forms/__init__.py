"""Fields and input checks of the checkout, of what sending costs, and of rates."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from flask_babel.speaklater import LazyString
from wtforms import DateField, FileField, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace.i18n import _l
from marketplace.money import parse
from marketplace.orders.rules import currencies
from marketplace.orders.rules.delivery import COUNTRIES, PRICED, REST, Band
from marketplace.web import labels
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, count_of, options

CHOOSE = _l("Choose an answer")
MOST_20 = Length(max=20, message=_l("At most 20 letters"))


def _names(codes: Iterable[str]) -> list[LazyString]:
    return [LazyString(labels.country, code) for code in codes]


class PayForm(BaseForm):
    """How it is paid."""

    way = RadioField(_l("How do you pay?"), [Optional()])

    def offer(self, ways: Sequence[str]) -> None:
        """Let the buyer choose of these ways; the first if she has not yet.

        A way that has gone since the page was shown stays as her answer: it is said to
        her, not exchanged behind her back.
        """
        known = [self.way.data] if self.way.data and self.way.data not in ways else []
        self.way.choices = options(
            (*ways, *known), (labels.PAY_WAYS.get(way, way) for way in (*ways, *known))
        )
        if not self.way.data and ways:
            self.way.data = ways[0]


class CheckoutForm(PayForm):
    """Where it goes, who buys. How each parcel goes is asked per shop.

    `country_seen` is the country whose prices the page has shown.
    """

    submit_key = HiddenField("", [InputRequired(), Length(min=16, max=64)])
    country_seen = HiddenField()
    country = SelectField(
        _l("Where to?"),
        choices=options(COUNTRIES, _names(COUNTRIES)),
        render_kw={"autocomplete": "country"},
    )
    name = Line(
        _l("Your name"),
        [DataRequired(FILL_IN), Length(max=80, message=_l("At most 80 letters"))],
        render_kw={"autocomplete": "name"},
    )
    contact = Line(
        _l("Phone or e-mail"),
        [DataRequired(FILL_IN), Length(max=120, message=_l("At most 120 letters"))],
        description=_l("One is enough. We write only about this order."),
        render_kw={"autocomplete": "email"},
    )
    address = Paragraph(
        _l("Address for the parcel"),
        [Length(max=500, message=_l("At most 500 letters"))],
        description=_l("Only if something is sent: street and house, town, post code."),
        render_kw={"autocomplete": "street-address"},
    )


class RateForm(BaseForm):
    """A band of what sending costs: money and weight as people write them."""

    shop = SelectField(_l("For"))
    way = SelectField(
        _l("How"), choices=options(PRICED, (labels.WAYS[way] for way in PRICED))
    )
    country = SelectField(
        _l("To"),
        choices=options((*COUNTRIES, REST), _names((*COUNTRIES, REST))),
    )
    up_to = Line(
        _l("Up to how many kg"),
        [DataRequired(FILL_IN), MOST_20],
        description=_l("For example 0.5 or 2"),
        render_kw={"inputmode": "decimal"},
    )
    price = Line(
        _l("Price, som"),
        [DataRequired(FILL_IN), MOST_20],
        render_kw={"inputmode": "decimal"},
    )
    days_min = Line(
        _l("Days on the way, at least"),
        [DataRequired(FILL_IN), MOST_20],
        render_kw={"inputmode": "numeric"},
    )
    days_max = Line(
        _l("Days on the way, at most"),
        [DataRequired(FILL_IN), MOST_20],
        description=_l("Buyers are promised this."),
        render_kw={"inputmode": "numeric"},
    )

    @property
    def band(self) -> Band:
        """What was written; what is no number is out of every range.

        Raises Invalid("price_words").
        """
        return Band(
            way=self.way.data,
            country=self.country.data,
            up_to_g=grams(self.up_to.data),
            price_minor=parse(self.price.data).minor,
            days_min=_days(self.days_min.data),
            days_max=_days(self.days_max.data),
        )


class CurrencyForm(BaseForm):
    """A rate by hand."""

    quote = SelectField(
        _l("Currency"), choices=options(currencies.SHOWN, currencies.SHOWN)
    )
    day = DateField(_l("Day"), [InputRequired(CHOOSE)])
    value = Line(
        _l("What one costs, som"),
        [DataRequired(FILL_IN), MOST_20],
        description=_l("For example 87.4512"),
        render_kw={"inputmode": "decimal"},
    )


class RatesFileForm(BaseForm):
    """The National Bank's file."""

    file = FileField(
        _l("File of the National Bank"),
        description=_l("The daily XML file, as it is downloaded."),
        render_kw={"accept": ".xml,text/xml,application/xml"},
    )


def grams(text: str) -> int:
    """Read kilograms as people write them («0,5», «2 kg») as grams; -1 for no weight."""
    bare = re.sub(r"(?i)кг|kg|\s", "", text).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", bare):
        return -1
    return int(Decimal(bare) * 1000)


def _days(text: str) -> int:
    found = count_of(text.strip(), digits=4)
    return -1 if found is None else found

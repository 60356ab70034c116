"""Fields and input checks of work: ordering a package, asking, offering, wanting."""

from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
)

from marketplace.catalog.forms.fields import NUMERIC, AmountField, PriceField
from marketplace.i18n import _l
from marketplace.orders.forms import CHOOSE, PayForm
from marketplace.orders.rules.quotes import MAX_PARTS, PLACES, VALID, OfferTerms, Part
from marketplace.orders.services.changes import More
from marketplace.profiles.forms.shop import Ticks
from marketplace.web import work_labels
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options

MOST_80 = Length(max=80, message=_l("At most 80 letters"))
MOST_90 = Length(max=90, message=_l("At most 90 letters"))
MOST_120 = Length(max=120, message=_l("At most 120 letters"))
MOST_500 = Length(max=500, message=_l("At most 500 letters"))
MOST_2000 = Length(max=2000, message=_l("At most 2000 letters"))
DAYS = NumberRange(1, 365, message=_l("Write a number from 1 to 365"))
DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class BuyerForm(BaseForm):
    """Who buys or asks."""

    name = Line(
        _l("Your name"),
        [DataRequired(FILL_IN), MOST_80],
        render_kw={"autocomplete": "name"},
    )
    contact = Line(
        _l("Phone or e-mail"),
        [DataRequired(FILL_IN), MOST_120],
        description=_l("One is enough. The maker does not see it before you pay."),
        render_kw={"autocomplete": "email"},
    )


class PackageForm(BuyerForm, PayForm):
    """Order a package: extras, who, where to, how it is paid."""

    submit_key = HiddenField("", [InputRequired(), Length(min=16, max=64)])
    seen = HiddenField("", [InputRequired()])
    extras = Ticks(_l("What can be added"))
    address = Paragraph(
        _l("Where should she come to?"),
        [MOST_500],
        render_kw={"autocomplete": "street-address"},
    )


class AskForm(BuyerForm):
    """A question, or what something of her own would cost."""

    kind = RadioField(
        _l("What would you like?"),
        choices=options(
            ("question", "quote"),
            (_l("Ask something"), _l("Know the price of something made for me")),
        ),
        default="question",
    )
    text = Paragraph(_l("Your message"), [DataRequired(FILL_IN), MOST_2000])


class AcceptForm(PayForm):
    """Say yes to an offer."""

    submit_key = HiddenField("", [InputRequired(), Length(min=16, max=64)])
    address = Paragraph(
        _l("Address"), [MOST_500], render_kw={"autocomplete": "street-address"}
    )


class OfferForm(BaseForm):
    """An offer: one price, or several parts that are paid one by one."""

    text = Paragraph(
        _l("What you do for it"),
        [DataRequired(FILL_IN), MOST_2000],
        description=_l("So that both can read later what was agreed."),
    )
    price = PriceField(_l("Price in som"), [Optional()], render_kw=DECIMAL)
    days = IntegerField(_l("Ready in days"), [Optional(), DAYS], render_kw=NUMERIC)
    revisions = IntegerField(
        _l("Corrections included"),
        [Optional(), NumberRange(0, 9, message=_l("Write a number from 0 to 9"))],
        default=1,
        render_kw=NUMERIC,
    )
    place = SelectField(
        _l("Where, or how it comes"),
        choices=options(PLACES, (work_labels.WORK_PLACES[one] for one in PLACES)),
        default="remote",
    )
    delivery = AmountField(
        _l("What sending costs, som"), [Optional()], render_kw=DECIMAL
    )
    valid_days = SelectField(
        _l("The offer holds"),
        choices=options(
            map(str, VALID), (work_labels.VALID_DAYS[one] for one in VALID)
        ),
        default="7",
    )

    @property
    def parts(self) -> list[list[Any]]:
        """The fields of each part."""
        names = ("part_title", "part_price", "part_days")
        return [[self[f"{name}_{at}"] for name in names] for at in range(MAX_PARTS)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields: a price and days, or parts that have both."""
        good = super().validate(extra_validators)
        written = [fields for fields in self.parts if any(one.data for one in fields)]
        gaps = [one for fields in written for one in fields if not one.data]
        if not written:
            gaps = [one for one in (self.price, self.days) if not one.data]
        for field in gaps:
            if not field.errors:
                field.errors = [*field.errors, FILL_IN]
        return good and not gaps

    @property
    def terms(self) -> OfferTerms:
        """What was written; with parts, price and days are their sums."""
        parts = tuple(
            Part(title.data, price.amount.minor, days.data)
            for title, price, days in self.parts
            if title.data and price.data and days.data
        )
        return OfferTerms(
            self.text.data,
            self.price.amount.minor,
            self.days.data or 0,
            self.revisions.data or 0,
            self.place.data,
            self.delivery.amount.minor,
            int(self.valid_days.data),
            parts,
        )


def _add_parts() -> None:
    for at in range(MAX_PARTS):
        fields: dict[str, Any] = {
            "part_title": Line(_l("What is this part?"), [MOST_80]),
            "part_price": PriceField(
                _l("Price in som"), [Optional()], render_kw=DECIMAL
            ),
            "part_days": IntegerField(
                _l("Ready in days"), [Optional(), DAYS], render_kw=NUMERIC
            ),
        }
        for name, field in fields.items():
            setattr(OfferForm, f"{name}_{at}", field)


_add_parts()


class CounterForm(BaseForm):
    """The buyer's own offer."""

    price = PriceField(
        _l("I would pay, som"), [InputRequired(FILL_IN)], render_kw=DECIMAL
    )
    days = IntegerField(
        _l("Ready in days"), [InputRequired(FILL_IN), DAYS], render_kw=NUMERIC
    )
    text = Paragraph(_l("Why, or what should be different"), [DataRequired(FILL_IN)])


class ChangeForm(BaseForm):
    """More work for more money, or more time."""

    text = Paragraph(_l("What changes, and why"), [DataRequired(FILL_IN), MOST_2000])
    price = AmountField(
        _l("For how much more, som"),
        [Optional()],
        description=_l("Leave empty if it costs nothing."),
        render_kw=DECIMAL,
    )
    days = IntegerField(
        _l("Days more"),
        [Optional(), NumberRange(0, 180, message=_l("Write a number from 0 to 180"))],
        render_kw=NUMERIC,
    )
    revisions = IntegerField(
        _l("Corrections more"),
        [Optional(), NumberRange(0, 20, message=_l("Write a number from 0 to 20"))],
        render_kw=NUMERIC,
    )

    @property
    def more(self) -> More:
        """What was written."""
        return More(
            self.text.data,
            self.price.amount.minor,
            self.days.data or 0,
            self.revisions.data or 0,
        )


class WantedForm(BuyerForm):
    """What somebody looks for."""

    title = Line(
        _l("What do you look for?"),
        [DataRequired(FILL_IN), MOST_90],
        description=_l("For example: twenty cushions for a café"),
    )
    category = SelectField(_l("Section"), [InputRequired(CHOOSE)])
    text = Paragraph(
        _l("What it should be like"),
        [DataRequired(FILL_IN), MOST_2000],
        description=_l("How many, how large, what for, which colours."),
    )
    budget = AmountField(_l("About how much, som"), [Optional()], render_kw=DECIMAL)
    wanted_by = DateField(_l("Needed by"), [Optional()])

"""Fields and input checks of the pages about things."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    ValidationError,
)

from marketplace.catalog.rules import DECISIONS, MAX_STOCK, check_price
from marketplace.errors import Invalid
from marketplace.i18n import LOCALES, _l
from marketplace.money import Money, parse
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options
from marketplace.web.messages import explain


class PriceField(Line):
    """An amount as people type it; `amount` is Money once it is valid."""

    amount = Money(0)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002
        """Turn «1 500 сом» into Money, or say how to write it."""
        if validation_stopped or not isinstance(self.data, str):
            return
        try:
            self.amount = check_price(parse(self.data))
        except Invalid as error:
            raise ValidationError(explain(error)) from None


class ListingForm(BaseForm):
    """A new thing, or one that waits for changes. `language` is the texts' own."""

    language = HiddenField("", [AnyOf(LOCALES)])

    title = Line(
        _l("What is it?"),
        [DataRequired(FILL_IN), Length(max=90, message=_l("At most 90 letters"))],
        description=_l("For example: felt slippers with a red ornament."),
    )
    price = PriceField(
        _l("Price in som"),
        [DataRequired(FILL_IN)],
        description=_l("Digits, for example 1500."),
        render_kw={"inputmode": "decimal"},
    )
    stock = IntegerField(
        _l("How many do you have?"),
        [
            InputRequired(FILL_IN),
            NumberRange(0, MAX_STOCK, message=_l("Write a number from 0 to 9999")),
        ],
        default=1,
        render_kw={"inputmode": "numeric"},
    )
    category = SelectField(_l("Section"), [InputRequired(_l("Choose a section"))])
    description = Paragraph(
        _l("Tell about it"),
        [DataRequired(FILL_IN), Length(max=3000, message=_l("At most 3000 letters"))],
        description=_l("What it is made of, how large it is, how to care for it."),
    )


class LookForm(BaseForm):
    """A coordinator's answer to a thing that waits for a look."""

    decision = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(DECISIONS, (_l("Let it through"), _l("Ask for changes"))),
    )
    note = Paragraph(
        _l("Note to her"),
        [Length(max=1000, message=_l("At most 1000 letters"))],
        description=_l("Needed when you ask for changes. She reads this."),
    )

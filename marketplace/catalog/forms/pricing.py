"""The price calculator."""

from typing import Any

from wtforms import BooleanField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from marketplace.catalog.forms.fields import AmountField, PriceField
from marketplace.catalog.rules.pricing import Costs
from marketplace.i18n import _l
from marketplace.money import Money, plain
from marketplace.web.forms import FILL_IN, BaseForm, Line

DECIMAL = {"inputmode": "decimal"}
WAGE = Money(150_00)  # som for an hour, to begin with (ux.md §12); she changes it


class CostsForm(BaseForm):
    """What one piece costs her; `own` is a price she wants to try."""

    materials = AmountField(
        _l("Materials for one, in som"),
        [DataRequired(FILL_IN)],
        description=_l("Wool, cloth, dye, thread: what goes into one piece."),
        render_kw=DECIMAL,
    )
    hours = Line(
        _l("Hours for one"),
        [DataRequired(FILL_IN), Length(max=8, message=_l("At most 8 letters"))],
        description=_l("For example 12 or 2,5. Count all of it, also the washing."),
        render_kw=DECIMAL,
    )
    wage = AmountField(
        _l("What is your hour worth, in som?"),
        [DataRequired(FILL_IN)],
        default=plain(WAGE),
        render_kw=DECIMAL,
    )
    overhead = AmountField(
        _l("Other costs for one, in som"),
        [Optional()],
        description=_l("Wrapping, the way to the Lab, light, tools."),
        render_kw=DECIMAL,
    )
    own = PriceField(
        _l("A price you want to try, in som"), [Optional()], render_kw=DECIMAL
    )
    keep = BooleanField(_l("Keep my numbers with this thing"))

    def validate_hours(self, field: Line) -> None:
        """Read «2,5»."""
        try:
            hours = float((field.data or "").replace(",", "."))
        except ValueError:
            raise ValidationError(
                _l("Write the hours in digits, for example 2,5.")
            ) from None
        if not 0 <= hours <= 1000:
            raise ValidationError(_l("Write the hours in digits, for example 2,5."))

    @property
    def costs(self) -> Costs:
        """What she has written; the form must be valid."""
        return Costs(
            materials=self.materials.amount.minor,
            minutes=round(float(self.hours.data.replace(",", ".")) * 60),
            wage=self.wage.amount.minor,
            overhead=self.overhead.amount.minor if self.overhead.data else 0,
        )


def costs_data(costs: Costs) -> dict[str, Any]:
    """Return what the form shows of kept numbers."""
    return {
        "materials": plain(Money(costs.materials)),
        "hours": f"{costs.minutes / 60:g}".replace(".", ","),
        "wage": plain(Money(costs.wage)),
        "overhead": plain(Money(costs.overhead)) if costs.overhead else "",
        "keep": True,
    }

"""Fields that the forms about things share."""

from typing import Any

from wtforms.validators import Length, ValidationError

from marketplace.catalog.rules import check_price
from marketplace.errors import Invalid
from marketplace.i18n import _l
from marketplace.money import Money, parse
from marketplace.web.forms import Line
from marketplace.web.messages import explain

MOST_90 = Length(max=90, message=_l("At most 90 letters"))
MOST_3000 = Length(max=3000, message=_l("At most 3000 letters"))
NUMERIC = {"inputmode": "numeric"}


class AmountField(Line):
    """An amount as people type it; `amount` is Money once it is valid, 0 when empty."""

    amount = Money(0)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002
        """Turn «1 500 сом» into Money, or say how to write it."""
        if validation_stopped or not self.data:
            return
        try:
            self.amount = self.checked(parse(str(self.data)))
        except Invalid as error:
            raise ValidationError(explain(error)) from None

    @staticmethod
    def checked(amount: Money) -> Money:
        """Return the amount; any will do here."""
        return amount


class PriceField(AmountField):
    """A price: neither nothing nor a slip of the finger."""

    @staticmethod
    def checked(amount: Money) -> Money:
        """Return the price; Invalid("price_range")."""
        return check_price(amount)

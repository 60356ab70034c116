"""Fields and input checks of the money desk."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, FileField, RadioField, SelectField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from marketplace.errors import Invalid
from marketplace.i18n import _l
from marketplace.money import Money, parse
from marketplace.orders.rules import fees
from marketplace.orders.rules.cases import DECISIONS
from marketplace.orders.services.cases import Verdict
from marketplace.orders.services.transfers import Statement
from marketplace.profiles.rules.labs import basis_points
from marketplace.profiles.rules.taxes import REGIMES
from marketplace.web import labels
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options

SHORT = Length(max=20, message=_l("At most 20 letters"))
LONG = Length(max=200, message=_l("At most 200 letters"))
WORDS = Length(max=500, message=_l("At most 500 letters"))
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}


def money_of(field: Any) -> Money:
    """Read an amount of som as people type it; Invalid says beside which field."""
    try:
        return parse(field.data or "0")
    except Invalid as error:
        raise Invalid(error.code, field=field.name) from None


class TransferForm(BaseForm):
    """One line of the bank's statement."""

    booked_on = DateField(_l("Day"), [DataRequired(FILL_IN)])
    amount = Line(_l("Sum, som"), [DataRequired(FILL_IN), SHORT], render_kw=DIGITS)
    text = Line(
        _l("Purpose"),
        [DataRequired(FILL_IN), LONG],
        description=_l("As the bank writes it, with the code WCL-…"),
    )
    payer = Line(_l("From whom"), [LONG])
    number = Line(_l("Number of the line at the bank"), [SHORT])

    @property
    def line(self) -> Statement:
        """The line; Invalid for a sum that is none."""
        return Statement(
            self.booked_on.data,
            money_of(self.amount),
            self.text.data,
            self.payer.data or "",
            self.number.data or "",
        )


class StatementForm(BaseForm):
    """A statement as a table."""

    file = FileField(
        _l("Statement (CSV)"),
        description=_l("With the columns day, sum and purpose; payer and number help."),
    )


class CountForm(BaseForm):
    """What is in the cash desk."""

    counted = Line(_l("Counted, som"), [DataRequired(FILL_IN), SHORT], render_kw=DIGITS)
    banked = Line(
        _l("Of that to the bank, som"),
        [SHORT],
        render_kw=DIGITS,
        description=_l("Leave empty if nothing goes to the bank now."),
    )
    note = Line(_l("Why is there a difference?"), [LONG])


class VerdictForm(BaseForm):
    """What the Lab decides about a case."""

    decision = RadioField(
        _l("What is to happen?"),
        choices=options(DECISIONS, (labels.CASE_DECISIONS[one] for one in DECISIONS)),
    )
    amount = Line(
        _l("Which part, som"),
        [SHORT],
        render_kw=DIGITS,
        description=_l("Only if a part is given back."),
    )
    note = Paragraph(
        _l("Why? Buyer and maker read it."), [DataRequired(FILL_IN), WORDS]
    )

    def offer(self, decisions: Sequence[str]) -> None:
        """Let the Lab choose of what can be decided now."""
        words = (labels.CASE_DECISIONS[one] for one in decisions)
        self.decision.choices = options(decisions, words)

    @property
    def verdict(self) -> Verdict:
        """The decision; Invalid for a sum that is none."""
        part = self.decision.data == "refund_part"
        amount = money_of(self.amount).minor if part else 0
        return Verdict(self.decision.data or "", self.note.data, amount)


class FeeForm(BaseForm):
    """A dated rule of the Lab's part."""

    valid_from = DateField(_l("From which day on"), [DataRequired(FILL_IN)])
    lab = SelectField(_l("Lab"))
    category = SelectField(_l("Section"))
    fee = Line(_l("Per cent of the price"), [DataRequired(FILL_IN), SHORT])
    fixed = Line(_l("And for each line, som"), [SHORT], render_kw=DIGITS)
    least = Line(_l("At least, som"), [SHORT], render_kw=DIGITS)
    most = Line(_l("At most, som"), [SHORT], render_kw=DIGITS)

    def rule(self, lab: Any, category: Any) -> fees.Rule:
        """The rule; Invalid for what is no per cent and no sum."""
        return fees.Rule(
            valid_from=self.valid_from.data,
            bps=basis_points(self.fee.data),
            lab=lab,
            category=category,
            fixed=money_of(self.fixed).minor,
            least=money_of(self.least).minor,
            most=money_of(self.most).minor,
        )


class PaidForm(BaseForm):
    """How a payout was paid."""

    proof = Line(_l("Number of the transfer"), [LONG])
    receipt = FileField(_l("Photo of the signed receipt"))


class DetailsForm(BaseForm):
    """Where a seller wants her money."""

    method = RadioField(
        _l("How do you want to be paid?"),
        choices=options(labels.METHODS, labels.METHODS.values()),
    )
    text = Line(
        _l("Account or phone number"),
        [Optional(), Length(max=300, message=_l("At most 300 letters"))],
        description=_l("Nothing to write for cash at the Lab."),
        render_kw={"autocomplete": "off"},
    )
    sure = BooleanField(_l("I have looked at every digit"))

    def validate_sure(self, field: BooleanField) -> None:
        """Ask for a second look where a wrong digit sends her money to a stranger."""
        if self.method.data != "cash" and not field.data:
            raise ValidationError(_l("Look at every digit once more, then tick this"))


class LimitForm(BaseForm):
    """How much may be turned over in a year under a tax regime."""

    regime = SelectField(
        _l("Tax regime"),
        [DataRequired(FILL_IN)],
        choices=options(REGIMES, (labels.REGIMES[r] for r in REGIMES)),
    )
    valid_from = DateField(_l("From which day on"), [DataRequired(FILL_IN)])
    yearly = Line(
        _l("Limit for a calendar year, som"),
        [DataRequired(FILL_IN), SHORT],
        render_kw=DIGITS,
        description=_l("0 lifts the limit."),
    )
    note_ky = Line(_l("Where the number is from, in Kyrgyz"), [LONG])
    note_ru = Line(_l("Where the number is from, in Russian"), [LONG])
    note_en = Line(_l("Where the number is from, in English"), [LONG])

    @property
    def notes(self) -> dict[str, str]:
        """The notes by language."""
        every = {"ky": self.note_ky, "ru": self.note_ru, "en": self.note_en}
        return {language: field.data or "" for language, field in every.items()}

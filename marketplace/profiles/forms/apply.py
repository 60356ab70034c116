"""Fields of the application and of its answer."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.i18n import _l
from marketplace.profiles.rules import DECISIONS
from marketplace.profiles.rules.checklist import STATEMENT
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options

MOST_1000 = Length(max=1000, message=_l("At most 1000 letters"))


class ApplyForm(BaseForm):
    """Her shop to be."""

    lab = SelectField(_l("Your Lab"), [DataRequired(FILL_IN)], validate_choice=True)
    alias = Line(
        _l("Name of your shop"),
        [DataRequired(FILL_IN), Length(max=60, message=_l("At most 60 letters"))],
        description=_l("Buyers see this name. It need not be yours."),
    )
    craft = Line(
        _l("What you make or do"),
        [DataRequired(FILL_IN), Length(max=120, message=_l("At most 120 letters"))],
        description=_l("For example: felt slippers, shyrdak, sewing, design."),
    )
    about = Paragraph(
        _l("A few words about your work"),
        [DataRequired(FILL_IN), MOST_1000],
        description=_l("Two or three sentences. They become the story of your shop."),
    )


class StatementForm(BaseForm):
    """Agree to a sentence."""

    answer = BooleanField(
        _l("Yes, that is so"), [DataRequired(_l("Tick it if it is so"))]
    )

    @property
    def words(self) -> str:
        """What is kept of it."""
        return "yes" if self.answer.data else ""


class TextForm(BaseForm):
    """Write an answer."""

    answer = Paragraph(_l("Your answer"), [MOST_1000])

    @property
    def words(self) -> str:
        """What is kept of it."""
        return self.answer.data or ""


def answer_form(kind: str, *args: Any, **more: Any) -> StatementForm | TextForm:
    """Return the form for an item she answers in words."""
    return (StatementForm if kind == STATEMENT else TextForm)(*args, **more)


class DecisionForm(BaseForm):
    """A coordinator's answer to an application."""

    version = HiddenField()
    decision = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(
            DECISIONS, (_l("Approve: open the shop"), _l("Ask for more"), _l("Decline"))
        ),
    )
    reply = SelectField(
        _l("Ready words"),
        description=_l("She reads them in her language. A welcome goes by itself."),
        filters=[lambda chosen: chosen or ""],
    )
    note = Paragraph(
        _l("Your own words"),
        [MOST_1000],
        description=_l("She reads this, too."),
    )


class ReasonForm(BaseForm):
    """A reason that is kept."""

    reason = StringField(
        _l("Reason"),
        [
            DataRequired(_l("Write a reason: it is kept.")),
            Length(max=500, message=_l("At most 500 letters")),
        ],
    )

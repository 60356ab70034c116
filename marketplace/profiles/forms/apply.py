"""Fields of the application and of its answer."""

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.i18n import _l
from marketplace.profiles.rules import DECISIONS
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options


class ApplyForm(BaseForm):
    """Ask a Lab for a shop."""

    lab = SelectField(
        _l("Your Lab"),
        [DataRequired(FILL_IN)],
        validate_choice=True,
    )
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
        [DataRequired(FILL_IN), Length(max=1000, message=_l("At most 1000 letters"))],
        description=_l("Two or three sentences. They become the story of your shop."),
    )


class DecisionForm(BaseForm):
    """A coordinator's answer to an application."""

    decision = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(
            DECISIONS, (_l("Approve: open the shop"), _l("Ask for more"), _l("Decline"))
        ),
    )
    note = Paragraph(
        _l("Note to her"),
        [
            DataRequired(_l("Write a short note: she will read it.")),
            Length(max=1000, message=_l("At most 1000 letters")),
        ],
        description=_l("She reads this. Say what was good, or what is missing."),
    )

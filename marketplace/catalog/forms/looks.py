"""A coordinator's answers and labels."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from marketplace.catalog.rules import DECISIONS
from marketplace.i18n import LOCALES, _l
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options

MOST_60 = Length(max=60, message=_l("At most 60 letters"))


class LookForm(BaseForm):
    """A coordinator's answer to a thing that waits for a look; `seen` marks what she saw."""

    seen = HiddenField()
    decision = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(
            DECISIONS, (_l("Let it through"), _l("Ask for changes"), _l("Refuse it"))
        ),
    )
    note = Paragraph(
        _l("Note to her"),
        [Length(max=1000, message=_l("At most 1000 letters"))],
        description=_l("Needed unless you let it through. Say what she can do."),
    )


class AskForm(LookForm):
    """A coordinator asks for changes of something on sale."""

    decision = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(("ask",), (_l("Ask for changes"),)),
        default="ask",
    )


class ChangeForm(LookForm):
    """A coordinator's answer to a change of something on sale."""

    decision = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(
            ("publish", "ask"), (_l("Show the change"), _l("Keep the old one"))
        ),
    )


class LabelForm(BaseForm):
    """A name in three languages."""

    ky = Line(_l("Name in Kyrgyz"), [DataRequired(FILL_IN), MOST_60])
    ru = Line(_l("Name in Russian"), [DataRequired(FILL_IN), MOST_60])
    en = Line(_l("Name in English"), [DataRequired(FILL_IN), MOST_60])

    @property
    def names(self) -> dict[str, str]:
        """The names by language."""
        return {code: self[code].data for code in LOCALES}


class TermForm(LabelForm):
    """A material, a colour, a way of care."""

    swatch = Line(
        _l("Colour as #rrggbb"),
        [
            Optional(),
            Regexp(r"#[0-9a-f]{6}\Z", message=_l("Write it like #b23a2e.")),
        ],
    )
    active = BooleanField(_l("Sellers can choose it"), default=True)


class CategoryForm(LabelForm):
    """A section, or a category in one."""

    parent = SelectField(_l("In which section?"))
    kind = RadioField(
        _l("What is sold there?"),
        choices=options(("product", "service"), (_l("Things"), _l("Services"))),
        default="product",
    )


class WordForm(BaseForm):
    """A word to look at twice."""

    word = Line(
        _l("Word"),
        [DataRequired(FILL_IN), Length(max=40, message=_l("At most 40 letters"))],
        description=_l("With * at its end: every word that begins so."),
    )


class PatternForm(BaseForm):
    """A name for something to start from."""

    name = Line(_l("Name of the pattern"), [DataRequired(FILL_IN), MOST_60])

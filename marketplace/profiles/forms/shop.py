"""Fields of her shop."""

from typing import Any

from wtforms import DateField, HiddenField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.i18n import _l
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph

MOST_2000 = Length(max=2000, message=_l("At most 2000 letters"))
STORY = _l("How you work, what you love about it. No street, no village, no names.")


class Ticks(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, **more: Any) -> None:
        """Build a SelectMultipleField that refuses in our words."""
        super().__init__(*args, **more)
        self.invalid_choice_message = _l("Choose one of the list")


class ShopForm(BaseForm):
    """What buyers read."""

    seen = HiddenField()  # the mark of what was shown
    alias = Line(
        _l("Name of your shop"),
        [DataRequired(FILL_IN), Length(max=60, message=_l("At most 60 letters"))],
        description=_l("Buyers see this name. It need not be yours."),
    )
    story_ky = Paragraph(_l("Your story, in Kyrgyz"), [MOST_2000], description=STORY)
    story_ru = Paragraph(_l("Your story, in Russian"), [MOST_2000])
    story_en = Paragraph(_l("Your story, in English"), [MOST_2000])
    techniques = Ticks(_l("What you can do"))

    @property
    def stories(self) -> dict[str, str]:
        """The stories by language; an empty one takes it away."""
        fields = {"ky": self.story_ky, "ru": self.story_ru, "en": self.story_en}
        return {locale: field.data or "" for locale, field in fields.items()}


class AwayForm(BaseForm):
    """The days she is away."""

    away_from = DateField(_l("First day"), [Optional()])
    away_to = DateField(_l("Last day"), [Optional()])

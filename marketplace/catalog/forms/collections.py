"""Forms of featured collections."""

from wtforms import DateField
from wtforms.validators import DataRequired, Length

from marketplace.i18n import LOCALES, _l
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph

MOST_80 = Length(max=80, message=_l("At most 80 letters"))
MOST_300 = Length(max=300, message=_l("At most 300 letters"))
DAY = DataRequired(_l("Choose a day"))
Words = dict[str, tuple[str, str]]


class CollectionForm(BaseForm):
    """A collection's words in three languages, and its days."""

    title_ky = Line(_l("Title in Kyrgyz"), [DataRequired(FILL_IN), MOST_80])
    lead_ky = Paragraph(_l("A sentence or two in Kyrgyz"), [MOST_300])
    title_ru = Line(_l("Title in Russian"), [DataRequired(FILL_IN), MOST_80])
    lead_ru = Paragraph(_l("A sentence or two in Russian"), [MOST_300])
    title_en = Line(_l("Title in English"), [DataRequired(FILL_IN), MOST_80])
    lead_en = Paragraph(_l("A sentence or two in English"), [MOST_300])
    first_day = DateField(_l("First day"), [DAY])
    last_day = DateField(
        _l("Last day"), [DAY], description=_l("On this day it is still shown.")
    )

    @property
    def words(self) -> Words:
        """Title and lead by language."""
        return {
            code: (self[f"title_{code}"].data, self[f"lead_{code}"].data or "")
            for code in LOCALES
        }


class PutInForm(BaseForm):
    """A thing for a collection."""

    address = Line(
        _l("Address of the thing’s page"),
        [DataRequired(FILL_IN), Length(max=300, message=_l("At most 300 letters"))],
        description=_l("Open the thing, copy the address from the top, put it here."),
    )

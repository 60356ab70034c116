"""Fields of how a seller is taxed."""

from wtforms import DateField, RadioField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.i18n import _l
from marketplace.profiles.rules.taxes import REGIMES
from marketplace.web import labels
from marketplace.web.forms import BaseForm, Line, options


class TaxForm(BaseForm):
    """How she pays taxes, in her words; nothing of it is shown to buyers."""

    regime = RadioField(
        _l("How you pay taxes"),
        [InputRequired(_l("Choose an answer"))],
        choices=options(REGIMES, (labels.REGIMES[one] for one in REGIMES)),
        description=_l("With a patent the law does not let you send abroad."),
    )
    tin = Line(
        _l("Tax number"),
        [Length(max=40, message=_l("At most 40 letters"))],
        description=_l("14 digits. For the Lab’s books only; buyers never see it."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    patent_until = DateField(
        _l("Last day of the patent"),
        [Optional()],
        description=_l("Only with a patent."),
    )

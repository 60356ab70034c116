"""Fields and input checks of the checkout."""

from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.i18n import _l
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph


class CheckoutForm(BaseForm):
    """Who buys, and where parcels go. How each parcel goes is asked per shop."""

    submit_key = HiddenField("", [InputRequired(), Length(min=16, max=64)])
    name = Line(
        _l("Your name"),
        [DataRequired(FILL_IN), Length(max=80, message=_l("At most 80 letters"))],
        render_kw={"autocomplete": "name"},
    )
    contact = Line(
        _l("Phone or e-mail"),
        [DataRequired(FILL_IN), Length(max=120, message=_l("At most 120 letters"))],
        description=_l("One is enough. We write only about this order."),
        render_kw={"autocomplete": "email"},
    )
    address = Paragraph(
        _l("Address for the post"),
        [Length(max=500, message=_l("At most 500 letters"))],
        description=_l("Only if something comes by post."),
        render_kw={"autocomplete": "street-address"},
    )

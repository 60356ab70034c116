"""Fields about signing in and the account itself."""

from wtforms import BooleanField, PasswordField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.i18n import NAMES, READ, _l
from marketplace.profiles.rules.notices import MODES
from marketplace.web import notice_words
from marketplace.web.forms import FILL_IN, BaseForm, Line, options

MOST_120 = Length(max=120, message=_l("At most 120 letters"))
MOST_200 = Length(max=200, message=_l("At most 200 letters"))
NEW_PASSWORD = {"autocomplete": "new-password"}
OLD_PASSWORD = {"autocomplete": "current-password"}


class SignUpForm(BaseForm):
    """Open an account."""

    name = Line(
        _l("Your name"),
        [DataRequired(FILL_IN), Length(max=80, message=_l("At most 80 letters"))],
        description=_l("Only your Lab sees it. Buyers see the name of your shop."),
        render_kw={"autocomplete": "name"},
    )
    contact = Line(
        _l("Phone or e-mail"),
        [DataRequired(FILL_IN), MOST_120],
        description=_l("For example 0555 12 34 56. Nobody else sees it."),
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(FILL_IN)],
        description=_l("At least 8 letters or digits. A short sentence is good."),
        render_kw=NEW_PASSWORD,
    )


class SignInForm(BaseForm):
    """Open a session."""

    contact = Line(
        _l("Phone or e-mail"),
        [DataRequired(FILL_IN), MOST_120],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"), [DataRequired(FILL_IN), MOST_200], render_kw=OLD_PASSWORD
    )
    own_phone = BooleanField(
        _l("This is my own phone"),
        description=_l("If not, you are signed out after half an hour of rest."),
    )


class CodeForm(BaseForm):
    """The code beside the password."""

    code = Line(
        _l("Code"),
        [DataRequired(FILL_IN), MOST_120],
        description=_l("Six digits of your app, or a code from your paper."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"},
    )


class ForgotForm(BaseForm):
    """Ask for a new password."""

    contact = Line(
        _l("Phone or e-mail"),
        [DataRequired(FILL_IN), MOST_120],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(BaseForm):
    """Choose a new password."""

    password = PasswordField(
        _l("New password"),
        [DataRequired(FILL_IN)],
        description=_l("At least 8 letters or digits. A short sentence is good."),
        render_kw=NEW_PASSWORD,
    )


class ConfirmForm(BaseForm):
    """Give the password again; the name differs from those of the forms that wait."""

    confirmed = PasswordField(
        _l("Password"), [DataRequired(FILL_IN), MOST_200], render_kw=OLD_PASSWORD
    )


class NameForm(BaseForm):
    """Name and language."""

    name = Line(
        _l("Your name"),
        [DataRequired(FILL_IN), Length(max=80, message=_l("At most 80 letters"))],
        description=_l("Only your Lab sees it. Buyers see the name of your shop."),
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(
        _l("In which language we write to you"),
        choices=options(READ, NAMES.values()),
    )


class PhoneForm(BaseForm):
    """Another phone, or none."""

    phone = Line(
        _l("Phone"),
        [MOST_120],
        description=_l("For example 0555 12 34 56. Nobody else sees it."),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


class EmailForm(BaseForm):
    """Another address."""

    email = Line(
        _l("E-mail"),
        [DataRequired(FILL_IN), MOST_120],
        description=_l("We send a link there. The address changes when you open it."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


_HOURS = [str(hour) for hour in range(24)]
_CLOCK = [f"{hour}:00" for hour in range(24)]


def _mode(group: str) -> RadioField:
    return RadioField(
        notice_words.GROUPS[group],
        [InputRequired(_l("Choose an answer"))],
        choices=options(MODES, (notice_words.MODES[mode] for mode in MODES)),
    )


class NoticesForm(BaseForm):
    """How she wants to be told."""

    shop = _mode("shop")
    orders = _mode("orders")
    help = _mode("help")
    desk = _mode("desk")
    quiet_from = SelectField(
        _l("Quiet from"),
        choices=options(_HOURS, _CLOCK),
        description=_l("The same hour twice means: never quiet."),
    )
    quiet_to = SelectField(_l("Quiet until"), choices=options(_HOURS, _CLOCK))

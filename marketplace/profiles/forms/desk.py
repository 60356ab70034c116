"""Fields of the desk: help, recovery, Labs, checklists, ready answers, roles, the log."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from marketplace.i18n import LOCALES, _l
from marketplace.money import Money, parse
from marketplace.permissions import Scope
from marketplace.profiles.forms.account import MOST_120, NEW_PASSWORD
from marketplace.profiles.forms.shop import Ticks
from marketplace.profiles.rules import DECISIONS
from marketplace.profiles.rules.checklist import KINDS
from marketplace.profiles.rules.help import DAYS, HERSELF, PAPER, SPOKEN
from marketplace.profiles.rules.labs import (
    CHANNELS,
    LANGUAGES,
    PARTS,
    basis_points,
)
from marketplace.web import labels
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph, options

MOST_500 = Length(max=500, message=_l("At most 500 letters"))
MOST_2000 = Length(max=2000, message=_l("At most 2000 letters"))
_DAYS = {1: _l("One day"), 7: _l("One week"), 30: _l("One month"), 90: _l("3 months")}


def _days(how: str) -> list[Any]:
    return options((str(days) for days in DAYS[how]), (_DAYS[d] for d in DAYS[how]))


class HelpForm(BaseForm):
    """A resident lets her Lab help."""

    scopes = Ticks(
        _l("What my Lab may do for me"),
        choices=options(Scope, (labels.SCOPES[scope] for scope in Scope)),
    )
    days = RadioField(
        _l("For how long"),
        [InputRequired(_l("Choose an answer"))],
        choices=_days(HERSELF),
    )


class ConsentForm(BaseForm):
    """A coordinator writes down what a resident has agreed to."""

    scopes = Ticks(
        _l("What the Lab may do for her"),
        choices=options(Scope, (labels.SCOPES[scope] for scope in Scope)),
    )
    how = RadioField(
        _l("How she has agreed"),
        [InputRequired(_l("Choose an answer"))],
        choices=options((PAPER, SPOKEN), (_l("On paper, signed"), _l("In person"))),
    )
    days = RadioField(
        _l("For how long"),
        [InputRequired(_l("Choose an answer"))],
        choices=_days(PAPER),
        description=_l("What was only spoken lasts a week at most."),
    )
    note = Line(
        _l("Where the paper is, or who was there"), [DataRequired(FILL_IN), MOST_500]
    )


class RecoveryForm(BaseForm):
    """A coordinator asks for a new contact for somebody before her."""

    contact = Line(
        _l("Her new phone or e-mail"),
        [DataRequired(FILL_IN), MOST_120],
        render_kw={"autocomplete": "off"},
    )
    known_by = Line(
        _l("How you know that it is she"),
        [DataRequired(FILL_IN), MOST_500],
        description=_l("For example: I have taught her for two years. It is kept."),
    )


class RecoverForm(BaseForm):
    """She takes her account over with the code from her Lab."""

    contact = Line(
        _l("Your new phone or e-mail"),
        [DataRequired(FILL_IN), MOST_120],
        render_kw={"autocomplete": "username"},
    )
    code = Line(
        _l("Code from your Lab"),
        [DataRequired(FILL_IN), MOST_120],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("New password"),
        [DataRequired(FILL_IN)],
        description=_l("At least 8 letters or digits. A short sentence is good."),
        render_kw=NEW_PASSWORD,
    )


class WordsForm(BaseForm):
    """A title and a text in each language."""

    title_ky = Line(_l("Title in Kyrgyz"), [DataRequired(FILL_IN), MOST_120])
    text_ky = Paragraph(_l("Text in Kyrgyz"), [MOST_2000])
    title_ru = Line(_l("Title in Russian"), [DataRequired(FILL_IN), MOST_120])
    text_ru = Paragraph(_l("Text in Russian"), [MOST_2000])
    title_en = Line(_l("Title in English"), [DataRequired(FILL_IN), MOST_120])
    text_en = Paragraph(_l("Text in English"), [MOST_2000])
    active = BooleanField(_l("In use"), default=True)

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """Title and text by language."""
        return {
            locale: (self[f"title_{locale}"].data, self[f"text_{locale}"].data or "")
            for locale in LOCALES
        }


class ItemForm(WordsForm):
    """One thing a Lab asks."""

    kind = SelectField(
        _l("What she does"), choices=options(KINDS, (labels.KINDS[k] for k in KINDS))
    )
    required = BooleanField(_l("Nobody is approved without it"), default=True)


class ReplyForm(WordsForm):
    """One ready answer: it has a text in every language."""

    text_ky = Paragraph(_l("Text in Kyrgyz"), [DataRequired(FILL_IN), MOST_2000])
    text_ru = Paragraph(_l("Text in Russian"), [DataRequired(FILL_IN), MOST_2000])
    text_en = Paragraph(_l("Text in English"), [DataRequired(FILL_IN), MOST_2000])
    decision = SelectField(
        _l("For which answer"),
        choices=options(DECISIONS, (labels.DECISIONS[d] for d in DECISIONS)),
    )


def _label(part: str, locale: str) -> Any:
    return labels.LAB_PARTS[f"{part}_{locale}"]


class LabForm(BaseForm):
    """What a Lab says and has. Its texts are fields named «name_ky» and so on."""

    seen = HiddenField()  # the mark of what was shown

    phone = Line(_l("Phone of the Lab"), [MOST_120])
    email = Line(_l("E-mail of the Lab"), [MOST_120])
    languages = Ticks(
        _l("Languages spoken there"),
        choices=options(LANGUAGES, (labels.LANGUAGES[code] for code in LANGUAGES)),
    )
    payment_channels = Ticks(
        _l("How buyers can pay"),
        choices=options(CHANNELS, (labels.CHANNELS[code] for code in CHANNELS)),
    )
    delivery = Line(
        _l("Price of a parcel, in som"),
        [DataRequired(FILL_IN)],
        render_kw={"inputmode": "decimal"},
    )

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """The texts by language."""
        return {
            locale: {part: self[f"{part}_{locale}"].data or "" for part in PARTS}
            for locale in LOCALES
        }

    @property
    def delivery_price(self) -> Money:
        """The price of a parcel; Invalid("price_words") when it is none."""
        return parse(self.delivery.data)


for _part in PARTS:
    for _locale in LOCALES:
        _needed = [DataRequired(FILL_IN)] if _part in {"name", "region"} else []
        _kind = Paragraph if _part == "about" else Line
        setattr(
            LabForm,
            f"{_part}_{_locale}",
            _kind(_label(_part, _locale), [*_needed, MOST_2000]),
        )


class AccountForm(BaseForm):
    """Where the transfers of a Lab's buyers go."""

    details = Paragraph(
        _l("Bank, name and number"),
        [MOST_500],
        description=_l("For buyers who pay the Lab by transfer."),
    )


class NetworkLabForm(LabForm):
    """What only the network decides about a Lab."""

    slug = Line(
        _l("Address of its page"),
        [DataRequired(FILL_IN), MOST_120],
        description=_l(
            "Small Latin letters, digits and hyphens, for example at-bashy."
        ),
    )
    fee = Line(
        _l("Part of the Lab, in per cent of a sale"),
        [DataRequired(FILL_IN)],
        description=_l("For example 5 or 2.5."),
        render_kw={"inputmode": "decimal"},
    )
    open = BooleanField(_l("Takes applications"), default=True)

    @property
    def fee_bps(self) -> int:
        """The part in basis points; Invalid("lab_fee") when it is none."""
        return basis_points(self.fee.data)


class StaffForm(BaseForm):
    """Give somebody a role."""

    contact = Line(_l("Her phone or e-mail"), [DataRequired(FILL_IN), MOST_120])
    role = SelectField(_l("Role"))
    lab = SelectField(_l("Lab"), validate_choice=True)


def _known_day(_form: BaseForm, field: DateField) -> None:
    """Refuse days no clock of ours has seen: the database knows none of them."""
    if field.data and not 2020 <= field.data.year <= 2100:
        raise ValidationError(_l("Choose a day from 2020 on"))


class LogForm(BaseForm):
    """What of the log to show."""

    kind = SelectField(_l("Kind"))
    contact = Line(_l("Phone or e-mail"), [MOST_120])
    first = DateField(_l("First day"), [Optional(), _known_day])
    last = DateField(_l("Last day"), [Optional(), _known_day])

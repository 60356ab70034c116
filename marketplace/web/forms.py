"""The base of our forms and what their fields share."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from wtforms import Form, HiddenField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice

from marketplace.errors import MarketplaceError, TooMany
from marketplace.i18n import _l
from marketplace.web.messages import explain

THEIRS = {
    "Not a valid choice.": _l("Choose one of the list"),
    "Invalid Choice: could not coerce.": _l("Choose one of the list"),
    "Not a valid integer value.": _l("Write a whole number in digits"),
    "Not a valid date value.": _l("Choose a day, or write it like 2026-12-31"),
}


class _Translations:
    """WTForms' own texts in the reader's language (they are in our catalogue)."""

    def gettext(self, text: str) -> str:
        """Return our text for one of theirs (what cannot be read, what is not offered)."""
        return str(THEIRS.get(text, text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the right plural."""
        return str(ngettext(one, many, count))


class BaseForm(Form):
    """A form without magic: CSRF is checked for the whole site, not here."""

    class Meta:
        """How WTForms treats our forms."""

        def get_translations(self, _form: Form) -> _Translations:
            """Return our texts."""
            return _Translations()

    status = 422  # of the answer that shows the form again
    headers: dict[str, str] = {}
    result: Any = None

    def carry_out(self, action: Callable[[], Any]) -> bool:
        """Check the fields, then run a use case; its refusal is shown in the form.

        What the use case returns is in `result`.
        """
        if not self.validate():
            return False
        try:
            self.result = action()
        except MarketplaceError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: MarketplaceError) -> None:
        """Show what a rule refuses, and answer with its status."""
        self.add_error(error, explain(error))
        if error.status == TooMany.status:
            self.status = error.status
            self.headers = {"Retry-After": str(error.facts.get("retry_after", 300))}

    def again(self, page: str) -> ResponseReturnValue:
        """Answer with the page that holds this form, as it was filled in."""
        return page, self.status, self.headers

    def add_error(self, error: MarketplaceError, text: str, field: str = "") -> None:
        """Show a rule's refusal beside its field, or on top of the form."""
        name = field or str(error.facts.get("field", ""))
        target: Any = self._fields.get(name)
        if target is None:
            self.form_errors.append(text)
        else:
            target.errors = [*target.errors, text]

    @property
    def problems(self) -> Sequence[tuple[str, str]]:
        """Every message with the id of its field, for the summary on top."""
        listed = [("", str(text)) for text in self.form_errors]
        for field in self:
            listed += [_problem(field, str(text)) for text in field.errors[:1]]
        return listed


def _problem(field: Field, text: str) -> tuple[str, str]:
    """Name the field a message is about; a hidden one has no name to show."""
    if isinstance(field, HiddenField):
        return "", text
    label = str(field.label.text)
    return field.id, f"{label}{'' if label.endswith('?') else ':'} {text}"


def strip(value: str | None) -> str | None:
    """Drop the spaces around an answer."""
    return value.strip() if value else value


class Line(StringField):
    """One line of text, stripped."""

    def __init__(self, label: Any, validators: Any = (), **more: Any) -> None:
        """Build a StringField that strips."""
        super().__init__(label, list(validators), filters=[strip], **more)


class Paragraph(TextAreaField):
    """Several lines of text, stripped."""

    def __init__(self, label: Any, validators: Any = (), **more: Any) -> None:
        """Build a TextAreaField that strips."""
        super().__init__(label, list(validators), filters=[strip], **more)


FILL_IN = _l("Fill this in")


def count_of(text: str | None, digits: int = 6) -> int | None:
    """Return the number written in at most so many digits 0-9; None for anything else.

    «²» is a digit to str.isdigit and none to int, and int refuses thousands of digits.
    """
    text = text or ""
    good = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if good else None


def options(values: Iterable[str], labels: Iterable[Any]) -> list[SelectChoice]:
    """Return what a choice offers: values and their texts, in the same order."""
    return [SelectChoice(*pair) for pair in zip(values, labels, strict=True)]


def optional_mark(field: Field) -> bool:
    """Whether a field may stay empty."""
    return not any(
        "required" in getattr(v, "field_flags", {}) for v in field.validators
    )

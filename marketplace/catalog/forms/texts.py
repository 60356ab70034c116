"""Title, story, section: what every listing says, in her language and in others."""

import uuid
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired

from marketplace.catalog.forms.fields import MOST_90, MOST_3000
from marketplace.catalog.rules import Content
from marketplace.i18n import LOCALES, _l
from marketplace.profiles.forms.shop import Ticks
from marketplace.web.forms import FILL_IN, BaseForm, Line, Paragraph


def _others(label: Any) -> Any:
    return Line(label, [MOST_90])


class TextsForm(BaseForm):
    """What a listing says. `language` is her own; the other languages may stay empty."""

    draft = HiddenField("")  # the form's own name: sent twice it is one thing
    language = HiddenField("", [AnyOf(LOCALES)])
    title = Line(
        _l("What is it?"),
        [DataRequired(FILL_IN), MOST_90],
        description=_l("For example: felt slippers with a red ornament."),
    )
    category = SelectField(_l("Section"), [InputRequired(_l("Choose a section"))])
    description = Paragraph(
        _l("Tell about it"),
        [MOST_3000],
        description=_l("What it is made of, how large it is, who made it."),
    )
    title_ky = _others(_l("Name in Kyrgyz"))
    description_ky = Paragraph(_l("Text in Kyrgyz"), [MOST_3000])
    title_ru = _others(_l("Name in Russian"))
    description_ru = Paragraph(_l("Text in Russian"), [MOST_3000])
    title_en = _others(_l("Name in English"))
    description_en = Paragraph(_l("Text in English"), [MOST_3000])
    techniques = Ticks(_l("How it is made"))

    @property
    def name(self) -> uuid.UUID:
        """The form's own name; a new one if it has brought none."""
        try:
            return uuid.UUID(self.draft.data or "")
        except ValueError:
            self.draft.data = str(uuid.uuid4())
            return uuid.UUID(self.draft.data)

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """The texts by language, her own first; a language without a title is left out."""
        own = {self.language.data: (self.title.data, self.description.data or "")}
        for code in self.others:
            title = self[f"title_{code}"].data or ""
            if title:
                own[code] = (title, self[f"description_{code}"].data or "")
        return own

    @property
    def others(self) -> list[str]:
        """The languages beside her own."""
        return [code for code in LOCALES if code != self.language.data]

    @property
    def has_others(self) -> bool:
        """Whether she has written in another language, or was refused there."""
        fields = [self[f"{part}_{code}"] for code in self.others for part in PARTS]
        return any(field.data or field.errors for field in fields)

    def offer(
        self, categories: list[SelectChoice], techniques: list[tuple[uuid.UUID, str]]
    ) -> None:
        """Fill in what can be chosen."""
        self.category.choices = categories
        self.techniques.choices = [SelectChoice(str(k), name) for k, name in techniques]


PARTS = ("title", "description")


def text_data(content: Content) -> dict[str, Any]:
    """Return what a form shows of a content's texts."""
    first, *rest = content.texts
    data: dict[str, Any] = {
        "language": first,
        "title": content.texts[first][0],
        "description": content.texts[first][1],
        "category": str(content.category_id),
        "techniques": [str(one) for one in content.techniques],
    }
    for code in rest:
        data[f"title_{code}"], data[f"description_{code}"] = content.texts[code]
    return data


def ids(values: list[str] | None) -> tuple[uuid.UUID, ...]:
    """Return the ids a form's ticks stand for; they were checked against the choices."""
    return tuple(uuid.UUID(value) for value in values or [])


def not_offered(
    form: TextsForm, names: Iterable[str], had: Iterable[uuid.UUID]
) -> tuple[uuid.UUID, ...]:
    """Return what a listing has and these ticks do not offer, since it was put away.

    She could neither keep nor take it out, so it stays.
    """
    offered = {choice.value for name in names for choice in form[name].choices}
    return tuple(one for one in had if str(one) not in offered)


def chosen(form: TextsForm, before: Content | None) -> dict[str, Any]:
    """Return what a content takes from the texts of a form, on top of what there was."""
    had = before.techniques if before else ()
    return {
        "category_id": uuid.UUID(form.category.data),
        "texts": form.texts,
        "techniques": ids(form.techniques.data)
        + not_offered(form, ("techniques",), had),
    }

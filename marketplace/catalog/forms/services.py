"""A service: one to three packages, what is asked first, where it is done."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields import Field
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
)

from marketplace.catalog.forms.fields import NUMERIC, PriceField
from marketplace.catalog.forms.texts import TextsForm, chosen, text_data
from marketplace.catalog.rules import Ask, Content, Extra, Package, Place, Question
from marketplace.catalog.rules.content import (
    MAX_CHOICES,
    MAX_EXTRAS,
    MAX_PACKAGES,
    MAX_QUESTIONS,
)
from marketplace.catalog.rules.units import MAX_DAYS
from marketplace.i18n import _l
from marketplace.money import Money, plain
from marketplace.web.forms import FILL_IN, Line, Paragraph, options

PLACES = (
    (Place.REMOTE, _l("From afar: by phone and internet")),
    (Place.LAB, _l("At the Lab")),
    (Place.BUYER, _l("At the buyer’s")),
)
ASKS = (
    (Ask.TEXT, _l("In words")),
    (Ask.CHOICE, _l("One of several")),
    (Ask.DATE, _l("A day")),
    (Ask.FILE, _l("A file or photo")),
    (Ask.MEASURES, _l("Measures for sewing")),
)
MOST_120 = Length(max=120, message=_l("At most 120 letters"))
MOST_60 = Length(max=60, message=_l("At most 60 letters"))
NO_DAYS = NumberRange(0, MAX_DAYS, message=_l("Write a number from 0 to 365"))
MOST_300 = Length(max=300, message=_l("At most 300 letters"))
DAYS = NumberRange(1, MAX_DAYS, message=_l("Write a number from 1 to 365"))


class ServiceForm(TextsForm):
    """A service. The first package must be there, the others may."""

    place = RadioField(
        _l("Where do you do it?"),
        choices=options((str(one) for one, _ in PLACES), (text for _, text in PLACES)),
        default=str(Place.REMOTE),
    )
    capacity = IntegerField(
        _l("How many orders at the same time?"),
        [Optional(), NumberRange(1, 50, message=_l("Write a number from 1 to 50"))],
        default=1,
        render_kw=NUMERIC,
    )

    @property
    def packages(self) -> list[list[Field]]:
        """The fields of each package."""
        names = ("name", "included", "price", "days", "revisions")
        return [[self[f"{name}_{at}"] for name in names] for at in range(MAX_PACKAGES)]

    @property
    def extras(self) -> list[list[Field]]:
        """The fields of each extra."""
        names = ("extra", "extra_price", "extra_days")
        return [[self[f"{name}_{at}"] for name in names] for at in range(MAX_EXTRAS)]

    @property
    def asked(self) -> list[list[Field]]:
        """The fields of each question."""
        names = ("ask", "ask_kind", "ask_choices")
        return [[self[f"{name}_{at}"] for name in names] for at in range(MAX_QUESTIONS)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that no package or extra is half written."""
        good = super().validate(extra_validators)
        gaps = [*self._package_gaps(), *self._extra_gaps(), *self._question_gaps()]
        for field in gaps:
            field.errors = [*field.errors, FILL_IN]
        return good and not gaps

    def _package_gaps(self) -> Iterator[Field]:
        for name, included, price, days, _revisions in self.packages[1:]:
            if not price.data and any(one.data for one in (name, included, days)):
                yield price
            if price.data and days.data is None and not days.errors:
                yield days

    def _extra_gaps(self) -> Iterator[Field]:
        for name, price, days in self.extras:
            written = any(one.data for one in (name, price, days))
            yield from (one for one in (name, price) if written and not one.data)

    def _question_gaps(self) -> Iterator[Field]:
        for text, kind, choices in self.asked:
            if choices.data and not text.data:
                yield text
            wanted = text.data and kind.data == Ask.CHOICE
            if wanted and len(_choices(choices.data)) < 2:
                yield choices

    @property
    def _questions(self) -> tuple[Question, ...]:
        return tuple(
            Question(
                text.data,
                Ask(kind.data),
                _choices(choices.data) if kind.data == Ask.CHOICE else (),
            )
            for text, kind, choices in self.asked
            if text.data
        )

    def content(self, before: Content | None, photo_ids: list[uuid.UUID]) -> Content:
        """Return what she has written, on top of what there was."""
        parts = chosen(self, before)
        parts["photo_ids"] = tuple(photo_ids)
        parts["packages"] = tuple(
            Package(
                fields[0].data or "",
                fields[1].data or "",
                fields[2].amount.minor,
                fields[3].data or 0,
                fields[4].data or 0,
            )
            for fields in self.packages
            if fields[2].data
        )
        parts["extras"] = tuple(
            Extra(fields[0].data, fields[1].amount.minor, fields[2].data or 0)
            for fields in self.extras
            if fields[0].data and fields[1].data
        )
        parts["questions"] = self._questions
        parts["place"], parts["capacity"] = self.place.data, self.capacity.data or 1
        return Content(**parts) if before is None else replace(before, **parts)


def _choices(text: str | None) -> tuple[str, ...]:
    """Read what is separated by commas or lines, each once, at most `MAX_CHOICES`."""
    found = [part.strip() for part in re.split(r"[,;\n]", text or "")]
    return tuple(dict.fromkeys(part for part in found if part))[:MAX_CHOICES]


def _add_questions() -> None:
    for at in range(MAX_QUESTIONS):
        setattr(ServiceForm, f"ask_{at}", Line(_l("Question"), [MOST_120]))
        kind = SelectField(
            _l("How is it answered?"),
            choices=options((str(one) for one, _ in ASKS), (text for _, text in ASKS)),
            default=str(Ask.TEXT),
        )
        setattr(ServiceForm, f"ask_kind_{at}", kind)
        choices = Line(
            _l("What can be chosen"),
            [MOST_300],
            description=_l("Only for «one of several»: red, blue, green"),
        )
        setattr(ServiceForm, f"ask_choices_{at}", choices)


def _add_packages() -> None:
    for at in range(MAX_PACKAGES):
        must = [] if at else [InputRequired(FILL_IN)]
        may: list[Any] = [Optional()]
        parts: dict[str, Any] = {
            "name": Line(_l("Name of the package"), [MOST_60]),
            "included": Paragraph(
                _l("What is included, one point in a line"), [MOST_300]
            ),
            "price": PriceField(
                _l("Price in som"), must or may, render_kw={"inputmode": "decimal"}
            ),
            "days": IntegerField(
                _l("Ready in days"),
                [*(must or may), DAYS],
                render_kw=NUMERIC,
            ),
            "revisions": IntegerField(
                _l("Corrections included"),
                [
                    Optional(),
                    NumberRange(0, 9, message=_l("Write a number from 0 to 9")),
                ],
                default=1,
                render_kw=NUMERIC,
            ),
        }
        for name, field in parts.items():
            setattr(ServiceForm, f"{name}_{at}", field)


def _add_extras() -> None:
    for at in range(MAX_EXTRAS):
        parts: dict[str, Any] = {
            "extra": Line(_l("What can be added"), [MOST_60]),
            "extra_price": PriceField(
                _l("Price in som"), [Optional()], render_kw={"inputmode": "decimal"}
            ),
            "extra_days": IntegerField(
                _l("Days more"),
                [Optional(), NO_DAYS],
                render_kw=NUMERIC,
            ),
        }
        for name, field in parts.items():
            setattr(ServiceForm, f"{name}_{at}", field)


_add_packages()
_add_extras()
_add_questions()


def service_data(content: Content) -> dict[str, Any]:
    """Return what the form shows of a service."""
    data = text_data(content)
    data |= {"place": content.place, "capacity": content.capacity}
    for at, asked in enumerate(content.questions):
        data[f"ask_{at}"], data[f"ask_kind_{at}"] = asked.text, str(asked.kind)
        data[f"ask_choices_{at}"] = ", ".join(asked.choices)
    for at, package in enumerate(content.packages):
        data[f"name_{at}"], data[f"included_{at}"] = package.name, package.included
        data[f"price_{at}"] = plain(Money(package.price_minor))
        data[f"days_{at}"] = package.days
        data[f"revisions_{at}"] = package.revisions
    for at, extra in enumerate(content.extras):
        data[f"extra_{at}"] = extra.name
        data[f"extra_price_{at}"] = plain(Money(extra.price_minor))
        data[f"extra_days_{at}"] = extra.days
    return data

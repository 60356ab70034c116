"""A product: one page, photo first; more can be said and need not."""

import re
import uuid
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from marketplace.catalog.forms.fields import NUMERIC, PriceField
from marketplace.catalog.forms.texts import (
    TextsForm,
    chosen,
    ids,
    not_offered,
    text_data,
)
from marketplace.catalog.rules import MAX_STOCK, Content, Mode, VariantPart
from marketplace.catalog.rules.files import ENDINGS
from marketplace.catalog.rules.units import MAX_DAYS, MAX_WEEKLY
from marketplace.errors import Invalid, MarketplaceError
from marketplace.i18n import _l
from marketplace.money import Money, plain
from marketplace.profiles.forms.shop import Ticks
from marketplace.web.forms import Line, count_of, options
from marketplace.web.messages import explain

MODES = (
    (Mode.COUNTED, _l("I have them: so many")),
    (Mode.ONE_OFF, _l("There is only this one")),
    (Mode.MADE_TO_ORDER, _l("I make it when it is ordered")),
    (Mode.DIGITAL, _l("It is a file to download")),
)
_SIZE = re.compile(r"[0-9]{1,4}([.,][0-9])?")
IN_RANGE = _l("Write a number from 0 to %(most)s")


class ThingForm(TextsForm):
    """A product. With several sizes its prices and stock are on their own page."""

    price = PriceField(
        _l("Price in som"),
        [Optional()],
        description=_l("Digits, for example 1500."),
        render_kw={"inputmode": "decimal"},
    )
    stock = IntegerField(
        _l("How many do you have?"),
        [
            Optional(),
            NumberRange(0, MAX_STOCK, message=_l("Write a number from 0 to 9999")),
        ],
        default=1,
        render_kw=NUMERIC,
    )
    stock_seen = HiddenField("")
    mode = RadioField(
        _l("How many are there?"),
        choices=options((str(mode) for mode, _ in MODES), (text for _, text in MODES)),
        default=str(Mode.COUNTED),
    )
    lead_days = IntegerField(
        _l("Days to make one"),
        [
            Optional(),
            NumberRange(1, MAX_DAYS, message=_l("Write a number from 1 to 365")),
        ],
        render_kw=NUMERIC,
    )
    weekly = IntegerField(
        _l("How many can you make in a week?"),
        [
            Optional(),
            NumberRange(0, MAX_WEEKLY, message=_l("Write a number from 0 to 999")),
        ],
        description=_l("From this we promise the day to buyers."),
        render_kw=NUMERIC,
    )
    file = FileField(
        _l("The file buyers get"),
        description=_l("PDF, ZIP, PNG, JPG, EPUB or MP3, at most 30 MB."),
        render_kw={"accept": ",".join(f".{ending}" for ending in sorted(ENDINGS))},
    )
    file_key = HiddenField("")
    weight_g = IntegerField(
        _l("Weight with its wrapping, in grams"),
        [
            Optional(),
            NumberRange(1, 100_000, message=_l("Write a number from 1 to 100000")),
        ],
        render_kw=NUMERIC,
    )
    size = Line(
        _l("Length, width, height in centimetres"),
        [Length(max=40, message=_l("At most 40 letters"))],
        description=_l("For example: 120 × 80 × 2"),
    )
    materials = Ticks(_l("What it is made of"))
    colours = Ticks(_l("Colours"))
    care = Ticks(_l("How to care for it"))
    may_export = BooleanField(
        _l("It may be sent abroad"),
        default=True,
        description=_l("Take the tick out for what customs would stop."),
    )
    many = False  # whether it comes in several sizes
    file_name = ""  # of the file that is kept
    file_problem = ""  # why the one she has sent was not taken
    file_sent = False

    def keep_file(self, key: str, name: str) -> None:
        """Note which file of her shop it is; both are empty while there is none."""
        self.file_key.data, self.file_name = key, name

    def refuse_file(self, error: MarketplaceError) -> None:
        """Say beside the field why a file was not taken, and answer with its status."""
        self.file_problem, self.status = explain(error), error.status

    @property
    def _is_file(self) -> bool:
        return self.mode.data == Mode.DIGITAL and not self.many

    def validate_mode(self, field: RadioField) -> None:
        """Ask for the choice that goes with a file, so that none is lost unseen."""
        if self.many and field.data == Mode.DIGITAL:
            raise ValidationError(explain(Invalid("file_one_kind")))
        if self.file_sent and field.data != Mode.DIGITAL:
            raise ValidationError(
                _l("You have sent a file: choose «It is a file to download».")
            )

    def validate_file(self, _field: FileField) -> None:
        """Ask for the file of what is one."""
        if self.file_problem:
            raise ValidationError(self.file_problem)
        if self._is_file and not self.file_key.data:
            raise ValidationError(explain(Invalid("file_needed")))

    def offer_terms(self, terms: dict[str, list[tuple[uuid.UUID, str]]]) -> None:
        """Fill in the materials, colours and ways of care that can be chosen."""
        pairs = (("materials", "material"), ("colours", "colour"), ("care", "care"))
        for name, kind in pairs:
            self[name].choices = [SelectChoice(str(k), text) for k, text in terms[kind]]

    def validate_price(self, field: PriceField) -> None:
        """Ask for a price, unless the sizes have their own."""
        if not self.many and not field.data:
            raise ValidationError(_l("Fill this in"))

    def validate_lead_days(self, field: IntegerField) -> None:
        """Ask how long it takes to make one that is made to order."""
        if self.mode.data == Mode.MADE_TO_ORDER and not field.data:
            raise ValidationError(_l("Write how many days you need for one."))

    def validate_size(self, field: Line) -> None:
        """Read up to three numbers."""
        if field.data and not 1 <= len(_SIZE.findall(field.data)) <= 3:
            raise ValidationError(_l("Write up to three numbers, like 120 × 80 × 2."))

    def content(self, before: Content | None, photo_ids: list[uuid.UUID]) -> Content:
        """Return what she has written, on top of what there was."""
        parts = chosen(self, before)
        parts["photo_ids"] = tuple(photo_ids)
        parts["terms"] = tuple(one for name in TERMS for one in ids(self[name].data))
        if before is not None:
            parts["terms"] += not_offered(self, TERMS, before.terms)
        parts["may_export"] = bool(self.may_export.data)
        if before is None:
            return Content(variants=(self._unit(),), **parts)
        parts["variants"] = self._units(before)
        return replace(before, **parts)

    def _units(self, before: Content) -> tuple[VariantPart, ...]:
        if not before.options:
            return (self._unit(),)
        # Prices and stock are on the page of sizes; the rest is said for all of them.
        one, first = self._unit(price_minor=100), before.variants[0]
        return tuple(
            replace(
                part,
                mode=one.mode,
                lead_days=one.lead_days,
                weekly=one.weekly,
                file_key=one.file_key,
                file_name=one.file_name,
                weight_g=_said(one.weight_g, first.weight_g, part.weight_g),
                size_mm=_said(one.size_mm, first.size_mm, part.size_mm),
                stock=min(part.stock, 1) if one.mode == Mode.ONE_OFF else part.stock,
            )
            for part in before.variants
        )

    def _unit(self, price_minor: int | None = None) -> VariantPart:
        mode = Mode(self.mode.data)
        made = mode == Mode.MADE_TO_ORDER
        file = mode == Mode.DIGITAL
        stock = 0 if made else self.stock.data or 0
        return VariantPart(
            choice=(),
            price_minor=price_minor or self.price.amount.minor,
            stock=min(stock, 1) if mode == Mode.ONE_OFF else stock,
            mode=mode,
            stock_seen=count_of(self.stock_seen.data),
            lead_days=(self.lead_days.data or 0) if made else 0,
            weekly=(self.weekly.data or 0) if made else 0,
            weight_g=self.weight_g.data or 0,
            size_mm=self._size_mm(),
            file_key=(self.file_key.data or "") if file else "",
            file_name=self.file_name if file else "",
        )

    def _size_mm(self) -> tuple[int, ...]:
        found = [match.group() for match in _SIZE.finditer(self.size.data or "")]
        return tuple(round(float(one.replace(",", ".")) * 10) for one in found)


def _said(now: Any, shown: Any, part: Any) -> Any:
    """Return what holds for one of several sizes: the form has shown the first one's."""
    return now if now != shown else part or now


TERMS = ("materials", "colours", "care")


def thing_data(content: Content, kinds: dict[uuid.UUID, str]) -> dict[str, Any]:
    """Return what the form shows of a product; `kinds` says of each term what it is."""
    unit = content.variants[0] if content.variants else VariantPart((), 0)
    data = text_data(content)
    data |= {
        "price": plain(Money(unit.price_minor)),
        "stock": unit.stock,
        "stock_seen": "" if unit.stock_seen is None else str(unit.stock_seen),
        "mode": str(unit.mode),
        "lead_days": unit.lead_days or None,
        "weekly": unit.weekly or None,
        "file_key": unit.file_key,
        "weight_g": unit.weight_g or None,
        "size": " × ".join(f"{side / 10:g}" for side in unit.size_mm),
        "may_export": content.may_export,
    }
    for name, kind in zip(TERMS, ("material", "colour", "care"), strict=True):
        data[name] = [str(one) for one in content.terms if kinds.get(one) == kind]
    return data

"""Sizes, colours to choose: up to two options, and a price and stock for each choice."""

import itertools
import json
from dataclasses import dataclass, replace
from typing import Any

from wtforms.validators import Length, ValidationError

from marketplace.catalog.rules import (
    MAX_STOCK,
    Content,
    Mode,
    Option,
    VariantPart,
    check_price,
)
from marketplace.catalog.rules.content import MAX_VARIANTS
from marketplace.errors import Conflict, Invalid
from marketplace.i18n import _l
from marketplace.money import Money, parse, plain
from marketplace.web.forms import BaseForm, Line, count_of
from marketplace.web.messages import explain

MOST_40 = Length(max=40, message=_l("At most 40 letters"))
MOST_400 = Length(max=400, message=_l("At most 400 letters"))


class OptionsForm(BaseForm):
    """What a buyer chooses. Without values it comes in one kind only."""

    name_0 = Line(
        _l("What do buyers choose?"), [MOST_40], description=_l("For example: size")
    )
    values_0 = Line(
        _l("Which ones are there?"),
        [MOST_400],
        description=_l("With commas between them, for example: 36, 37, 38"),
    )
    name_1 = Line(_l("And what else?"), [MOST_40])
    values_1 = Line(_l("Which ones are there?"), [MOST_400])

    def validate_values_0(self, field: Line) -> None:
        """Ask for two values of an option that has a name, and for not too many."""
        if self.name_0.data and len(_split(field.data)) < 2:
            raise ValidationError(_l("Write two or more, with commas between them."))
        if (
            len(list(itertools.product(*(o.values for o in self.options))))
            > MAX_VARIANTS
        ):
            raise ValidationError(_l("These are too many together. Leave some out."))

    def validate_name_0(self, field: Line) -> None:
        """Ask for the name of an option that has values."""
        if _split(self.values_0.data) and not field.data:
            raise ValidationError(_l("Fill this in"))

    @property
    def options(self) -> tuple[Option, ...]:
        """The options she has written."""
        pairs = ((self.name_0, self.values_0), (self.name_1, self.values_1))
        found = [Option(name.data or "", _split(values.data)) for name, values in pairs]
        return tuple(one for one in found if one.name and one.values)

    def content(self, before: Content) -> Content:
        """Return a content with a variant for every choice; known ones keep theirs."""
        known = {part.choice: part for part in before.variants}
        like = before.variants[0]
        options = self.options
        choices = itertools.product(*(option.values for option in options))
        fresh = replace(like, stock=0, stock_seen=None)
        if like.mode == Mode.MADE_TO_ORDER:
            fresh = replace(like, stock_seen=None)
        return replace(
            before,
            options=options,
            variants=tuple(
                known.get(choice) or replace(fresh, choice=choice) for choice in choices
            ),
        )


def options_data(content: Content) -> dict[str, Any]:
    """Return what the form shows."""
    data = {}
    for at, option in enumerate(content.options):
        data[f"name_{at}"], data[f"values_{at}"] = option.name, ", ".join(option.values)
    return data


@dataclass
class UnitRow:
    """One line of the table: what was typed, and what is wrong with it."""

    part: VariantPart
    price: str
    stock: str
    error: str = ""

    @property
    def label(self) -> str:
        """What is chosen."""
        return " / ".join(self.part.choice)

    @property
    def key(self) -> str:
        """What is chosen, as a form posts it: no two choices look the same."""
        return json.dumps(self.part.choice, ensure_ascii=False)


class UnitsTable:
    """Price and stock of every choice."""

    def __init__(self, content: Content, sent: Any = None) -> None:
        """Show a content's variants; `sent` is a posted form, read by their choice.

        By their place a page left open would put prices on other sizes.
        """
        self.rows = [
            UnitRow(part, plain(Money(part.price_minor)), str(part.stock))
            for part in content.variants
        ]
        self._content = content
        self.stale = False
        if sent is not None:
            self._take(sent)

    def _take(self, sent: Any) -> None:
        places = {
            value: name.removeprefix("choice-")
            for name, value in sent.items()
            if name.startswith("choice-")
        }
        self.stale = set(places) != {row.key for row in self.rows}
        for row in (row for row in self.rows if row.key in places):
            at = places[row.key]
            row.price = sent.get(f"price-{at}", row.price).strip()
            row.stock = sent.get(f"stock-{at}", row.stock).strip()
            row.part = replace(row.part, stock_seen=count_of(sent.get(f"seen-{at}")))

    @property
    def problems(self) -> list[str]:
        """What is wrong, each with the name of its size."""
        return [f"{row.label}: {row.error}" for row in self.rows if row.error]

    def moved(self, now: Content) -> None:
        """Say beside each size that was sold meanwhile how many there are `now`.

        The next time she sends the page she has seen that number.
        """
        stocks = {part.choice: part.stock for part in now.variants}
        for row in self.rows:
            stock = stocks.get(row.part.choice, row.part.stock_seen)
            touched = count_of(row.stock) != row.part.stock_seen
            if row.part.stock_seen not in {None, stock} and touched:
                row.error = explain(Conflict("stock_moved", now=stock))
            row.part = replace(row.part, stock_seen=stock)

    def read(self) -> Content | None:
        """Return the content with what was typed; None when a row says what is wrong."""
        parts = [self._read(row) for row in self.rows]
        if any(row.error for row in self.rows):
            return None
        return replace(self._content, variants=tuple(parts))

    @staticmethod
    def _read(row: UnitRow) -> VariantPart:
        try:
            price = check_price(parse(row.price))
            stock = count_of(row.stock or "0")
            if stock is None or stock > MAX_STOCK:
                raise Invalid("stock_range")
        except Invalid as error:
            row.error = explain(error)
            return row.part
        return replace(row.part, price_minor=price.minor, stock=stock)


def _split(text: str | None) -> tuple[str, ...]:
    parts = (part.strip() for part in (text or "").replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))

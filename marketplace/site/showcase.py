"""Samples for the page that shows every component in every state."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, Optional

from marketplace import clock
from marketplace.money import Money
from marketplace.profiles.forms.shop import Ticks
from marketplace.web import charts
from marketplace.web.forms import BaseForm, Line, Paragraph, options

WORDS = ("Кызыл шырдак", "Аялдар үчүн жылуу, кой жүнүнөн басылган үй тапичкеси")
LONG = "Ж" * 40  # a word without an end must not push the page apart
STATES = (
    *("draft", "in_review", "published", "paused", "needs_changes", "rejected"),
    *("archived", "awaiting_payment", "in_progress", "ready", "sent", "completed"),
)
CHOICES = options(("one", "two"), WORDS)


class SampleForm(BaseForm):
    """Every kind of field."""

    line = Line("A line", [DataRequired("Fill this in")], description="A hint.")
    text = Paragraph("Several lines", [Optional()])
    choice = SelectField("One of a list", choices=CHOICES)
    radios = RadioField("One of few", choices=CHOICES, default="one")
    ticks = Ticks("Several of few", choices=CHOICES)
    tick = BooleanField("Yes", description="What it means.")


@dataclass(frozen=True)
class Step:
    """A line of a timeline."""

    to_state: str
    created_at: Any
    note: str = ""


def forms() -> tuple[SampleForm, SampleForm]:
    """Return a form as it is opened, and one that was refused."""
    refused = SampleForm(data={"line": "", "text": LONG})
    refused.validate()
    refused.text.errors = ["At most 3000 letters"]
    return SampleForm(), refused


def ways() -> list[Any]:
    """Return an order at each of its stations."""
    stations = ("paid", "made", "on_way", "there")
    return [SimpleNamespace(stations=stations, at=at) for at in range(5)]


def steps() -> list[Step]:
    """Return a short story."""
    now = clock.now()
    return [
        Step("submitted", now - timedelta(days=2)),
        Step("needs_changes", now - timedelta(days=1), "Күндүз тартыңыз."),
        Step("published", now),
    ]


def bars() -> list[charts.Chart]:
    """Return charts: with figures, mostly empty, not known, below nothing, lying down."""
    months = ("Янв", "Фев", "Мар", "Апр")
    values: list[list[int | None]] = [
        [3, 8, 5, 13], [0, 0, 4, 0], [None, 6, None, 2], [5, -3, 2, -1],
    ]  # fmt: skip
    standing = [charts.columns(row, months, str) for row in values]
    return [*standing, charts.rows((7, 1), WORDS, ("7", "1"))]


def things() -> list[Any]:
    """Return cards: plain, with stars, in another language, with a word without end."""

    def card(title: str, **more: Any) -> Any:
        known = {"slug": "-", "title": title, "language": "ky", "price": Money(150_000)}
        known |= {"photo": None, "stars": None, "alias": "Ак кийиз", "place": "Ош"}
        return SimpleNamespace(**known | more)

    return [
        card(WORDS[0]),
        card(WORDS[1], stars=4.5),
        card("Felt slippers", language="en"),
        card(LONG, price=Money(123_456_700)),
    ]

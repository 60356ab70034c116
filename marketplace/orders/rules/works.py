"""What is agreed of a piece of work, what is asked first, how long a correction takes."""

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marketplace.catalog.rules import Ask, Question
from marketplace.errors import Invalid

MOST_TEXT = 2000  # letters of one answer, one message
MEASURES = ("height", "chest", "waist", "hips", "back", "shoulder", "sleeve", "length")
LEAST_CM, MOST_CM = 5, 260
LATEST = timedelta(days=3 * 365)
MAX_REVISIONS = 20


@dataclass(frozen=True)
class Terms:
    """What a shop does for a buyer, for how much; amounts in minor units.

    `days` are counted from the complete brief. `parent_id`: it is a change of that
    order. Without a listing it was agreed with the shop alone.
    """

    shop_id: uuid.UUID
    lab_id: uuid.UUID
    title: str
    price_minor: int
    days: int
    revisions: int
    place: str
    listing_id: uuid.UUID | None = None
    package_id: uuid.UUID | None = None
    delivery_minor: int = 0
    points: str = ""
    extras: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    parent_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Answer:
    """What a buyer says to a question: words, measures in cm, or the names of files."""

    question: str
    kind: str
    said: str = ""
    measures: tuple[tuple[str, int], ...] = ()
    files: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as what a JSON column keeps."""
        return {
            "question": self.question,
            "kind": self.kind,
            "said": self.said,
            "measures": [list(pair) for pair in self.measures],
            "files": list(self.files),
        }


def answered(
    at: int, question: Question, form: Mapping[str, str], files: Sequence[str]
) -> Answer:
    """Read the answer to the question at a place of the brief.

    Raises Invalid naming the field: "answer_needed", "answer_choice", "answer_day",
    "answer_measures", "answer_file", "words_long".
    """
    name = f"answer-{at}"
    said = form.get(name, "").strip()
    if question.kind == Ask.MEASURES:
        return Answer(question.text, question.kind, measures=_measures(name, form))
    if question.kind == Ask.FILE:
        if not files:
            raise Invalid("answer_file", field=name)
        return Answer(question.text, question.kind, said, files=tuple(files))
    if not said:
        raise Invalid("answer_needed", field=name)
    if len(said) > MOST_TEXT:
        raise Invalid("words_long", field=name, most=MOST_TEXT)
    if question.kind == Ask.CHOICE and said not in question.choices:
        raise Invalid("answer_choice", field=name)
    if question.kind == Ask.DATE:
        _day(name, said)
    return Answer(question.text, question.kind, said)


def _day(name: str, said: str) -> None:
    try:
        date.fromisoformat(said)
    except ValueError:
        raise Invalid("answer_day", field=name) from None


def _measures(name: str, form: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Read centimetres; at least three of them, or nothing can be sewn."""
    found = []
    for what in MEASURES:
        written = form.get(f"{name}-{what}", "").strip()
        if not written:
            continue
        if not (written.isascii() and written.isdigit() and len(written) < 4):
            raise Invalid("answer_measures", field=f"{name}-{what}")
        if not LEAST_CM <= int(written) <= MOST_CM:
            raise Invalid("answer_measures", field=f"{name}-{what}")
        found.append((what, int(written)))
    if len(found) < 3:
        raise Invalid("answer_measures", field=name)
    return tuple(found)


def correction_days(days: int) -> int:
    """Return how many days a correction may take: a third of the work, two at least."""
    return max(2, math.ceil(days / 3))

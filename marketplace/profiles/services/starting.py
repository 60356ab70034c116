"""Give a new site, and every new Lab, what it begins with; all of it is data then."""

import tomllib
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.i18n import LOCALES
from marketplace.profiles.models import (
    ChecklistItem,
    ChecklistText,
    Lab,
    ReplyText,
    ReplyWords,
    Technique,
    TechniqueText,
)

FILE = Path(__file__).parents[1] / "starting.toml"


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text("utf-8"))


@use_case
def fill() -> None:
    """Write what is not there yet; what coordinators have changed is left alone."""
    if not db.session.scalar(select(Technique.id).limit(1)):
        for position, row in enumerate(_data()["techniques"]):
            _technique(position, row)
    if not db.session.scalar(select(ReplyText.id).limit(1)):
        for position, row in enumerate(_data()["replies"]):
            _reply(position, row)
    asked = select(ChecklistItem.lab_id)
    for lab_id in db.session.scalars(
        select(Lab.id).where(Lab.id.not_in(asked.where(ChecklistItem.lab_id == Lab.id)))
    ).all():
        checklist(lab_id)


@use_case
def checklist(lab_id: uuid.UUID) -> None:
    """Give a Lab the checklist every Lab begins with."""
    for position, row in enumerate(_data()["checklist"]):
        db.session.add(
            ChecklistItem(
                lab_id=lab_id,
                kind=row["kind"],
                position=position,
                required=row.get("required", True),
                texts=[ChecklistText(locale=code, **row[code]) for code in LOCALES],
            )
        )


def _technique(position: int, row: dict[str, Any]) -> None:
    names = [TechniqueText(locale=code, name=row[code]) for code in LOCALES]
    db.session.add(Technique(slug=row["slug"], position=position, texts=names))


def _reply(position: int, row: dict[str, Any]) -> None:
    words = [ReplyWords(locale=code, **row[code]) for code in LOCALES]
    db.session.add(ReplyText(decision=row["decision"], position=position, words=words))

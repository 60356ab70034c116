"""Reads about applications: hers, and the coordinators' queue."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.profiles.models import (
    Application,
    ApplicationFile,
    ApplicationItem,
    ChecklistItem,
    Person,
    Transition,
)
from marketplace.profiles.queries.labs import Labs
from marketplace.profiles.rules.checklist import HERS

# What the queue can show. An answer that can still be taken back is «deciding».
SHOWN = ("waiting", "deciding", "asked", "answered")


def application_of(person_id: uuid.UUID) -> Application | None:
    """Return her latest application."""
    return db.session.scalar(
        select(Application)
        .where(Application.person_id == person_id)
        .order_by(Application.created_at.desc())
        .limit(1)
    )


def history(kind: str, subject_id: uuid.UUID) -> Sequence[Transition]:
    """Return every step of a thing, first to last."""
    return db.session.scalars(
        select(Transition)
        .where(Transition.kind == kind, Transition.subject_id == subject_id)
        .order_by(Transition.created_at, Transition.id)
    ).all()


@dataclass(frozen=True)
class FileView:
    """A photo of an application, for its owner and her Lab."""

    id: uuid.UUID
    key: str
    width: int
    height: int
    files: Sequence[Sequence[int | str]]

    def path(self, most: int) -> str:
        """Return the key of the largest WebP of at most `most` px, else the smallest."""
        widths = sorted(int(part[0]) for part in self.files if part[1] == "webp")
        fitting = [width for width in widths if width <= most] or widths[:1]
        return f"{self.key}/{fitting[-1]}.webp"


@dataclass(frozen=True)
class ItemView:
    """One item of the checklist as it stands."""

    id: uuid.UUID
    kind: str
    required: bool
    title: str
    hint: str
    language: str
    state: str
    text: str
    reason: str
    files: Sequence[FileView]

    @property
    def hers(self) -> bool:
        """Whether the resident answers it (the others are the coordinator's)."""
        return self.kind in HERS


def checklist_of(
    application_id: uuid.UUID, lab_id: uuid.UUID, language: str | None = None
) -> list[ItemView]:
    """Return what her Lab asks and how each item stands (four queries)."""
    items = db.session.scalars(
        select(ChecklistItem)
        .where(ChecklistItem.lab_id == lab_id, ChecklistItem.active)
        .options(selectinload(ChecklistItem.texts))
        .order_by(ChecklistItem.position)
    ).all()
    answers = {
        row.item_id: row
        for row in db.session.scalars(
            select(ApplicationItem).where(
                ApplicationItem.application_id == application_id
            )
        )
    }
    files = _files(application_id)
    return [
        _item(item, answers.get(item.id), files.get(item.id, []), language)
        for item in items
    ]


def _files(application_id: uuid.UUID) -> dict[uuid.UUID, list[FileView]]:
    found: dict[uuid.UUID, list[FileView]] = {}
    for row in db.session.scalars(
        select(ApplicationFile)
        .where(ApplicationFile.application_id == application_id)
        .order_by(ApplicationFile.created_at)
    ):
        view = FileView(row.id, row.key, row.width, row.height, row.files)
        found.setdefault(row.item_id, []).append(view)
    return found


def _item(
    item: ChecklistItem,
    answer: ApplicationItem | None,
    files: Sequence[FileView],
    language: str | None,
) -> ItemView:
    locale, text = pick({part.locale: part for part in item.texts}, language)
    return ItemView(
        id=item.id,
        kind=item.kind,
        required=item.required,
        title=text.title,
        hint=text.hint,
        language=locale,
        state=answer.state if answer else "incomplete",
        text=answer.text if answer else "",
        reason=answer.reason if answer else "",
        files=files,
    )


def file_of(person_id: uuid.UUID, file_id: uuid.UUID) -> FileView:
    """Return a photo of her own applications; NotFound for any other."""
    return _file(Application.person_id == person_id, file_id)


def file_for(labs: Labs, file_id: uuid.UUID) -> tuple[FileView, Application]:
    """Return a photo a coordinator of these Labs may see; NotFound for any other."""
    shown = Application.state.not_in(("draft", "withdrawn"))
    view = _file(and_(_in(labs), shown), file_id)
    application = db.session.scalars(
        select(Application)
        .join(ApplicationFile, ApplicationFile.application_id == Application.id)
        .where(ApplicationFile.id == file_id)
    ).one()
    return view, application


def _file(allowed: ColumnElement[bool], file_id: uuid.UUID) -> FileView:
    row = db.session.scalar(
        select(ApplicationFile)
        .join(Application, Application.id == ApplicationFile.application_id)
        .where(ApplicationFile.id == file_id, allowed)
    )
    if row is None:
        raise NotFound
    return FileView(row.id, row.key, row.width, row.height, row.files)


@dataclass(frozen=True)
class Waiting:
    """One line of the coordinator's queue."""

    id: uuid.UUID
    alias: str
    craft: str
    state: str
    lab_id: uuid.UUID
    submitted_at: datetime
    decision: str = ""
    due_at: datetime | None = None
    decided_at: datetime | None = None

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered, if it is not the Lab's turn."""
        theirs = self.state in {"submitted", "in_review"}
        return None if theirs else self.decided_at or self.submitted_at

    @property
    def days(self) -> int:
        """How many whole days it has waited."""
        return (clock.now() - self.submitted_at).days


def waiting_applications(
    labs: Labs,
    limit: int = 100,
    *,
    shown: str = "waiting",
    lab_id: uuid.UUID | None = None,
    words: str = "",
) -> Sequence[Waiting]:
    """Return the queue of these Labs, oldest first.

    `shown` is one of SHOWN; `lab_id` and `words` (in the alias or craft) narrow it.
    """
    query = _columns().where(_state(shown), _in(labs))
    if lab_id is not None:
        query = query.where(Application.lab_id == lab_id)
    for word in words.split()[:5]:
        query = query.where(
            or_(
                Application.alias.icontains(word, autoescape=True),
                Application.craft.icontains(word, autoescape=True),
            )
        )
    order = Application.submitted_at
    by = order.desc() if shown == "answered" else order
    rows = db.session.execute(query.order_by(by, Application.id).limit(limit))
    return [Waiting(*row) for row in rows]


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        Application.id,
        Application.alias,
        Application.craft,
        Application.state,
        Application.lab_id,
        func.coalesce(Application.submitted_at, Application.created_at),
        Application.decision,
        Application.due_at,
        Application.decided_at,
    )


def _state(shown: str) -> ColumnElement[bool]:
    open_states = Application.state.in_(("submitted", "in_review"))
    return {
        "waiting": and_(open_states, Application.decision == ""),
        "deciding": and_(open_states, Application.decision != ""),
        "asked": Application.state == "needs_info",
        "answered": Application.state.in_(("approved", "declined")),
    }[shown]


def next_waiting(labs: Labs, but: uuid.UUID) -> uuid.UUID | None:
    """Return the oldest application that waits, beside the one just answered."""
    return db.session.scalar(
        select(Application.id)
        .where(_state("waiting"), _in(labs), Application.id != but)
        .order_by(Application.submitted_at, Application.id)
        .limit(1)
    )


def median_days(labs: Labs) -> float | None:
    """Return the median age of what waits, in days; None when nothing does."""
    waiting = [_state("waiting"), _in(labs)]
    count = db.session.scalar(select(func.count()).where(*waiting)) or 0
    if not count:
        return None
    middle = db.session.scalars(
        select(Application.submitted_at)
        .where(*waiting)
        .order_by(Application.submitted_at)
        .offset((count - 1) // 2)
        .limit(2 - count % 2)
    ).all()
    ages = [clock.now() - at for at in middle if at]
    return sum(age.total_seconds() for age in ages) / len(ages) / 86_400


def application_for(
    labs: Labs, application_id: uuid.UUID
) -> tuple[Application, Person]:
    """Return an application of these Labs and its person; NotFound for any other.

    Drafts are hers alone until she hands them in.
    """
    found = db.session.execute(
        select(Application, Person)
        .join(Person, Person.id == Application.person_id)
        .where(
            Application.id == application_id,
            Application.state.not_in(("draft", "withdrawn")),
            _in(labs),
        )
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _in(labs: Labs) -> ColumnElement[bool]:
    return true() if labs is None else Application.lab_id.in_(labs)

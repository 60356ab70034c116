"""The category tree, in the reader's language."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.catalog.models import Category
from marketplace.db.window import kept
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import current, named


@dataclass(frozen=True)
class Section:
    """A category with the ones below it."""

    id: uuid.UUID
    slug: str
    name: str
    kind: str
    parent_id: uuid.UUID | None
    children: list["Section"] = field(default_factory=list)

    @property
    def ids(self) -> list[uuid.UUID]:
        """Its own id and those below."""
        return [self.id, *(child.id for child in self.children)]


def sections() -> list[Section]:
    """Return the sections with their categories, in order; kept in memory."""
    return kept(f"sections.{current()}", _sections)


def _sections() -> list[Section]:
    rows = db.session.scalars(
        select(Category)
        .options(selectinload(Category.texts))
        .order_by(Category.position, Category.slug)
    )
    made = [
        Section(
            row.id,
            row.slug,
            named(row.texts),
            row.kind,
            row.parent_id,
        )
        for row in rows
    ]
    by_id = {part.id: part for part in made}
    for part in made:
        if part.parent_id:
            by_id[part.parent_id].children.append(part)
    return [part for part in made if part.parent_id is None]


def sections_by_id() -> dict[uuid.UUID, Section]:
    """Return every section and category; kept in memory."""
    return kept(
        f"sections_by_id.{current()}",
        lambda: {part.id: part for top in sections() for part in (top, *top.children)},
    )


def section_names(slug: str) -> dict[str, str]:
    """Return the names of a category by language; NotFound if unknown."""
    row = db.session.scalar(
        select(Category)
        .where(Category.slug == slug)
        .options(selectinload(Category.texts))
    )
    if row is None:
        raise NotFound
    return {text.locale: text.name for text in row.texts}


def section(slug: str) -> tuple[Section, Section | None]:
    """Return a category and its section (None for a section); NotFound if unknown."""
    for top in sections():
        if top.slug == slug:
            return top, None
        for child in top.children:
            if child.slug == slug:
                return child, top
    raise NotFound

"""The tree of categories a new site begins with."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.catalog.services import starting
from marketplace.cli.demo.said import Said


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A section or, when it has a `parent`, a leaf."""

    slug: str
    parent: str | None
    kind: str  # "product" or "service"
    name: Said


CATEGORIES = tuple(
    DemoCategory(
        slug=row["slug"],
        parent=row.get("parent"),
        kind=row.get("kind", "product"),
        name=Said(row["ky"], row["ru"], row["en"]),
    )
    for row in starting.data()["categories"]
)


def leaves() -> tuple[DemoCategory, ...]:
    """Return the categories that hold listings."""
    return tuple(one for one in CATEGORIES if one.parent)

"""The tree of categories a new site begins with, and how the demo draws each."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.catalog.services import starting
from marketplace.cli.demo.said import Said


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A leaf has a `parent`; `photo` names the kind of drawing its listings show."""

    slug: str
    parent: str | None
    kind: str  # "product" or "service"
    name: Said
    photo: str


_DRAWN = {
    "rug": (
        "felt",
        "shyrdak",
        "ala-kiyiz",
        "tush-kiyiz",
        "cards",
    ),
    "slippers": ("slippers",),
    "scarf": (
        "clothing",
        "dresses",
        "vests-chapans",
        "scarves",
        "headwear",
    ),
    "cushion": (
        "home",
        "cushions",
        "korpocho",
        "kurak",
        "table-textiles",
    ),
    "bag": (
        "accessories",
        "bags",
        "purses",
        "paper",
        "notebooks",
    ),
    "toy": (
        "jewellery",
        "gifts",
        "felt-toys",
        "dolls",
        "souvenirs",
    ),
    "service": (
        "design",
        "logos",
        "photo",
        "words",
        "smm",
        "translation",
        "tailoring",
        "sewing",
        "repair",
        "teaching",
        "craft-lessons",
        "language-lessons",
        "computer-lessons",
        "digital",
        "websites",
        "tables",
    ),
}
_PHOTO = {slug: photo for photo, slugs in _DRAWN.items() for slug in slugs}
CATEGORIES = tuple(
    DemoCategory(
        slug=row["slug"],
        parent=row.get("parent"),
        kind=row.get("kind", "product"),
        name=Said(row["ky"], row["ru"], row["en"]),
        photo=_PHOTO[row["slug"]],
    )
    for row in starting.data()["categories"]
)


def leaves() -> tuple[DemoCategory, ...]:
    """Return the categories that hold listings."""
    return tuple(one for one in CATEGORIES if one.parent)

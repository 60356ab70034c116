"""What the demo's listings offer: sizes, things made to order, packages."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from marketplace.catalog.models import Term
from marketplace.catalog.rules import (
    Ask,
    Content,
    Extra,
    Mode,
    Option,
    Package,
    Place,
    Question,
    VariantPart,
)
from marketplace.cli.demo.listings import DemoListing
from marketplace.cli.demo.variations import COLOURS
from marketplace.extensions import db
from marketplace.profiles.models import Technique

Texts = Mapping[str, tuple[str, str]]
SIZED = {"slippers": ("36–37", "38–39", "40–41"), "dresses": ("S", "M", "L")}
MADE = frozenset({"shyrdak", "ala-kiyiz", "korpocho"})  # takes weeks: made to order
# section or category -> techniques, materials, care
KNOWN = {
    "shyrdak": ("shyrdak", "wool", ("shake", "moth")),
    "ala-kiyiz": ("ala-kiyiz", "wool", ("shake", "moth")),
    "slippers": ("wet-felt", "wool", ("hand-wash", "dry-flat")),
    "bags": ("wet-felt", "wool", ("wipe",)),
    "kurak": ("kurak", "cotton", ("wash-30", "iron-low")),
    "tush-kiyiz": ("embroidery", "velvet", ("no-wash", "sun")),
}


def demo_product(
    item: DemoListing, category_id: uuid.UUID, texts: Texts, at: int
) -> Content:
    """Return a product: in sizes, made to order, or so many of one."""
    technique, material, care = KNOWN.get(item.category, ("", "", ()))
    colour = COLOURS[item.photo_seed].key
    return Content(
        category_id,
        dict(texts),
        _variants(item, at),
        options=_options(item),
        techniques=_techniques(technique),
        terms=_terms(colour, material, *care),
        may_export=item.category not in {"korpocho"},
    )


def _options(item: DemoListing) -> tuple[Option, ...]:
    sizes = SIZED.get(item.category)
    return (Option("Өлчөмү", sizes),) if sizes else ()


def _variants(item: DemoListing, at: int) -> tuple[VariantPart, ...]:
    price, sizes = item.price * 100, SIZED.get(item.category)
    if sizes:
        return tuple(
            VariantPart((size,), price, (item.stock + at + nth) % 4, weight_g=400)
            for nth, size in enumerate(sizes)
        )
    if item.category in MADE and at % 2:
        mode = Mode.MADE_TO_ORDER
        return (VariantPart((), price, 0, mode, lead_days=14, weekly=1),)
    return (VariantPart((), price, item.stock, weight_g=300 + 50 * (at % 9)),)


def demo_service(item: DemoListing, category_id: uuid.UUID, texts: Texts) -> Content:
    """Return a service in two packages, with questions asked first."""
    price = item.price * 100
    small = Package("Негизги", "Бир вариант, оңдоо кирет", price, item.ready_days, 1)
    large = Package(
        "Толук", "Үч вариант, бардык файлдар", price * 2, item.ready_days * 2, 3
    )
    return Content(
        category_id,
        dict(texts),
        packages=(small, large),
        extras=(Extra("Шашылыш", price // 2),),
        questions=(
            Question("Сизге эмне керек?"),
            Question("Качанга чейин керек?", Ask.DATE),
        ),
        place=Place.REMOTE,
        capacity=item.stock,
    )


def _terms(*slugs: str) -> tuple[uuid.UUID, ...]:
    return tuple(db.session.scalars(select(Term.id).where(Term.slug.in_(slugs))))


def _techniques(slug: str) -> tuple[uuid.UUID, ...]:
    return tuple(db.session.scalars(select(Technique.id).where(Technique.slug == slug)))

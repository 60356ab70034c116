"""What differs between two contents of a listing, and what of it needs a look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketplace.catalog.rules.content import Content, VariantPart

PARTS = (
    "category_id",
    "texts",
    "options",
    "variants",
    "packages",
    "extras",
    "questions",
    "place",
    "capacity",
    "techniques",
    "terms",
    "may_export",
    "photo_ids",
)


UNORDERED = frozenset({"techniques", "terms"})  # the desk puts them in order


@dataclass(frozen=True)
class Change:
    """One part that differs: its name in `PARTS`, what it was, what it becomes."""

    part: str
    before: Any
    after: Any


def changes(before: Content, after: Content) -> list[Change]:
    """Return every part that differs, in the order a page shows them."""
    pairs = [(part, getattr(before, part), getattr(after, part)) for part in PARTS]
    return [
        Change(part, old, new) for part, old, new in pairs if _differs(part, old, new)
    ]


def without_stock(content: Content) -> Content:
    """Return a content without how many there are: sales change that, too."""
    return replace(
        content,
        variants=tuple(
            replace(part, stock=0, stock_seen=None) for part in content.variants
        ),
    )


def _differs(part: str, old: Any, new: Any) -> bool:
    if part in UNORDERED:
        return set(old) != set(new)
    return bool(_bare(old) != _bare(new))


def _bare(value: Any) -> Any:
    """Leave out what is not the listing's but the form's."""
    if isinstance(value, tuple):
        return tuple(
            replace(part, stock_seen=None) if hasattr(part, "stock_seen") else part
            for part in value
        )
    return dict(value) if isinstance(value, dict) else value


def harmless(before: Content, after: Content) -> Content:
    """Return `before` with what of `after` may be shown at once.

    Stock, prices that go down, the order of photos and photos taken out, the days and
    number she can make, how many jobs she takes at a time.
    """
    return replace(
        before,
        variants=_variants(before.variants, after.variants),
        photo_ids=_photos(before, after),
        capacity=after.capacity,
    )


def _photos(before: Content, after: Content) -> tuple[Any, ...]:
    """Return her order as far as nothing new is in it; never an empty gallery."""
    known = set(before.photo_ids)
    kept = tuple(one for one in after.photo_ids if one in known)
    return kept or before.photo_ids


def _variants(
    before: tuple[VariantPart, ...], after: tuple[VariantPart, ...]
) -> tuple[VariantPart, ...]:
    wanted = {part.choice: part for part in after}
    return tuple(_variant(part, wanted.get(part.choice, part)) for part in before)


def _variant(old: VariantPart, new: VariantPart) -> VariantPart:
    if old.mode != new.mode:
        return old
    return replace(
        old,
        stock=new.stock,
        stock_seen=new.stock_seen,
        price_minor=min(old.price_minor, new.price_minor),
        lead_days=new.lead_days,
        weekly=new.weekly,
    )

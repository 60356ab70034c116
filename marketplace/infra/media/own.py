"""Pictures of drawings of our own: for a process that needs nothing else of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from marketplace.infra.media import images
from marketplace.infra.media.ornament import demo_photo

if TYPE_CHECKING:
    from marketplace.infra.media.picture import Picture


class Drawing(NamedTuple):
    """What `demo_photo` is told; `size` in px, `field` as `#rrggbb`."""

    kind: str
    seed: int
    size: int
    field: str | None = None
    closer: bool = False


def own_picture(drawing: Drawing) -> Picture:
    """Return a drawing with the files a photo of a thing would have."""
    kind, seed, size, field, closer = drawing
    return images.own_set(demo_photo(kind, seed, size, field, closer=closer))

"""Photos: taken in, worked on, shown on things, and forgotten."""

from marketplace.catalog.services.photos.files import dropped, forget
from marketplace.catalog.services.photos.forms import take_in
from marketplace.catalog.services.photos.pixels import (
    make_avif,
    order_remakes,
    remake,
    work_on,
)
from marketplace.catalog.services.photos.rows import remember
from marketplace.catalog.services.photos.sweeping import sweep
from marketplace.catalog.services.photos.things import attach, copies

__all__ = [
    "attach",
    "copies",
    "dropped",
    "forget",
    "make_avif",
    "order_remakes",
    "remake",
    "remember",
    "sweep",
    "take_in",
    "work_on",
]

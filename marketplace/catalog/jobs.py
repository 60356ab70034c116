"""Background work of this domain."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from marketplace.catalog.services import (
    counts,
    imports,
    looking,
    looks,
    photos,
    ratings,
    reviews,
    search,
    searches,
    sharing,
    unfinished,
)
from marketplace.infra.jobs import registry


@registry.handles(search.JOB)
def index_changes(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Bring the search entries of what has changed up to date (safe to repeat)."""
    search.index_changes()


@registry.handles(counts.JOB, every=timedelta(hours=1))
def count(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Count what is on sale in each place (the same numbers every time)."""
    counts.recount()


@registry.handles("catalog.reviews", every=timedelta(minutes=5))
def open_reviews(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Show the reviews whose time has come, count where any has moved (safe to repeat)."""
    reviews.open_due()
    ratings.recount()


@registry.handles("catalog.answer", in_transaction=True)
def tell_decided(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Tell her the answer to a thing or a change, unless it was taken back."""
    at = datetime.fromisoformat(payload["at"])
    looking.answer(payload["kind"], uuid.UUID(payload["id"]), at)


@registry.handles("catalog.photo")
def work_on_photo(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Make a received photo ready, or note why it cannot be (safe to repeat)."""
    photos.work_on(uuid.UUID(payload["id"]))


@registry.handles("catalog.avif", lease=timedelta(minutes=3))
def make_avif(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Make the smaller AVIF files of a photo (the same files every time)."""
    photos.make_avif(payload["key"])


@registry.handles(imports.JOB, lease=timedelta(minutes=15))
def add_rows(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Add the next rows of a table (a row that was added is not added again)."""
    imports.work(uuid.UUID(payload["id"]))


@registry.handles("catalog.forget_imports", every=timedelta(hours=1))
def forget_imports(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete tables and their files after a week (safe to repeat)."""
    imports.forget_old()


@registry.handles("catalog.forget_looks", every=timedelta(days=1))
def forget_looks(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete counts of looks after three months (safe to repeat)."""
    looks.forget_old()


@registry.handles("catalog.forget_unfinished", every=timedelta(days=1))
def forget_unfinished(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Forget forms nobody has gone on with for a week (safe to repeat)."""
    unfinished.forget_old()


@registry.handles("catalog.forget_picture")
def forget_picture(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Delete the files of a picture nothing shows any more (safe to repeat)."""
    photos.forget(payload["key"], payload["files"])


@registry.handles(
    "catalog.sweep_photos", every=timedelta(days=1), lease=timedelta(hours=1)
)
def sweep_photos(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete uploads, files and photos that are left over (safe to repeat)."""
    photos.sweep()


@registry.handles(
    "catalog.sweep_cards", every=timedelta(days=1), lease=timedelta(hours=1)
)
def sweep_cards(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Delete share cards of a month ago; each can be drawn again (safe to repeat)."""
    sharing.sweep_cards()


@registry.handles(
    "catalog.order_remakes", in_transaction=True, every=timedelta(hours=1)
)
def order_remakes(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Ask for pictures of an older recipe to be made anew."""
    photos.order_remakes()


@registry.handles("catalog.remake", lease=timedelta(minutes=3))
def remake(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Bring one picture to today's recipe (the same files every time)."""
    photos.remake(payload["key"])


@registry.handles("catalog.rebuild_index", lease=timedelta(minutes=15))
def rebuild_index(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Write the whole index anew (the same index every time)."""
    search.rebuild()


@registry.handles(
    "catalog.heal_index", every=timedelta(minutes=1), lease=timedelta(minutes=15)
)
def heal_index(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Rebuild the search index when it is missing, damaged or of an older kind."""
    search.rebuild_if_stale()


@registry.handles("catalog.tell_searchers", every=timedelta(hours=1))
def tell_searchers(_job_id: uuid.UUID, _payload: dict[str, Any]) -> None:
    """Tell people of what is new for the searches they keep (each thing once)."""
    searches.tell_new()

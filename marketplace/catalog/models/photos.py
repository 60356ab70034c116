"""Photos of listings. The pixels are in the media storage, below `key`."""

import uuid
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class Photo(Model):
    """One picture of a shop: received → ready, or failed with a code.

    Ready: checked, upright, without metadata; `files` lists what is stored as [width px,
    extension, bytes]. Until then `key` is empty and the upload waits in staging under the
    row's id. Only a ready photo is on a listing (the database sees to it); one that is
    still to be worked on notes in `waits_for_id` where it goes, at `position`. Both are
    empty while the form around it is not finished: a refused form keeps its good photos.

    `facts` of a failed one explain the code; of a ready one `advice` lists what could be
    better (`media.advice`).

    `client_id` is the browser's own name for the upload, `sha256` that of its raw bytes.
    """

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'ready', 'failed')", name="known_state"),
        CheckConstraint(
            "state = 'ready' OR listing_id IS NULL", name="only_ready_on_a_listing"
        ),
        UniqueConstraint("shop_id", "client_id"),
        Index("ix_photos_listing", "listing_id", "position"),
        Index("ix_photos_upload", "shop_id", "sha256"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"), index=True)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listings.id"))
    # A wish, not yet a bond: it becomes `listing_id`, and only that is a foreign key.
    waits_for_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(default=0)
    client_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    sha256: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="ready")
    code: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    tries: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(index=True, default="")
    recipe: Mapped[int] = mapped_column(default=0)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    colour: Mapped[str] = mapped_column(default="")
    placeholder: Mapped[str] = mapped_column(default="")
    likeness: Mapped[str] = mapped_column(default="")
    mirrored: Mapped[str] = mapped_column(default="")
    files: Mapped[list[Any]] = mapped_column(JSON, default=list)
    alt: Mapped[str] = mapped_column(default="")

    @property
    def advice(self) -> list[str]:
        """What could be better, in codes; nothing of a photo that cannot be used."""
        return list(self.facts.get("advice", ())) if self.state == "ready" else []

    @property
    def thumb(self) -> str:
        """The address of the smallest picture; empty until it is ready."""
        widths = [int(width) for width, ext, _size in self.files if ext == "webp"]
        return f"/media/{self.key}/{min(widths)}.webp" if widths else ""

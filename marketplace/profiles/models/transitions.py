"""One row for each state change of anything."""

import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk


class Transition(Model):
    """Who moved what from which state to which, for whom, and why.

    `actor_id` is empty when a timer or the buyer behind a secret link did it.
    """

    __tablename__ = "transitions"
    __table_args__ = (Index("ix_transitions_of", "kind", "subject_id", "created_at"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    on_behalf_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

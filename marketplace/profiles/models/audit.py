"""The log: what sensitive things were done, by whom, for whom, from where."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime


class AuditEvent(Model):
    """One link of the chain: `digest` is made from its own fields and `previous`.

    `person_id` is whose affairs it is about, `subject_id` the thing (an application, a
    shop, a grant). `details` holds before and after, never a password or a full contact.
    The database refuses to change or delete rows; `audit.problems` finds what was done
    past it.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_person", "person_id", "seq"),
        Index("ix_audit_events_actor", "actor_id", "seq"),
        Index("ix_audit_events_kind", "kind", "seq"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    on_behalf_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    subject_id: Mapped[uuid.UUID | None]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"))
    address: Mapped[str] = mapped_column(default="")
    device: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous: Mapped[str]
    digest: Mapped[str]

    def fields(self) -> dict[str, Any]:
        """Return what the digest is made from."""
        return {
            "seq": self.seq,
            "at": self.at.isoformat(),
            "kind": self.kind,
            "actor": self.actor_id,
            "on_behalf_of": self.on_behalf_of_id,
            "person": self.person_id,
            "subject": self.subject_id,
            "lab": self.lab_id,
            "address": self.address,
            "device": self.device,
            "details": self.details,
        }


class AuditHead(Model):
    """Where the chain ends: one row, so that a missing tail is noticed."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]

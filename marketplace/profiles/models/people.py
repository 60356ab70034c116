"""Accounts and what they are allowed."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, UtcDateTime, created_at, uuid_pk


class Person(Model):
    """An account; one table for residents, buyers and staff.

    `name` is for the Lab and for parcels, never for public pages: those show a shop's
    alias. `phone` is in E.164, `email` in lower case; one of the two is there until the
    account is closed: then both are empty and the name is «removed», the row stays for
    the books. `recovery_locked` is her wish that no Lab may ever recover the account.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint(
            "phone IS NOT NULL OR email IS NOT NULL OR closed_at IS NOT NULL",
            name="reachable",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str]
    language: Mapped[str]
    recovery_locked: Mapped[bool] = mapped_column(default=False)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Model):
    """A role somebody holds in one Lab. Only network lead and admin go without a Lab."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("person_id", "role", "lab_id"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"))

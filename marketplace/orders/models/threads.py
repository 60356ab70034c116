"""Conversations between a buyer and a shop."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.catalog.models import Listing
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.profiles.models import Shop


class Thread(Model):
    """One conversation: about a question, a quote, an order.

    `secret` opens it without an account. Contacts are hidden until an order of it is
    paid. `order_id` is of an order of things that is talked about here; work knows its
    conversation itself. A reported one is `frozen_at` until the Lab has looked;
    `blocked_by` is «buyer», «seller» or empty. Each side has its own moment of reading,
    and its own of deleting: what is older is gone for that side.
    """

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("phone <> '' OR email <> ''", name="reachable"),
        CheckConstraint("blocked_by IN ('', 'buyer', 'seller')", name="known_blocker"),
        Index("ix_threads_shop", "shop_id", "changed_at"),
        Index("ix_threads_person", "person_id", "changed_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    secret: Mapped[str] = mapped_column(unique=True)
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"), index=True)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listings.id"))
    order_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("orders.id"), unique=True
    )
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    last_by: Mapped[str] = mapped_column(default="")
    buyer_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seller_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    buyer_gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seller_gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_buyer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_seller_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    blocked_by: Mapped[str] = mapped_column(default="")

    def unread_for(self, side: str) -> bool:
        """Whether somebody else has said something this side has not read."""
        read = self.buyer_read_at if side == "buyer" else self.seller_read_at
        return self.last_by not in {"", side} and (
            read is None or read < self.changed_at
        )

    shop: Mapped[Shop] = relationship(lazy="raise")
    listing: Mapped[Listing | None] = relationship(lazy="raise")
    messages: Mapped[list["Message"]] = relationship(
        lazy="raise", order_by="Message.created_at"
    )


class Message(Model):
    """What somebody says or does; `kind` names what it is about, if not only words.

    The text is kept as it was written; `covered` is the same with its contacts hidden,
    where there are any: what the other side sees until money has come. `about_id` is
    the offer, the change or the order it is about.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("who IN ('buyer', 'seller', 'lab')", name="known_who"),
        Index("ix_messages_thread", "thread_id", "created_at"),
        Index("ix_messages_about", "about_id", "kind", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    thread_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE")
    )
    who: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(default="words")
    text: Mapped[str] = mapped_column(default="")
    covered: Mapped[str | None]
    about_id: Mapped[uuid.UUID | None]

    files: Mapped[list["Attachment"]] = relationship(
        lazy="raise", order_by="Attachment.position"
    )


class Attachment(Model):
    """A file that was sent: pictures made anew, others only to download."""

    __tablename__ = "attachments"
    __table_args__ = (CheckConstraint("size > 0", name="size_above_zero"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    message_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]


class Block(Model):
    """A buyer a shop does not want to hear from: by account, phone or e-mail."""

    __tablename__ = "blocks"
    __table_args__ = (UniqueConstraint("shop_id", "contact", name="uq_blocks_contact"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"), index=True)
    contact: Mapped[str]


class Report(Model):
    """Somebody says that a conversation is not all right; a Lab looks at it."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("who IN ('buyer', 'seller')", name="known_who"),
        Index("ix_reports_lab", "lab_id", "decided_at", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"), index=True)
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    who: Mapped[str]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    decision: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

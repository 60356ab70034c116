"""What a Lab asks of an application, and its ready answers: data, not code."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, created_at, uuid_pk


class ChecklistItem(Model):
    """One thing a Lab asks. Those without a Lab are copied to every new one.

    `kind` is one of `rules.checklist.KINDS`. A switched-off item stays for the
    applications that have answered it.
    """

    __tablename__ = "checklist_items"
    __table_args__ = (
        Index("ix_checklist_items_of", "lab_id", "position"),
        CheckConstraint(
            "kind IN ('statement', 'text', 'upload', 'course', 'check')",
            name="known_kind",
        ),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"))
    kind: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    required: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)

    texts: Mapped[list["ChecklistText"]] = relationship(lazy="raise")


class ChecklistText(Model):
    """An item's title and hint in one language."""

    __tablename__ = "checklist_texts"

    item_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("checklist_items.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")


class ReplyText(Model):
    """A ready answer for one decision; without a Lab it is there for all of them."""

    __tablename__ = "reply_texts"
    __table_args__ = (Index("ix_reply_texts_of", "decision", "lab_id", "position"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    lab_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("labs.id"))
    decision: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    words: Mapped[list["ReplyWords"]] = relationship(lazy="raise")


class ReplyWords(Model):
    """A ready answer in one language: what the coordinator picks, what she reads."""

    __tablename__ = "reply_words"

    reply_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reply_texts.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]

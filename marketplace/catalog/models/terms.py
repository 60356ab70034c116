"""Materials, colours and care as data, and the words a coordinator looks at twice."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Model, created_at, uuid_pk


class Term(Model):
    """A material, a colour or a way of care; `swatch` is `#rrggbb` of a colour.

    One that is not `active` is not offered any more; things that have it keep it.
    """

    __tablename__ = "terms"
    __table_args__ = (
        CheckConstraint("kind IN ('material', 'colour', 'care')", name="known_kind"),
    )

    id: Mapped[uuid_pk]
    kind: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    swatch: Mapped[str] = mapped_column(default="")

    texts: Mapped[list["TermText"]] = relationship(lazy="raise")


class TermText(Model):
    """A term's name in one language."""

    __tablename__ = "term_texts"

    term_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("terms.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class WatchedWord(Model):
    """A word that is shown to the coordinator who looks at a text; «word*» is a beginning."""

    __tablename__ = "watched_words"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    word: Mapped[str] = mapped_column(unique=True)

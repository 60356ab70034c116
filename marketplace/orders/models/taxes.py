"""How much a seller may turn over in a year under her tax regime: data, never code."""

import uuid
from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, created_at, uuid_pk
from marketplace.money import Money


class TaxLimit(Model):
    """The limit of a regime from a day on; never changed, only added.

    `yearly_minor` of zero lifts the limit. The notes say where the number is from.
    """

    __tablename__ = "tax_limits"
    __table_args__ = (
        CheckConstraint("yearly_minor >= 0", name="not_negative"),
        Index("ix_tax_limits_regime", "regime", "valid_from"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    regime: Mapped[str]
    valid_from: Mapped[date]
    yearly_minor: Mapped[int] = mapped_column(BigInteger)
    note_ky: Mapped[str] = mapped_column(default="")
    note_ru: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))

    @property
    def yearly(self) -> Money:
        """How much may be turned over in a calendar year."""
        return Money(self.yearly_minor)

    @property
    def notes(self) -> dict[str, str]:
        """The note by language; languages without one are left out."""
        every = {"ky": self.note_ky, "ru": self.note_ru, "en": self.note_en}
        return {language: note for language, note in every.items() if note}

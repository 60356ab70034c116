"""What an offer says, how long it holds, where its parts stand."""

from dataclasses import dataclass
from datetime import timedelta

from marketplace.catalog.rules import check_price
from marketplace.errors import Invalid
from marketplace.money import Money

VALID = (3, 7, 14, 30)  # days an offer can hold
USUAL = 7
MAX_PARTS = 6
MAX_DAYS = 365
MAX_REVISIONS = 9
MOST_TEXT = 2000
WANTED_OPEN = timedelta(days=30)
PLACES = ("remote", "lab", "buyer", "post")
# Where a part of an offer stands, by the state of the order that carries it.
_PARTS = {
    "needs_brief": "funded",
    "in_progress": "in_progress",
    "delivered": "delivered",
    "revision_requested": "revision",
    "accepted": "accepted",
    "completed": "accepted",
}


@dataclass(frozen=True)
class Part:
    """A part of an offer: paid, done and accepted by itself. Minor units."""

    title: str
    price_minor: int
    days: int


@dataclass(frozen=True)
class OfferTerms:
    """What is offered. With several parts price and days are their sums."""

    text: str
    price_minor: int
    days: int
    revisions: int = 1
    place: str = "remote"
    delivery_minor: int = 0
    valid_days: int = USUAL
    parts: tuple[Part, ...] = ()

    def checked(self) -> "OfferTerms":
        """Return it with at least one part.

        Raises Invalid: "note_needed", "words_long", "price_range", "days_range",
        "place_needed", "offer_valid", "too_many_parts", "part_title".
        """
        if not self.text.strip():
            raise Invalid("note_needed", field="text")
        if len(self.text) > MOST_TEXT:
            raise Invalid("words_long", field="text", most=MOST_TEXT)
        self._check_terms()
        parts = self.parts or (Part("", self.price_minor, self.days),)
        if len(parts) > MAX_PARTS:
            raise Invalid("too_many_parts", most=MAX_PARTS)
        for part in parts:
            _check(part, alone=len(parts) == 1)
        return OfferTerms(
            self.text.strip(),
            sum(part.price_minor for part in parts),
            sum(part.days for part in parts),
            self.revisions,
            self.place,
            self.delivery_minor,
            self.valid_days,
            parts,
        )

    def _check_terms(self) -> None:
        if self.place not in PLACES:
            raise Invalid("place_needed", field="place")
        if self.valid_days not in VALID:
            raise Invalid("offer_valid", field="valid_days")
        if not 0 <= self.revisions <= MAX_REVISIONS:
            raise Invalid("revisions_range", field="revisions")
        if self.delivery_minor:
            check_price(Money(self.delivery_minor))


def _check(part: Part, *, alone: bool) -> None:
    check_price(Money(part.price_minor))
    if not 1 <= part.days <= MAX_DAYS:
        raise Invalid("days_range", field="days")
    if not alone and not part.title.strip():
        raise Invalid("part_title", field="parts")


def may_begin_anew(state: str, *, paid: bool) -> bool:
    """Whether a part whose order ended may be ordered once more: nobody had paid it."""
    return state in {"expired", "cancelled"} and not paid


def part_state(order_state: str | None) -> str:
    """Return planned, funded, in_progress, delivered, revision or accepted."""
    return _PARTS.get(order_state or "", "planned")

"""What is asked of a search, as it stands in the address of its page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

LONGEST = 200  # characters of the words
FACETS = (
    "kind",
    "category",
    "technique",
    "material",
    "colour",
    "lab",
    "price",
    "ready",
    "abroad",
)
SORTS = ("relevance", "newest", "cheapest", "dearest", "rating")
ONE_ONLY = frozenset({"kind"})  # a thing is a product or a service: a tab each
_MOST = 20  # values of one filter; our links have a few
_VALUE = 80  # characters
Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """Words, filters and order. Of one filter any value will do."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = SORTS[0]
    as_typed: bool = False

    @classmethod
    def read(cls, args: Mapping[str, Sequence[str]]) -> "Asked":
        """Read it from an address; what makes no sense there counts as not said."""
        filters = {name: _values(args.get(name, ())) for name in FACETS}
        sort = _first(args, "sort")
        return cls(
            text=" ".join(_first(args, "q").split())[:LONGEST],
            filters={name: values for name, values in filters.items() if values},
            sort=sort if sort in SORTS else SORTS[0],
            as_typed=_first(args, "typed") == "1",
        )

    def pairs(self) -> list[Pair]:
        """Return the arguments of its address, always in one order."""
        found = [("q", self.text)]
        for name in FACETS:
            found += [(name, value) for value in self.filters.get(name, ())]
        if self.sort != SORTS[0]:
            found.append(("sort", self.sort))
        if self.as_typed:
            found.append(("typed", "1"))
        return found

    def has(self, facet: str, value: str) -> bool:
        """Whether a value of a filter is chosen."""
        return value in self.filters.get(facet, ())

    def toggled(self, facet: str, value: str) -> "Asked":
        """Return it with a value chosen, or no longer chosen."""
        chosen = self.filters.get(facet, ())
        if value in chosen:
            left = tuple(one for one in chosen if one != value)
        elif facet in ONE_ONLY:
            left = (value,)
        else:
            left = tuple(sorted((*chosen, value)))
        return self.filtered({**self.filters, facet: left})

    def without(self, facet: str) -> "Asked":
        """Return it without a filter."""
        return self.filtered({**self.filters, facet: ()})

    def filtered(self, filters: Mapping[str, Iterable[str]]) -> "Asked":
        """Return it with these filters only."""
        kept = {name: tuple(values) for name, values in filters.items()}
        return replace(self, filters={name: one for name, one in kept.items() if one})

    def ordered(self, sort: str) -> "Asked":
        """Return it in another order."""
        return replace(self, sort=sort)

    def typed(self) -> "Asked":
        """Return it to be taken as it is written, slips and all."""
        return replace(self, as_typed=True)


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(args.get(name, ())), "")


def _values(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in given if 0 < len(value) <= _VALUE})[:_MOST])

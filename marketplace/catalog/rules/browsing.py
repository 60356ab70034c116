"""What a reader may narrow a list to, and how it is ordered. All of it is in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

WISHES = ("sort", "ready", "abroad", "price")  # what an address may hold
SORTS = ("new", "cheap", "dear")
# In minor units: from, below. `listings.price_band` repeats the key: with other limits a
# migration writes it anew.
BANDS: dict[str, tuple[int, int | None]] = {
    "1": (0, 100_000),
    "2": (100_000, 300_000),
    "3": (300_000, 1_000_000),
    "4": (1_000_000, None),
}


def band_of(minor: int) -> int:
    """Return the key of the band a price is in, as a number."""
    return next(
        int(key) for key, (_, high) in BANDS.items() if high is None or minor < high
    )


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see: ready things, things that go abroad, of some price."""

    sort: str = "new"
    ready: bool = False
    abroad: bool = False
    price: str = ""  # a key of BANDS

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """Read it from an address; what is none of ours is left out."""
        sort, price = args.get("sort", ""), args.get("price", "")
        return cls(
            sort=sort if sort in SORTS else "new",
            ready=args.get("ready") == "1",
            abroad=args.get("abroad") == "1",
            price=price if price in BANDS else "",
        )

    @property
    def args(self) -> dict[str, str]:
        """Write it into an address; what is as always stays out of it."""
        said = {
            "sort": "" if self.sort == "new" else self.sort,
            "ready": "1" if self.ready else "",
            "abroad": "1" if self.abroad else "",
            "price": self.price,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether some things are left out."""
        return self.ready or self.abroad or bool(self.price)

    def but(self, **changes: str | bool) -> dict[str, str]:
        """Return the address of the same wish with something changed."""
        return replace(self, **changes).args  # type: ignore[arg-type]

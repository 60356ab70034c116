"""Which ways to pay a basket can take: what the Labs offer, and where parcels go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HOME = "KG"
WORK = "work"  # how what is done comes: it is paid before, or not begun


@dataclass(frozen=True)
class Parcel:
    """What decides of one parcel: its Lab, what that takes, and how it comes."""

    lab: Any
    channels: frozenset[str]
    has_account: bool
    delivery: str
    country: str = HOME


def offered(parcels: Sequence[Parcel], machines: Sequence[str]) -> list[str]:
    """Return the ways to pay for these parcels, the quickest first.

    Cash at the Lab: everything is picked up there. Cash to the maker: something is
    handed over, in the country. A transfer goes to the first Lab that takes them.
    """
    ways = list(machines)
    if transfer_lab(parcels) is not None:
        ways.append("transfer")
    if not parcels:
        return ways
    one_lab = len({parcel.lab for parcel in parcels}) == 1
    picked_up = all(parcel.delivery == "pickup" for parcel in parcels)
    if one_lab and picked_up and "cash" in parcels[0].channels:
        ways.append("cash_lab")
    handed_over = all(
        parcel.delivery in {"post", "pickup"}
        and parcel.country == HOME
        and "cod" in parcel.channels
        for parcel in parcels
    )
    return [*ways, "cod"] if handed_over else ways


def transfer_lab(parcels: Sequence[Parcel]) -> Any | None:
    """Return the Lab whose account a transfer for these parcels goes to."""
    for parcel in parcels:
        if "transfer" in parcel.channels and parcel.has_account:
            return parcel.lab
    return None

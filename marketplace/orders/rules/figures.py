"""What figures may say of people: nothing of a few, not even by subtraction."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
LEAST = 5  # people a figure must be about (ux.md §9)


def few(people: int) -> bool:
    """Whether a figure about so many people would tell of each of them."""
    return 0 < people < LEAST


def summed_up(people: Mapping[K, int]) -> frozenset[K]:
    """Return the groups that go into a sum, where each large one tells its own figure.

    Taking those from the sum must not leave what a few have: so small groups are in it
    only where they are enough people together.
    """
    small = {key for key, number in people.items() if few(number)}
    alone = few(sum(people[key] for key in small))
    return frozenset(people) - small if alone else frozenset(people)


def kept_back(people: Mapping[K, int]) -> frozenset[K]:
    """Return the groups whose figures are not told.

    Beside the small ones so many others, the smallest first, that what is missing from
    the sum of all is about enough people, too.
    """
    small = [key for key, number in people.items() if few(number)]
    together = sum(people[key] for key in small)
    others = sorted(
        (key for key, number in people.items() if number >= LEAST),
        key=lambda key: people[key],
    )
    for key in others:
        if not few(together):
            break
        small.append(key)
        together += people[key]
    return frozenset(small)

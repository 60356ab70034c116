"""About three hundred listings, put together from the hand-written things.

Nothing is random: the same call gives the same listings on every machine.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from marketplace.cli.demo.categories import CATEGORIES
from marketplace.cli.demo.residents import residents
from marketplace.cli.demo.said import Said
from marketplace.cli.demo.scenes import scene
from marketplace.cli.demo.services import SERVICES
from marketplace.cli.demo.things_felt import FELT
from marketplace.cli.demo.things_gifts import GIFTS
from marketplace.cli.demo.things_home import HOME
from marketplace.cli.demo.things_small import CARRIED, PAPER
from marketplace.cli.demo.things_wear import WEAR
from marketplace.cli.demo.variations import (
    CARE,
    COLOURS,
    DOLL_NAMES,
    MOTIFS,
    size_sentence,
)

if TYPE_CHECKING:
    from marketplace.cli.demo.thing import Offer, Service, Thing
    from marketplace.cli.demo.variations import Colour

THINGS = (*FELT, *WEAR, *HOME, *CARRIED, *GIFTS, *PAPER)
_EACH = 5  # variations of a thing, where it has that many colours
_DEARER = 0.35  # what one size more adds to the price
_SEED = {colour.key: number for number, colour in enumerate(COLOURS)}


@dataclass(frozen=True, slots=True)
class DemoListing:
    """A listing. Of equal (photo_kind, photo_seed) the photo is the same."""

    slug: str
    kind: str  # "product" or "service"
    category: str
    resident: str  # her login
    titles: dict[str, str]  # by language, only those present; "ky" always is
    descriptions: dict[str, str]
    price: int  # whole som
    stock: int  # of a service: how many she takes at a time
    ready_days: int
    photo_kind: str
    photo_seed: int  # of a product: the place of its colour in COLOURS


@dataclass(frozen=True, slots=True)
class _Draft:
    slug: str
    category: str
    title: Said
    description: Said
    price: int
    stock: int
    days: int
    scene: str
    seed: int


def listings() -> list[DemoListing]:
    """Return all listings, products first; every leaf category and maker has some."""
    drafts = [*_products(), *_services()]
    kinds = {one.slug: one.kind for one in CATEGORIES}
    makers = _makers(drafts)
    return [
        _listing(number, draft, kinds[draft.category], makers[number])
        for number, draft in enumerate(drafts)
    ]


def _products() -> list[_Draft]:
    return [
        _variation(thing, turn, nth)
        for turn, thing in enumerate(THINGS)
        for nth in range(min(_EACH, len(thing.colours)))
    ]


def _services() -> list[_Draft]:
    numbered = count()
    return [
        _offer(service, offer, next(numbered))
        for service in SERVICES
        for offer in service.offers
    ]


def _variation(thing: Thing, turn: int, nth: int) -> _Draft:
    step = (turn + nth * 3) if len(thing.colours) == len(COLOURS) else nth
    colour = COLOURS[_SEED[thing.colours[step % len(thing.colours)]]]
    bigger = nth % len(thing.sizes)
    size = thing.sizes[bigger]
    price = thing.price * (1 + _DEARER * bigger)
    return _Draft(
        slug=f"{thing.key}-{nth + 1}",
        category=thing.category,
        title=_title(thing, colour, turn + nth),
        description=thing.about.then(size_sentence(size), CARE[thing.care]),
        price=round(price / 50) * 50,
        stock=1 + (turn + nth * 5) % thing.stock,
        days=thing.days,
        scene=scene(thing.key),
        seed=_SEED[colour.key],
    )


def _title(thing: Thing, colour: Colour, turn: int) -> Said:
    if thing.named:
        return _quoted(thing.name, DOLL_NAMES[turn % len(DOLL_NAMES)]).capital()
    coloured = colour.before(thing.name, thing.gender)
    if thing.motif:
        coloured = _quoted(coloured, MOTIFS[turn % len(MOTIFS)])
    return coloured.capital()


def _quoted(name: Said, own: Said) -> Said:
    quoted = Said(f"«{own.ky}»", f"«{own.ru}»", f"“{own.en}”")
    return name.then(quoted)


def _offer(service: Service, offer: Offer, number: int) -> _Draft:
    title = Said(
        *(", ".join(pair) for pair in zip(service.name, offer.tail, strict=True))
    )
    return _Draft(
        slug=f"{service.key}-{offer.price}",
        category=service.category,
        title=title,
        description=service.about,
        price=offer.price,
        stock=1 + number % 4,
        days=offer.days,
        scene="service",
        seed=number % len(COLOURS),
    )


def _makers(drafts: list[_Draft]) -> list[str]:
    """Give every listing to the least busy maker who works in its category."""
    busy: Counter[str] = Counter()
    chosen = []
    for draft in drafts:
        able = [one.login for one in residents() if draft.category in one.techniques]
        login = min(able, key=lambda one: (busy[one], one))
        busy[login] += 1
        chosen.append(login)
    return chosen


def _languages(number: int) -> tuple[str, ...]:
    if number % 12 == 5:
        return ("ky",)
    return ("ky", "ru") if number % 12 in (2, 9) else ("ky", "ru", "en")


def _listing(number: int, draft: _Draft, kind: str, resident: str) -> DemoListing:
    present = _languages(number)
    return DemoListing(
        slug=draft.slug,
        kind=kind,
        category=draft.category,
        resident=resident,
        titles={one: getattr(draft.title, one) for one in present},
        descriptions={one: getattr(draft.description, one) for one in present},
        price=draft.price,
        stock=draft.stock,
        ready_days=draft.days,
        photo_kind=draft.scene,
        photo_seed=draft.seed,
    )

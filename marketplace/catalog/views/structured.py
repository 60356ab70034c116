"""What a page says to search engines: schema.org, in the words of the page itself.

Only what a stranger reads on the page anyway: an alias, never a name; a Lab's address,
never hers.
"""

import json
import textwrap
from collections.abc import Iterable
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from marketplace.catalog import queries
from marketplace.catalog.queries import ListingView, Section, ShopView
from marketplace.catalog.queries.units import PackageView, UnitView
from marketplace.catalog.rules import Mode
from marketplace.money import Money
from marketplace.profiles.queries import LabView
from marketplace.web.links import absolute, at

Said = dict[str, Any]
LONGEST = 500  # letters of a description
_IN_STOCK, _SOLD_OUT = "https://schema.org/InStock", "https://schema.org/OutOfStock"
_TO_ORDER = "https://schema.org/MadeToOrder"


def of_listing(listing: ListingView) -> Markup:
    """Return a thing or a service with its offers, and where it stands."""
    section, parent = queries.section(listing.section_slug)
    service = listing.kind == "service"
    said: Said = {
        "@type": "Service" if service else "Product",
        "name": listing.title,
        "description": textwrap.shorten(listing.description, LONGEST, placeholder="…"),
        "url": _address(listing.slug, "catalog.listing"),
        "image": [absolute(photo.src) for photo in listing.photos],
        "offers": [*map(_unit, listing.units), *map(_package, listing.packages)],
        "provider" if service else "brand": {
            "@type": "Organization",
            "name": listing.seller.alias,
            "url": _address(listing.seller.slug, "catalog.shop"),
        },
        "category": listing.section,
    }
    if listing.materials and not service:
        said["material"] = ", ".join(listing.materials)
    if listing.stars:
        said["aggregateRating"] = _rating(listing.stars, listing.review_count)
    above = [part for part in (parent, section) if part]
    return _written([said, _crumbs(above, listing.title)])


def of_shop(shop: ShopView) -> Markup:
    """Return who makes these things."""
    said: Said = {
        "@type": "Organization",
        "name": shop.alias,
        "url": _address(shop.address, "catalog.shop"),
        "logo": _address(shop.avatar, "media.avatar"),
        "parentOrganization": {
            "@type": "Organization",
            "name": shop.lab,
            "url": _address(shop.lab_slug, "catalog.lab"),
        },
    }
    if shop.story:
        said["description"] = shop.story
    if shop.stars:
        said["aggregateRating"] = _rating(shop.stars, shop.reviews)
    return _written([said])


def of_lab(lab: LabView) -> Markup:
    """Return a Lab: its address and phone are for everybody."""
    said: Said = {
        "@type": "Organization",
        "name": lab.name,
        "url": _address(lab.slug, "catalog.lab"),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": lab.address,
            "addressRegion": lab.region,
            "addressCountry": "KG",
        },
        "telephone": lab.phone,
        "description": lab.about,
    }
    return _written([{key: value for key, value in said.items() if value}])


def of_category(section: Section, parent: Section | None) -> Markup:
    """Return where a category stands."""
    return _written([_crumbs([parent] if parent else [], section.name)])


def _unit(unit: UnitView) -> Said:
    there = _TO_ORDER if unit.mode == Mode.MADE_TO_ORDER else _IN_STOCK
    state = there if unit.can_be_had else _SOLD_OUT
    return _offer(unit.label, unit.price) | {"availability": state}


def _package(package: PackageView) -> Said:
    return _offer(package.name, package.price)


def _offer(name: str, price: Money) -> Said:
    whole, cents = divmod(price.minor, 100)
    said = {
        "@type": "Offer",
        "price": f"{whole}.{cents:02d}",
        "priceCurrency": price.currency,
    }
    return said | {"name": name} if name else said


def _rating(stars: float, many: int) -> Said:
    return {"@type": "AggregateRating", "ratingValue": stars, "reviewCount": many}


def _crumbs(above: Iterable[Section], last: str) -> Said:
    """The places above, each with its address, and the page itself without one."""
    steps: list[Said] = [
        {"name": one.name, "item": _address(one.slug, "catalog.category")}
        for one in above
    ]
    places = enumerate([*steps, {"name": last}], 1)
    listed = [{"@type": "ListItem", "position": n, **step} for n, step in places]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _address(slug: str, endpoint: str) -> str:
    return absolute(at(slug, endpoint))


def _written(graph: list[Said]) -> Markup:
    """Write it for a <script>: what could end the script is escaped."""
    said = {"@context": "https://schema.org", "@graph": graph}
    return htmlsafe_json_dumps(said, dumps=_dumps)


def _dumps(said: Said, **_more: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

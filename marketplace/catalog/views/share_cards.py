"""Addresses of the pictures that messengers show beside our links.

The mark in an address is made of what the card says, so a card never changes under its
address; an address of older words leads to the card of today. Only what everybody may
see has a card: hide the shop, and it answers as if there had never been one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Response, redirect, send_file
from flask.typing import ResponseReturnValue

from marketplace import i18n
from marketplace.catalog import queries
from marketplace.catalog.queries import Card, ListingView, PhotoView, ShopView
from marketplace.catalog.services import sharing
from marketplace.catalog.services.sharing import ShareCard
from marketplace.catalog.views.files import kept, media_bp
from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.web.access import access
from marketplace.web.links import url_for

LEAST = 630  # px of a photo on a card


@dataclass(frozen=True)
class Shared:
    """What a page says of its card: the address and what stands on it."""

    src: str
    alt: str
    width: int = 1200
    height: int = 630


def of_listing(listing: ListingView) -> Shared | None:
    """Return the card of a thing; None where not everybody may see it."""
    return _of_listing(listing)[0] if listing.seller.public else None


def of_shop(shop: ShopView, newest: Sequence[Card]) -> Shared | None:
    """Return the card of a shop with these things; None where not everybody may see it."""
    return _of_shop(shop, newest)[0] if shop.visibility == "public" else None


def of_home() -> Shared:
    """Return the card of the whole site."""
    return _of_home()[0]


@media_bp.get("/media/c/<language:lang>/l/<slug>/<mark>.jpg")
@access(Access.PUBLIC)
def listing_card(slug: str, mark: str) -> ResponseReturnValue:
    """Send the card of a thing any stranger may open, whoever asks."""
    return _sent(mark, *_of_listing(queries.listing_view(slug)))


@media_bp.get("/media/c/<language:lang>/s/<slug>/<mark>.jpg")
@access(Access.PUBLIC)
def shop_card(slug: str, mark: str) -> ResponseReturnValue:
    """Send the card of a shop."""
    found = queries.shop_view(slug)
    if found.visibility != "public":
        raise NotFound  # its secret link opens the page, for who was given it
    page = queries.newest(None, shop_id=found.id)
    return _sent(mark, *_of_shop(found, page.rows))


@media_bp.get("/media/c/<language:lang>/home/<mark>.jpg")
@access(Access.PUBLIC)
def home_card(mark: str) -> ResponseReturnValue:
    """Send the card of the site."""
    return _sent(mark, *_of_home())


def _sent(mark: str, shared: Shared, card: ShareCard) -> ResponseReturnValue:
    if mark != card.mark:
        answer: Response = redirect(shared.src, 302)  # type: ignore[assignment]
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    return kept(send_file(BytesIO(sharing.drawn(card)), mimetype="image/jpeg"))


def _of_listing(listing: ListingView) -> tuple[Shared, ShareCard]:
    price = i18n.money(listing.price)
    if listing.from_price:
        price = _("from %(price)s", price=price)
    card = ShareCard(
        listing.title,
        price,
        (listing.seller.alias, *_place(listing.lab.name, listing.lab.region)),
        listing.seller.avatar,
        _file(next(iter(listing.photos), None)),
    )
    src = url_for("media.listing_card", slug=listing.slug, mark=card.mark)
    return Shared(src, f"{listing.title}, {price}"), card


def _of_shop(shop: ShopView, newest: Sequence[Card]) -> tuple[Shared, ShareCard]:
    photo = next((one.photo for one in newest if one.photo), None)
    place = _place(shop.lab, shop.region)
    card = ShareCard(shop.alias, "", place, shop.avatar, _file(photo))
    src = url_for("media.shop_card", slug=shop.address, mark=card.mark)
    return Shared(src, ", ".join((shop.alias, *place))), card


def _of_home() -> tuple[Shared, ShareCard]:
    title = _("Felt, shyrdak, sewing and skills from Kyrgyzstan")
    card = ShareCard(title, "", (_("Makers’ Bazaar"),), "home")
    return Shared(url_for("media.home_card", mark=card.mark), title), card


def _place(lab: str, region: str) -> tuple[str, ...]:
    return (lab,) if region in lab else (lab, region)


def _file(photo: PhotoView | None) -> str:
    """Return the smallest stored WebP that fills the card, else the widest."""
    widths = (
        sorted(width for width, ext in photo.files if ext == "webp") if photo else []
    )
    if photo is None or not widths:
        return ""
    width = next((width for width in widths if width >= LEAST), widths[-1])
    return f"{photo.key}/{width}.webp"

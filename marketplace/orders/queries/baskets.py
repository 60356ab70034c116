"""A basket, grouped by shop, with today's prices."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.queries import Card, PhotoView, open_cards, open_to
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.money import Money
from marketplace.orders.models import Basket, BasketItem
from marketplace.orders.models.baskets import hashed
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import LabText, Shop
from marketplace.profiles.queries import address_of, away_to


@dataclass(frozen=True)
class Chosen:
    """One line of a basket."""

    listing_id: uuid.UUID
    variant_id: uuid.UUID
    slug: str
    title: str
    language: str
    price_minor: int
    quantity: int
    stock: int
    photo: PhotoView | None

    @property
    def sum(self) -> Money:
        """Price times quantity."""
        return Money(self.price_minor * self.quantity)

    @property
    def short(self) -> bool:
        """Whether there are fewer than she wants."""
        return self.stock < self.quantity


@dataclass(frozen=True)
class ShopPart:
    """What a basket holds of one shop: one order, one parcel."""

    shop_id: uuid.UUID
    lab_id: uuid.UUID
    alias: str
    shop_slug: str
    lab: str
    address: str
    hours: str
    fee_bps: int
    delivery_minor: int
    away_to: date | None
    items: list[Chosen]

    @property
    def items_minor(self) -> int:
        """The goods, in minor units."""
        return sum(item.sum.minor for item in self.items)

    @property
    def delivery_price(self) -> Money:
        """What sending by post costs."""
        return Money(self.delivery_minor)

    def total(self, delivery: str) -> int:
        """Goods and delivery, in minor units."""
        return self.items_minor + (self.delivery_minor if delivery == "post" else 0)


def basket_parts(basket: Basket | None, reader: Reader = STRANGER) -> list[ShopPart]:
    """Return what can be bought of a basket, grouped by shop, oldest first.

    What is no longer on sale to a reader of these Labs is left out.
    """
    if basket is None:
        return []
    rows = db.session.execute(
        select(
            BasketItem.variant_id,
            BasketItem.quantity,
            Variant.stock,
            Variant.price_minor,
            Variant.listing_id,
            Listing.shop_id,
        )
        .join(Variant, Variant.id == BasketItem.variant_id)
        .join(Listing, Listing.id == Variant.listing_id)
        .where(BasketItem.basket_id == basket.id)
        .order_by(BasketItem.created_at, BasketItem.variant_id)
    ).all()
    ids = [row.listing_id for row in rows]
    shown = {card.id: card for card in open_cards(ids, reader)}
    grouped: dict[uuid.UUID, list[Chosen]] = {}
    for row in rows:
        if row.listing_id in shown:
            chosen = _chosen(shown[row.listing_id], *row[:4])
            grouped.setdefault(row.shop_id, []).append(chosen)
    return _parts(grouped)


def basket_view(token: str | None, reader: Reader = STRANGER) -> list[ShopPart]:
    """Return the basket of a browser."""
    return basket_parts(find_basket(token), reader)


def basket_count(token: str | None, reader: Reader = STRANGER) -> int:
    """Return how many things are in the basket of a browser."""
    if not token:
        return 0
    total = db.session.scalar(
        select(func.sum(BasketItem.quantity))
        .join(Basket, Basket.id == BasketItem.basket_id)
        .join(Variant, Variant.id == BasketItem.variant_id)
        .join(Listing, Listing.id == Variant.listing_id)
        .join(Shop, Shop.id == Listing.shop_id)
        .where(Basket.token_hash == hashed(token), open_to(reader))
    )
    return int(total or 0)


def find_basket(token: str | None) -> Basket | None:
    """Return the basket of a token."""
    if not token:
        return None
    return db.session.scalar(select(Basket).where(Basket.token_hash == hashed(token)))


def _chosen(
    card: Card, variant_id: uuid.UUID, quantity: int, stock: int, price_minor: int
) -> Chosen:
    return Chosen(
        listing_id=card.id,
        variant_id=variant_id,
        slug=card.slug,
        title=card.title,
        language=card.language,
        price_minor=price_minor,
        quantity=quantity,
        stock=stock,
        photo=card.photo,
    )


def _parts(grouped: dict[uuid.UUID, list[Chosen]]) -> list[ShopPart]:
    if not grouped:
        return []
    rows = db.session.scalars(
        select(Shop).options(joinedload(Shop.lab)).where(Shop.id.in_(grouped))
    ).all()
    shops = {row.id: row for row in rows}
    texts = _lab_texts({row.lab_id for row in rows})
    return [_part(shops[shop_id], items, texts) for shop_id, items in grouped.items()]


def _part(
    shop: Shop, items: list[Chosen], texts: dict[uuid.UUID, dict[str, LabText]]
) -> ShopPart:
    lab = pick(texts[shop.lab_id])[1]
    return ShopPart(
        shop.id,
        shop.lab_id,
        shop.alias,
        address_of(shop),
        lab.name,
        lab.address,
        lab.hours,
        shop.lab.fee_bps,
        shop.lab.delivery_minor,
        away_to(shop),
        items,
    )


def _lab_texts(lab_ids: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, LabText]]:
    found: dict[uuid.UUID, dict[str, LabText]] = {}
    for text in db.session.scalars(select(LabText).where(LabText.lab_id.in_(lab_ids))):
        found.setdefault(text.lab_id, {})[text.locale] = text
    return found

"""A basket, grouped by shop, with today's prices."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.queries import (
    Card,
    PhotoView,
    open_cards,
    open_to,
    promise_of,
)
from marketplace.catalog.rules.units import COUNTED
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.money import Money
from marketplace.orders.models import Basket, BasketItem
from marketplace.orders.models.baskets import hashed
from marketplace.orders.rules.delivery import Why, weight_of
from marketplace.permissions import STRANGER, Reader
from marketplace.profiles.models import LabText, Shop
from marketplace.profiles.queries import address_of, away_to
from marketplace.profiles.rules import taxes


@dataclass(frozen=True)
class Chosen:
    """One line of a basket."""

    listing_id: uuid.UUID
    variant_id: uuid.UUID
    slug: str
    title: str
    language: str
    choice: str
    price_minor: int
    seen_minor: int  # the price the buyer has seen last
    quantity: int
    stock: int
    endless: bool  # never sold out: made to order, or a file
    ready_on: date | None  # the promised day of what is made to order
    photo: PhotoView | None
    file_key: str  # where it lies, and how the buyer gets it, if it is a file
    file_name: str
    weight_g: int  # of one; 0 while she has not said
    may_export: bool

    @property
    def is_file(self) -> bool:
        """Whether it is downloaded instead of sent."""
        return bool(self.file_key)

    @property
    def full_title(self) -> str:
        """The title with what was chosen."""
        return f"{self.title} ({self.choice})" if self.choice else self.title

    @property
    def dearer(self) -> bool:
        """Whether it costs more than the buyer knows."""
        return self.price_minor > self.seen_minor

    @property
    def cheaper(self) -> bool:
        """Whether it costs less than the buyer knows."""
        return self.price_minor < self.seen_minor

    @property
    def seen(self) -> Money:
        """The price the buyer has seen last."""
        return Money(self.seen_minor)

    @property
    def price(self) -> Money:
        """The price of one, today."""
        return Money(self.price_minor)

    @property
    def sum(self) -> Money:
        """Price times quantity."""
        return Money(self.price_minor * self.quantity)

    @property
    def short(self) -> bool:
        """Whether there are fewer than she wants."""
        return not self.endless and self.stock < self.quantity


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
    delivery_minor: int  # for a Lab that has no rates yet
    may_send_abroad: bool  # the maker; her things may have to stay all the same
    away_to: date | None
    items: list[Chosen]

    @property
    def items_minor(self) -> int:
        """The goods, in minor units."""
        return sum(item.sum.minor for item in self.items)

    @property
    def only_files(self) -> bool:
        """Whether nothing of it has to be brought to the buyer."""
        return all(item.is_file for item in self.items)

    @property
    def weight_g(self) -> int:
        """What is to be brought to the buyer weighs, in grams."""
        return weight_of(
            (item.weight_g, item.quantity) for item in self.items if not item.is_file
        )

    @property
    def stays_home(self) -> str:
        """Why it may not leave the country; "" when it may."""
        if not self.may_send_abroad:
            return Why.MAKER
        allowed = all(item.may_export for item in self.items if not item.is_file)
        return "" if allowed else Why.THING

    @property
    def dearer(self) -> bool:
        """Whether something costs more than the buyer knows."""
        return any(item.dearer for item in self.items)


def basket_parts(basket: Basket | None, reader: Reader = STRANGER) -> list[ShopPart]:
    """Return what can be bought of a basket, grouped by shop, oldest first.

    What is no longer on sale to a reader of these Labs is left out.
    """
    if basket is None:
        return []
    rows = db.session.execute(
        select(BasketItem, Variant, Listing.shop_id, Listing.may_export)
        .join(Variant, Variant.id == BasketItem.variant_id)
        .join(Listing, Listing.id == Variant.listing_id)
        .where(BasketItem.basket_id == basket.id, Variant.active)
        .order_by(BasketItem.created_at, BasketItem.variant_id)
        .execution_options(populate_existing=True)
    ).all()
    ids = [variant.listing_id for _item, variant, *_more in rows]
    shown = {card.id: card for card in open_cards(ids, reader)}
    grouped: dict[uuid.UUID, list[Chosen]] = {}
    for item, variant, shop_id, may_export in rows:
        if variant.listing_id in shown:
            chosen = _chosen(shown[variant.listing_id], item, variant, may_export)
            grouped.setdefault(shop_id, []).append(chosen)
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
        .where(Basket.token_hash == hashed(token), Variant.active, open_to(reader))
    )
    return int(total or 0)


def find_basket(token: str | None) -> Basket | None:
    """Return the basket of a token."""
    if not token:
        return None
    return db.session.scalar(select(Basket).where(Basket.token_hash == hashed(token)))


def _chosen(card: Card, item: BasketItem, variant: Variant, may_export: bool) -> Chosen:
    return Chosen(
        listing_id=card.id,
        variant_id=variant.id,
        slug=card.slug,
        title=card.title,
        language=card.language,
        choice=" / ".join(map(str, variant.choice)),
        price_minor=variant.price_minor,
        seen_minor=item.seen_minor,
        quantity=item.quantity,
        stock=variant.stock,
        endless=variant.mode not in COUNTED,
        ready_on=promise_of(variant, item.quantity),
        photo=card.photo,
        file_key=variant.file_key,
        file_name=variant.file_name,
        weight_g=variant.weight_g,
        may_export=may_export,
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
        taxes.may_export(shop.tax_regime),
        away_to(shop),
        items,
    )


def _lab_texts(lab_ids: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, LabText]]:
    found: dict[uuid.UUID, dict[str, LabText]] = {}
    for text in db.session.scalars(select(LabText).where(LabText.lab_id.in_(lab_ids))):
        found.setdefault(text.lab_id, {})[text.locale] = text
    return found

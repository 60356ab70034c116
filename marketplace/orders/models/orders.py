"""One checkout, and one order per shop in it."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.db import Model, UtcDateTime, created_at, uuid_pk
from marketplace.orders.rules import UNPAID, shown_state
from marketplace.orders.rules.amounts import Sale
from marketplace.orders.rules.codes import new_pickup_code
from marketplace.orders.rules.timers import ACCEPT_AFTER
from marketplace.orders.rules.way import Way, way
from marketplace.profiles.models import Shop


class Purchase(Model):
    """One checkout of one basket, one payment. Its status is derived from its orders.

    `secret` opens its page without an account; `submit_key` makes a form sent twice one
    purchase. Stock is held for it until `expires_at`.
    """

    __tablename__ = "purchases"
    __table_args__ = (
        CheckConstraint("phone <> '' OR email <> ''", name="reachable"),
        CheckConstraint("total_minor > 0", name="total_above_zero"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    secret: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    submit_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("people.id"), index=True
    )
    total_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    orders: Mapped[list["Order"]] = relationship(
        lazy="raise", order_by="Order.position"
    )


class Order(Model):
    """What one shop owes one buyer. Amounts are in minor units.

    `fee_minor` is the Lab's, the sum of what is frozen on the lines; it counts on the
    goods (`items_minor`), never on the delivery. Frozen with it: how and to which
    `country` (ISO-2) it goes, by which day it was promised there, what it weighs.
    `paid_at`: the money has come (cash is paid at the hand-over, work begins before).
    `ready_on` is the day the maker has named, `since` when it came into its state,
    `nudged_at` when somebody was reminded of it. `pays`: before, at the Lab with the
    parcel («lab»), or the maker herself («maker»). The buyer says `pickup_code` when
    she collects; five wrong tries lock it. Of work («service») the delivery says where
    it is done, and `parent_id` names the order a paid change belongs to.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_minor = items_minor + delivery_minor", name="adds_up"),
        CheckConstraint("fee_minor BETWEEN 0 AND items_minor", name="fee_is_a_part"),
        CheckConstraint(
            "delivery IN ('pickup', 'post', 'lab_parcel', 'download', 'remote', 'lab',"
            " 'buyer')",
            name="known_delivery",
        ),
        CheckConstraint("kind IN ('product', 'service')", name="known_kind"),
        CheckConstraint("pays IN ('before', 'lab', 'maker')", name="known_pays"),
        Index("ix_orders_shop", "shop_id", "created_at"),
        Index("ix_orders_paid", "shop_id", "paid_at"),
        Index("ix_orders_lab", "lab_id", "created_at"),
        Index("ix_orders_state", "state", "created_at"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    purchase_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("purchases.id"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    shop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("shops.id"))
    lab_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("labs.id"))
    kind: Mapped[str] = mapped_column(default="product")
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("orders.id"), index=True
    )
    state: Mapped[str] = mapped_column(default="awaiting_payment")
    delivery: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="KG")
    promised_by: Mapped[date | None]
    weight_g: Mapped[int] = mapped_column(default=0)
    items_minor: Mapped[int] = mapped_column(BigInteger)
    delivery_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ready_on: Mapped[date | None]
    pays: Mapped[str] = mapped_column(default="before")
    pickup_code: Mapped[str] = mapped_column(default=new_pickup_code)
    pickup_tries: Mapped[int] = mapped_column(default=0)
    tracking: Mapped[str] = mapped_column(default="")
    post_receipt: Mapped[str] = mapped_column(default="")  # key of a private photo

    purchase: Mapped[Purchase] = relationship(lazy="raise", back_populates="orders")
    shop: Mapped[Shop] = relationship(lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        lazy="raise", order_by="OrderLine.position"
    )

    @property
    def state_shown(self) -> str:
        """The state as pages name it."""
        return shown_state(
            self.state, self.delivery, paid=self.paid_at is not None, kind=self.kind
        )

    @property
    def way(self) -> Way | None:
        """How far it has come."""
        over = self.state == "completed" and self.delivered_at is None
        return way(self.kind, self.delivery, self.pays, self.state, settled=over)

    @property
    def accepted_on(self) -> datetime:
        """When work that was handed in counts as right, if the buyer says nothing."""
        return self.since + ACCEPT_AFTER

    @property
    def paid(self) -> bool:
        """Whether its money has come and it was not cancelled."""
        return self.paid_at is not None and self.state not in UNPAID

    @property
    def pays_maker(self) -> bool:
        """Whether the maker takes the money herself, with the parcel."""
        return self.pays == "maker"

    @property
    def sale(self) -> Sale:
        """Its amounts, for the rules that divide them."""
        return Sale(
            self.items_minor,
            self.delivery_minor,
            self.fee_minor,
            courier=self.delivery == "lab_parcel",
        )


class OrderLine(Model):
    """A copy of what was bought, so later edits change nothing.

    `fee_minor` is the Lab's part of the line by the rule of that day.

    `promised_on` is the day she has promised what is made to order; `file_key` and
    `file_name` are of what was bought as a file. Work has no variant, and what was
    agreed with a shop alone no listing.
    """

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_above_zero"),)

    id: Mapped[uuid_pk]
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("listings.id"), index=True
    )
    variant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("variants.id"))
    title: Mapped[str]
    promised_on: Mapped[date | None]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    quantity: Mapped[int]
    fee_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    fee_rule_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("fee_rules.id"))
    photo: Mapped[str] = mapped_column(default="")
    file_key: Mapped[str] = mapped_column(default="", index=True)
    file_name: Mapped[str] = mapped_column(default="")

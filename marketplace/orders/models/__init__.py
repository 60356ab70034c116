"""Tables of orders and of the money around them."""

from marketplace.orders.models.baskets import Basket, BasketItem
from marketplace.orders.models.cases import Case, CaseWord
from marketplace.orders.models.currencies import FxRate
from marketplace.orders.models.delivery import ShippingRate
from marketplace.orders.models.desk import (
    BankLine,
    CashCount,
    FeeRule,
    ProviderMovement,
)
from marketplace.orders.models.inbox import InboxEvent
from marketplace.orders.models.orders import Order, OrderLine, Purchase
from marketplace.orders.models.payments import Dispute, DisputePart, Payment
from marketplace.orders.models.payouts import (
    Payout,
    PayoutDetails,
    PayoutItem,
    PayoutRun,
)
from marketplace.orders.models.quotes import (
    Milestone,
    Offer,
    Quote,
    Wanted,
    WantedQuestion,
)
from marketplace.orders.models.refunds import Refund
from marketplace.orders.models.taxes import TaxLimit
from marketplace.orders.models.threads import (
    Attachment,
    Block,
    Message,
    Report,
    Thread,
)
from marketplace.orders.models.works import BuyerReview, Change, Work

__all__ = [
    "Attachment",
    "BankLine",
    "Basket",
    "BasketItem",
    "Block",
    "BuyerReview",
    "Case",
    "CaseWord",
    "CashCount",
    "Change",
    "Dispute",
    "DisputePart",
    "FeeRule",
    "FxRate",
    "InboxEvent",
    "Message",
    "Milestone",
    "Offer",
    "Order",
    "OrderLine",
    "Payment",
    "Payout",
    "PayoutDetails",
    "PayoutItem",
    "PayoutRun",
    "ProviderMovement",
    "Purchase",
    "Quote",
    "Refund",
    "Report",
    "ShippingRate",
    "TaxLimit",
    "Thread",
    "Wanted",
    "WantedQuestion",
    "Work",
]

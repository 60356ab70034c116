"""How a quote ends without an order: a no, second thoughts, its time."""

import uuid
from datetime import datetime

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Invalid
from marketplace.extensions import db
from marketplace.orders import emails
from marketplace.orders.models import Quote, Thread
from marketplace.orders.rules.talk import SELLER
from marketplace.orders.services import awards, threads
from marketplace.orders.services.quotes import latest, of_buyer, of_shop, quote_step
from marketplace.orders.services.threads import Said


@use_case
def decline(
    shop_id: uuid.UUID, quote_id: uuid.UUID, note: str, *, by: uuid.UUID
) -> Quote:
    """Say, as the shop, that it cannot be; Invalid("note_needed")."""
    quote = of_shop(shop_id, quote_id)
    if not note.strip():
        raise Invalid("note_needed", field="note")
    quote_step(quote, "decline", by=by, note=note.strip())
    thread = get_for_update(Thread, quote.thread_id)
    threads.write(thread, SELLER, Said(note, by=by))
    return quote


@use_case
def withdraw(secret: str, quote_id: uuid.UUID) -> Quote:
    """Say, as the buyer, that she no longer wants it; not once any of it is paid."""
    _thread, quote = of_buyer(secret, quote_id)
    awards.withdraw(quote)
    emails.quote_to_seller(quote)
    return quote


@use_case
def ask_again(secret: str, quote_id: uuid.UUID) -> Quote:
    """Ask for the offer once more, as the buyer, after its time."""
    thread, quote = of_buyer(secret, quote_id)
    threads.check_open(thread)
    quote_step(quote, "ask", by=None)
    emails.quote_to_seller(quote)
    return quote


@use_case
def lapse(quote_id: uuid.UUID, at: datetime | None = None) -> None:
    """Let an offer go whose time is over (at a moment, now if not given)."""
    quote = get_for_update(Quote, quote_id)
    if quote.state == "offered" and latest(quote.id).valid_until <= (at or clock.now()):
        quote_step(quote, "lapse", by=None)
        emails.quote_to_seller(quote)
        emails.thread_news(db.session.get_one(Thread, quote.thread_id))

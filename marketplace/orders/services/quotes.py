"""Quotes: asked, offered, answered with another offer, agreed, paid part by part."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Listing
from marketplace.catalog.queries import title_of
from marketplace.catalog.rules import Question
from marketplace.catalog.services import stock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.orders import emails, rules
from marketplace.orders.models import (
    Milestone,
    Offer,
    Order,
    Purchase,
    Quote,
    Thread,
    Wanted,
)
from marketplace.orders.rules.masking import hidden
from marketplace.orders.rules.quotes import OfferTerms, Part, may_begin_anew
from marketplace.orders.rules.talk import SELLER, Buyer, Side
from marketplace.orders.rules.works import Terms
from marketplace.orders.services import commissions, threads, ways
from marketplace.orders.services.threads import Said
from marketplace.profiles.models import Shop
from marketplace.profiles.services.transitions import move


@use_case
def ask(
    shop_id: uuid.UUID, buyer: Buyer, said: Said, *, listing_id: uuid.UUID | None = None
) -> Quote:
    """Ask a shop what something would cost; Invalid("note_needed") without words."""
    if not said.text.strip():
        raise Invalid("note_needed", field="text")
    thread = threads.begin(shop_id, buyer, listing_id)
    quote = new(thread, said.text)
    threads.write(thread, Side.BUYER, said, kind="quote", about=quote.id)
    emails.quote_to_seller(quote)
    return quote


@use_case
def new(thread: Thread, text: str, wanted_id: uuid.UUID | None = None) -> Quote:
    """Begin a quote in a conversation (locked or new)."""
    quote = Quote(
        thread_id=thread.id,
        shop_id=thread.shop_id,
        wanted_id=wanted_id,
        text=text.strip(),
    )
    db.session.add(quote)
    db.session.flush()
    return quote


@use_case
def offer_in(
    shop_id: uuid.UUID, thread_id: uuid.UUID, terms: OfferTerms, *, by: uuid.UUID
) -> Offer:
    """Make an offer in any conversation of hers; a quote begins if there is none."""
    thread = db.session.get(Thread, thread_id)
    if thread is None or thread.shop_id != shop_id:
        raise NotFound
    running = db.session.scalars(
        select(Quote)
        .where(Quote.thread_id == thread.id, Quote.state.not_in(("declined",)))
        .order_by(Quote.created_at.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if running is None or running.state in {"accepted", "withdrawn"}:
        running = new(thread, terms.text)
    return offer(shop_id, running.id, terms, by=by)


@use_case
def offer(
    shop_id: uuid.UUID, quote_id: uuid.UUID, terms: OfferTerms, *, by: uuid.UUID
) -> Offer:
    """Write the next version, as the shop; raises what `OfferTerms.checked` raises.

    Also Conflict("moved_on"), Conflict("thread_frozen"), Conflict("thread_blocked"),
    Conflict("shop_closed").
    """
    quote = of_shop(shop_id, quote_id)
    thread = get_for_update(Thread, quote.thread_id)
    threads.check_open(thread)
    if not _is_open(shop_id):
        raise Conflict("shop_closed")
    quote_step(quote, "offer", by=by)
    made = _write(quote, SELLER, terms.checked())
    said = Said(terms.text, by=by)
    threads.write(thread, SELLER, said, kind="offer", about=made.id)
    emails.thread_news(thread)
    return made


@use_case
def counter(
    secret: str, quote_id: uuid.UUID, price_minor: int, days: int, text: str
) -> Offer:
    """Answer with an offer of her own, as the buyer: the rest stays as it was.

    The parts are offered as one: how they are divided is the maker's to say.
    """
    thread, quote = of_buyer(secret, quote_id)
    threads.check_open(thread)
    last = latest(quote.id)
    terms = OfferTerms(
        text, price_minor, days, last.revisions, last.place, last.delivery_minor
    ).checked()
    quote_step(quote, "counter", by=None)
    made = _write(quote, Side.BUYER, terms)
    threads.write(thread, Side.BUYER, Said(text), kind="offer", about=made.id)
    emails.quote_to_seller(quote)
    return made


@use_case
def take(shop_id: uuid.UUID, quote_id: uuid.UUID, *, by: uuid.UUID) -> Offer:
    """Agree, as the shop, to what the buyer has offered: the same, as a new version.

    Conflict("moved_on") when the last word was hers.
    """
    quote = of_shop(shop_id, quote_id)
    last = latest(quote.id)
    if last.who != Side.BUYER:
        raise Conflict("moved_on", state=quote.state)
    terms = OfferTerms(
        last.text,
        last.price_minor,
        last.days,
        last.revisions,
        last.place,
        last.delivery_minor,
    )
    return offer(shop_id, quote_id, terms, by=by)


def _write(quote: Quote, who: str, terms: OfferTerms) -> Offer:
    count = len(versions(quote.id))
    made = Offer(
        quote_id=quote.id,
        version=count + 1,
        who=who,
        text=terms.text,
        price_minor=terms.price_minor,
        delivery_minor=terms.delivery_minor,
        place=terms.place,
        days=terms.days,
        revisions=terms.revisions,
        valid_until=clock.now() + timedelta(days=terms.valid_days),
    )
    db.session.add(made)
    db.session.flush()
    for position, part in enumerate(terms.parts):
        db.session.add(_part(quote, made, position, part))
    db.session.flush()
    return made


def _part(quote: Quote, made: Offer, position: int, part: Part) -> Milestone:
    return Milestone(
        quote_id=quote.id,
        offer_id=made.id,
        position=position,
        title=part.title.strip(),
        price_minor=part.price_minor,
        days=part.days,
    )


def _check_wanted(quote: Quote) -> None:
    """Raise Conflict("wanted_over") when it was given to another, or taken down."""
    row = db.session.get(Wanted, quote.wanted_id) if quote.wanted_id else None
    if row is not None and (row.state != "open" or row.hidden_at is not None):
        raise Conflict("wanted_over")


def _is_open(shop_id: uuid.UUID) -> bool:
    """Whether a shop may take anything on: not while it is suspended or closed."""
    return db.session.get_one(Shop, shop_id).state == "active"


def versions(quote_id: uuid.UUID) -> list[Offer]:
    """Return every version, the first one first."""
    rows = db.session.scalars(
        select(Offer).where(Offer.quote_id == quote_id).order_by(Offer.version)
    )
    return list(rows)


def latest(quote_id: uuid.UUID) -> Offer:
    """Return the version that counts; Conflict("moved_on") before the first."""
    found = versions(quote_id)
    if not found:
        raise Conflict("moved_on")
    return found[-1]


@use_case
def accept(
    secret: str,
    quote_id: uuid.UUID,
    version: int,
    *,
    address: str,
    submit_key: str,
    provider: str,
) -> Purchase:
    """Agree, as the buyer, to the version she has read, and order its first part.

    Raises Conflict("offer_changed") when there is a newer one, Conflict("offer_over")
    after its time, and what `commissions.place` raises.
    """
    thread, quote = of_buyer(secret, quote_id)
    known = commissions.placed(submit_key)
    if known is not None:
        return known
    threads.check_open(thread)
    _check_wanted(quote)
    last = latest(quote.id)
    if last.version != version or last.who != SELLER:
        raise Conflict("offer_changed")
    if last.valid_until <= clock.now() or not _is_open(quote.shop_id):
        raise Conflict("offer_over")
    quote_step(quote, "accept", by=None)
    emails.quote_to_seller(quote)
    first = parts_of(last.id)[0]
    return _order(thread, quote, last, first, address, submit_key, provider)


@use_case
def fund(secret: str, milestone_id: uuid.UUID) -> Purchase:
    """Order the next part of what is agreed, as the buyer; or one that was not paid.

    It can be paid in any way: her page offers the others. Raises NotFound for another's,
    Conflict("part_before") while an earlier part is not accepted, Conflict("moved_on")
    for one that is paid.
    """
    part = db.session.get(Milestone, milestone_id)
    if part is None:
        raise NotFound
    thread, quote = of_buyer(secret, part.quote_id)
    part = get_for_update(Milestone, milestone_id)
    threads.check_open(thread)
    if quote.state != "accepted":
        raise Conflict("moved_on", state=quote.state)
    if not _is_open(quote.shop_id):
        raise Conflict("offer_over")
    parts = parts_of(part.offer_id)
    before = [one for one in parts if one.position < part.position]
    if any(_state(one) != "completed" for one in before):
        raise Conflict("part_before")
    order = db.session.get(Order, part.order_id) if part.order_id else None
    if order is not None and order.state == "awaiting_payment":
        return db.session.get_one(Purchase, order.purchase_id)
    if order is not None and not may_begin_anew(order.state, paid=bool(order.paid_at)):
        raise Conflict("moved_on", state=order.state)
    made = db.session.get_one(Offer, part.offer_id)
    address = _address(parts)
    key = f"part-{uuid.uuid4().hex}"  # the lock of the part lets nobody pay it twice
    offered = ways.of_work(thread.lab_id)
    if not offered:
        raise Conflict("no_way_to_pay")
    return _order(thread, quote, made, part, address, key, offered[0])


def _address(parts: list[Milestone]) -> str:
    """Return the address the first part goes to."""
    ids = [part.order_id for part in parts if part.order_id is not None]
    orders = [db.session.get_one(Order, order_id) for order_id in ids]
    return next((order.address for order in orders if order.address), "")


def _state(part: Milestone) -> str | None:
    if part.order_id is None:
        return None
    return db.session.get_one(Order, part.order_id).state


def parts_of(offer_id: uuid.UUID) -> list[Milestone]:
    """Return the parts of an offer, in order."""
    rows = db.session.scalars(
        select(Milestone)
        .where(Milestone.offer_id == offer_id)
        .order_by(Milestone.position)
    )
    return list(rows)


def _order(
    thread: Thread,
    quote: Quote,
    made: Offer,
    part: Milestone,
    address: str,
    submit_key: str,
    provider: str,
) -> Purchase:
    terms = _terms(thread, quote, made, part)
    buyer = Buyer(
        thread.name,
        thread.email or thread.phone,
        thread.language,
        address,
        thread.person_id,
    )
    purchase = commissions.place(
        thread, buyer, terms, submit_key=submit_key, provider=provider
    )
    part.order_id = db.session.scalars(
        select(Order.id).where(Order.purchase_id == purchase.id)
    ).one()
    if thread.listing_id is not None:
        stock.keep_place(thread.listing_id)
    return purchase


def _terms(thread: Thread, quote: Quote, made: Offer, part: Milestone) -> Terms:
    """Return what a part agrees: what is asked first is asked with the first one."""
    listing = db.session.get(Listing, thread.listing_id) if thread.listing_id else None
    title = title_of(listing.id) if listing else hidden(quote.text)[0][:60]
    asks = listing is not None and part.position == 0
    return Terms(
        shop_id=quote.shop_id,
        lab_id=thread.lab_id,
        title=f"{title} – {hidden(part.title)[0]}" if part.title else title,
        price_minor=part.price_minor,
        days=part.days,
        revisions=made.revisions,
        place=made.place,
        listing_id=thread.listing_id,
        delivery_minor=0 if part.position else made.delivery_minor,
        points=made.text,
        questions=tuple(map(Question.read, listing.questions))
        if asks and listing
        else (),
    )


def of_shop(shop_id: uuid.UUID, quote_id: uuid.UUID) -> Quote:
    """Return a quote of a shop, locked; NotFound for another's."""
    quote = get_for_update(Quote, quote_id)
    if quote.shop_id != shop_id:
        raise NotFound
    return quote


def of_buyer(secret: str, quote_id: uuid.UUID) -> tuple[Thread, Quote]:
    """Return a quote of the conversation of a link, both locked: the quote first."""
    quote = get_for_update(Quote, quote_id)
    thread = threads.by_secret(secret)
    if quote.thread_id != thread.id:
        raise NotFound
    return thread, quote


def quote_step(
    quote: Quote, action: str, *, by: uuid.UUID | None, note: str = ""
) -> None:
    """Move a quote, fetched for update, one step."""
    move(quote, rules.QUOTE, action, by=by, note=note)
    quote.since, quote.nudged_at = clock.now(), None

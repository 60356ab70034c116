"""Conversations: say, read, delete for oneself."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace import clock, origin
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.orders import emails, rules
from marketplace.orders.models import (
    Attachment,
    Block,
    Message,
    Order,
    Purchase,
    Report,
    Thread,
    Work,
)
from marketplace.orders.rules.masking import hidden
from marketplace.orders.rules.talk import LAB, MOST_TEXT, SELLER, Buyer, Side, Taken
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, check_labs
from marketplace.profiles.rules import contact, contact_key
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit


@dataclass(frozen=True)
class Said:
    """Words and files somebody sends; `by` is who is signed in, if anybody."""

    text: str = ""
    files: tuple[Taken, ...] = ()
    by: uuid.UUID | None = None


@use_case
def begin(
    shop_id: uuid.UUID, buyer: Buyer, listing_id: uuid.UUID | None = None
) -> Thread:
    """Open a conversation with a shop; Conflict("thread_blocked") when she wants none.

    Raises Invalid("contact_words").
    """
    shop = db.session.get_one(Shop, shop_id)
    phone, email = contact(buyer.contact)
    thread = Thread(
        secret=secrets.token_urlsafe(24),
        shop_id=shop_id,
        lab_id=shop.lab_id,
        listing_id=listing_id,
        name=hidden(buyer.name)[0],
        phone=phone or "",
        email=email or "",
        language=buyer.language,
        person_id=buyer.person_id,
    )
    if _is_blocked(thread):
        raise Conflict("thread_blocked")
    db.session.add(thread)
    db.session.flush()
    return thread


@use_case
def of_order(order: Order) -> Thread:
    """Return the conversation about an order (locked); it begins with the first look.

    Raises Conflict("not_paid") before its maker was ever asked to work on it. Who is
    blocked there stays so.
    """
    work = db.session.get(Work, order.id)
    if work is not None:
        return get_for_update(Thread, work.thread_id)
    known = db.session.scalar(select(Thread).where(Thread.order_id == order.id))
    if known is not None:
        return known
    if order.state in rules.NOT_STARTED:
        raise Conflict("not_paid")
    purchase = db.session.get_one(Purchase, order.purchase_id)
    thread = Thread(
        secret=secrets.token_urlsafe(24),
        shop_id=order.shop_id,
        lab_id=order.lab_id,
        order_id=order.id,
        name=hidden(purchase.name)[0],
        phone=purchase.phone,
        email=purchase.email,
        language=purchase.language,
        person_id=purchase.person_id,
    )
    thread.blocked_by = SELLER if _is_blocked(thread) else ""
    db.session.add(thread)
    db.session.flush()
    return thread


@use_case
def talk_as_buyer(purchase_id: uuid.UUID, order_id: uuid.UUID) -> str:
    """Return the secret of the conversation about an order of this purchase."""
    order = get_for_update(Order, order_id)
    if order.purchase_id != purchase_id:
        raise NotFound
    return of_order(order).secret


@use_case
def talk_as_seller(shop_id: uuid.UUID, order_id: uuid.UUID) -> uuid.UUID:
    """Return the conversation about an order of this shop."""
    order = get_for_update(Order, order_id)
    if order.shop_id != shop_id:
        raise NotFound
    return of_shop(shop_id, of_order(order).id).id


@use_case
def ask(
    shop_id: uuid.UUID, buyer: Buyer, said: Said, *, listing_id: uuid.UUID | None = None
) -> str:
    """Ask a shop something; return the secret of the conversation that begins."""
    _check_words(said)
    thread = begin(shop_id, buyer, listing_id)
    write(thread, Side.BUYER, said)
    return thread.secret


def secret_of(thread_id: uuid.UUID) -> str:
    """Return the secret of a conversation."""
    return db.session.get_one(Thread, thread_id).secret


def known_as(thread: Thread) -> list[str]:
    """Return what a buyer is known by, for blocking: account, phone, e-mail."""
    found = [str(thread.person_id)] if thread.person_id else []
    return found + [contact_key(one) for one in (thread.phone, thread.email) if one]


def _is_blocked(thread: Thread) -> bool:
    found = db.session.scalar(
        select(Block.id)
        .where(Block.shop_id == thread.shop_id, Block.contact.in_(known_as(thread)))
        .limit(1)
    )
    return found is not None


def by_secret(secret: str) -> Thread:
    """Return the conversation of a secret link, locked; NotFound."""
    found = db.session.scalar(select(Thread.id).where(Thread.secret == secret))
    if found is None:
        raise NotFound
    return get_for_update(Thread, found)


def of_shop(shop_id: uuid.UUID, thread_id: uuid.UUID) -> Thread:
    """Return a conversation of a shop, locked; NotFound for another's."""
    thread = get_for_update(Thread, thread_id)
    if thread.shop_id != shop_id:
        raise NotFound
    helped_by = origin.current()
    if (
        helped_by.on_behalf_of is not None
    ):  # a helper leaves her name, whatever she does
        audit.record(
            Event.THREAD_HELPED,
            about=helped_by.on_behalf_of,
            subject=thread.id,
            lab=thread.lab_id,
        )
    return thread


@use_case
def say_as_buyer(secret: str, said: Said) -> Message:
    """Send words or files as the buyer; raises what `_check` raises, and TooMany."""
    thread = by_secret(secret)
    _check(thread, said)
    adapters().limits.take("message", str(thread.id))
    return write(thread, Side.BUYER, said)


@use_case
def say_as_seller(shop_id: uuid.UUID, thread_id: uuid.UUID, said: Said) -> Message:
    """Send words or files as the shop; raises what `_check` raises, and TooMany."""
    thread = of_shop(shop_id, thread_id)
    _check(thread, said)
    adapters().limits.take("message", str(thread.id))
    return write(thread, SELLER, said)


@use_case
def say_as_lab(labs: Labs, thread_id: uuid.UUID, said: Said) -> Message:
    """Send words as the Lab into a reported conversation, also while it is frozen."""
    thread = get_for_update(Thread, thread_id)
    check_labs(labs, thread.lab_id)
    reported = select(Report.id).where(Report.thread_id == thread.id).limit(1)
    if db.session.scalar(reported) is None:
        raise NotFound
    _check_words(said)
    return write(thread, LAB, said)


def _check(thread: Thread, said: Said) -> None:
    """Raise Conflict("thread_frozen"), Conflict("thread_blocked"), or for the words."""
    check_open(thread)
    _check_words(said)


def check_open(thread: Thread) -> None:
    """Raise Conflict("thread_frozen") or Conflict("thread_blocked")."""
    if thread.frozen_at is not None:
        raise Conflict("thread_frozen")
    if thread.blocked_by:
        raise Conflict("thread_blocked")


def _check_words(said: Said) -> None:
    if not said.text.strip() and not said.files:
        raise Invalid("words_needed", field="text")
    if len(said.text) > MOST_TEXT:
        raise Invalid("words_long", field="text", most=MOST_TEXT)


@use_case
def write(
    thread: Thread,
    who: str,
    said: Said,
    *,
    kind: str = "words",
    about: uuid.UUID | None = None,
) -> Message:
    """Put something into a conversation (locked) and tell who has not heard of it.

    What steps of an order say is written whatever the state of the conversation: a
    delivery must arrive.
    """
    text = said.text.strip()
    covered, found = hidden(text)
    message = Message(
        thread_id=thread.id,
        who=who,
        person_id=said.by,
        kind=kind,
        text=text,
        covered=covered if found else None,
        about_id=about,
    )
    db.session.add(message)
    db.session.flush()
    for position, file in enumerate(said.files):
        db.session.add(
            Attachment(
                message_id=message.id,
                position=position,
                key=file.key,
                name=file.name,
                kind=file.kind,
                size=file.size,
            )
        )
    _note(thread, who, message.created_at, waits=kind == "words")
    return message


def _note(thread: Thread, who: str, now: datetime, *, waits: bool) -> None:
    """Note who has spoken, and that she has read what was said before.

    A step of an order waits where the order does, not once more as a message: who had
    read everything has read it still.
    """
    unread = {side for side in (Side.BUYER, SELLER) if thread.unread_for(side)}
    reads = {Side(who)} if who != LAB else set()
    if not waits:
        reads |= {Side.BUYER, Side.SELLER} - unread
    thread.changed_at = now
    if Side.BUYER in reads:
        thread.buyer_read_at = now
    if Side.SELLER in reads:
        thread.seller_read_at = now
    if waits:
        thread.last_by = who
        _tell(thread, who)


def _tell(thread: Thread, who: str) -> None:
    """Tell each other side once, until it has looked."""
    now = clock.now()
    if who != Side.BUYER and _to_tell(thread.told_buyer_at, thread.buyer_read_at):
        thread.told_buyer_at = now
        emails.thread_news(thread)
    if who != SELLER and _to_tell(thread.told_seller_at, thread.seller_read_at):
        thread.told_seller_at = now
        emails.message_to_seller(thread)


def _to_tell(told: datetime | None, read: datetime | None) -> bool:
    return told is None or (read is not None and read >= told)


@use_case
def seen_by_buyer(secret: str) -> None:
    """Note that the buyer has read everything so far."""
    by_secret(secret).buyer_read_at = clock.now()


@use_case
def seen_by_seller(shop_id: uuid.UUID, thread_id: uuid.UUID) -> None:
    """Note that the shop has read everything so far."""
    of_shop(shop_id, thread_id).seller_read_at = clock.now()


@use_case
def drop_as_buyer(secret: str) -> None:
    """Delete what was said so far, for the buyer alone."""
    thread = by_secret(secret)
    thread.buyer_gone_at = thread.buyer_read_at = clock.now()


@use_case
def drop_as_seller(shop_id: uuid.UUID, thread_id: uuid.UUID) -> None:
    """Delete what was said so far, for the shop alone."""
    thread = of_shop(shop_id, thread_id)
    thread.seller_gone_at = thread.seller_read_at = clock.now()

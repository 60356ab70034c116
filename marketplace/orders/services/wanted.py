"""What buyers look for in public: asked about by all, offered for, given to one."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Category
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.orders import emails, rules
from marketplace.orders.models import Offer, Quote, Wanted, WantedQuestion
from marketplace.orders.rules.masking import hidden
from marketplace.orders.rules.quotes import MOST_TEXT, WANTED_OPEN, OfferTerms
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import awards, quotes, threads
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import contact
from marketplace.profiles.rules.audit import Event
from marketplace.profiles.services import audit
from marketplace.profiles.services.transitions import move


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; the budget in minor units, if she says one."""

    category_id: uuid.UUID
    title: str
    text: str
    budget_minor: int | None = None
    wanted_by: date | None = None


@use_case
def post(buyer: Buyer, wish: Wish) -> Wanted:
    """Put it where every maker reads it, for thirty days.

    Raises Invalid: "title_needed", "note_needed", "words_long", "wanted_day",
    "category_needed", "contact_words".
    """
    _check(wish)
    phone, email = contact(buyer.contact)
    row = Wanted(
        secret=secrets.token_urlsafe(24),
        category_id=wish.category_id,
        name=buyer.name,
        phone=phone or "",
        email=email or "",
        language=buyer.language,
        person_id=buyer.person_id,
        title=hidden(wish.title.strip())[0],  # public: what is hidden stays so
        text=hidden(wish.text.strip())[0],
        budget_minor=wish.budget_minor,
        wanted_by=wish.wanted_by,
        closes_at=clock.now() + WANTED_OPEN,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _check(wish: Wish) -> None:
    if not wish.title.strip():
        raise Invalid("title_needed", field="title")
    if not wish.text.strip():
        raise Invalid("note_needed", field="text")
    if len(wish.text) > MOST_TEXT:
        raise Invalid("words_long", field="text", most=MOST_TEXT)
    if wish.wanted_by is not None and wish.wanted_by <= clock.today():
        raise Invalid("wanted_day", field="wanted_by")
    if db.session.get(Category, wish.category_id) is None:
        raise Invalid("category_needed", field="category")


@use_case
def ask(shop_id: uuid.UUID, wanted_id: uuid.UUID, text: str) -> WantedQuestion:
    """Ask something all may read, as an approved shop."""
    row = _open(wanted_id)
    _seller(shop_id, row)
    if not text.strip():
        raise Invalid("words_needed", field="text")
    if len(text) > MOST_TEXT:
        raise Invalid("words_long", field="text", most=MOST_TEXT)
    adapters().limits.take("ask", str(shop_id))
    asked = WantedQuestion(
        wanted_id=row.id, shop_id=shop_id, text=hidden(text.strip())[0]
    )
    db.session.add(asked)
    db.session.flush()
    emails.wanted_news(row)
    return asked


@use_case
def answer(secret: str, question_id: uuid.UUID, text: str) -> WantedQuestion:
    """Answer, as the buyer, for all to read; Conflict("moved_on") the second time."""
    row = by_secret(secret)
    asked = get_for_update(WantedQuestion, question_id)
    if asked.wanted_id != row.id:
        raise NotFound
    if asked.answered_at is not None:
        raise Conflict("moved_on")
    if not text.strip():
        raise Invalid("words_needed", field="text")
    if len(text) > MOST_TEXT:
        raise Invalid("words_long", field="text", most=MOST_TEXT)
    asked.answer, asked.answered_at = hidden(text.strip())[0], clock.now()
    emails.wanted_answered(asked)
    return asked


@use_case
def offer(
    shop_id: uuid.UUID, wanted_id: uuid.UUID, terms: OfferTerms, *, by: uuid.UUID
) -> Offer:
    """Answer with an offer, as an approved shop: only the buyer sees it.

    A second one is the next version of the first. Raises Conflict("thread_blocked").
    """
    row = _open(wanted_id)
    _seller(shop_id, row)
    mine = db.session.scalar(
        select(Quote).where(Quote.wanted_id == row.id, Quote.shop_id == shop_id)
    )
    if mine is None:
        buyer = Buyer(
            row.name,
            row.email or row.phone,
            row.language,
            person_id=row.person_id,
        )
        thread = threads.begin(shop_id, buyer)
        mine = quotes.new(thread, row.title, row.id)
    return quotes.offer(shop_id, mine.id, terms, by=by)


def _seller(shop_id: uuid.UUID, row: Wanted) -> None:
    """Only shops that are open answer, and nobody her own."""
    shop = db.session.get_one(Shop, shop_id)
    if shop.state != "active":
        raise Conflict("shop_closed")
    if shop.person_id == row.person_id:
        raise Conflict("own_order")


def _open(wanted_id: uuid.UUID) -> Wanted:
    row = get_for_update(Wanted, wanted_id)
    if row.hidden_at is not None:
        raise NotFound
    if row.state != "open" or row.closes_at <= clock.now():
        raise Conflict("wanted_over")
    return row


def by_secret(secret: str) -> Wanted:
    """Return what was posted under a secret link, locked; NotFound."""
    found = db.session.scalar(select(Wanted.id).where(Wanted.secret == secret))
    if found is None:
        raise NotFound
    return get_for_update(Wanted, found)


@use_case
def close(secret: str) -> Wanted:
    """Take it down, as the buyer; who has offered is told."""
    row = by_secret(secret)
    move(row, rules.WANTED, "close", by=None)
    awards.tell_others(row, but=None)
    return row


@use_case
def hide(wanted_id: uuid.UUID, note: str, *, by: uuid.UUID) -> Wanted:
    """Take something out of sight that does not belong here, as staff, with a reason."""
    row = get_for_update(Wanted, wanted_id)
    if not note.strip():
        raise Invalid("note_needed", field="note")
    row.hidden_at, row.hidden_by, row.hidden_why = clock.now(), by, note.strip()
    emails.wanted_news(row)
    audit.record(Event.WANTED_HIDDEN, by=by, subject=row.id, note=note.strip())
    return row


@use_case
def lapse(wanted_id: uuid.UUID) -> None:
    """Close what has been open for thirty days."""
    row = get_for_update(Wanted, wanted_id)
    if row.state == "open" and row.closes_at <= clock.now():
        move(row, rules.WANTED, "lapse", by=None)
        emails.wanted_news(row)

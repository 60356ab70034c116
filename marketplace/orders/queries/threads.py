"""Conversations as each side sees them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.models import ListingText
from marketplace.db import newest_first
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.i18n import pick
from marketplace.orders.models import (
    Attachment,
    Message,
    Order,
    Report,
    Thread,
    Work,
)
from marketplace.orders.queries.quotes import QuoteView, quotes_of
from marketplace.orders.rules.masking import hidden
from marketplace.orders.rules.talk import LAB, SELLER, Side
from marketplace.profiles.models import Shop
from marketplace.profiles.queries import Labs, of_labs
from marketplace.web.paging import Cursor, Page, cut

PAGE = 30
MOST = 200  # messages on a page, the last ones


@dataclass(frozen=True)
class Sent:
    """One message as a reader sees it; `covered`: something of it is hidden from her."""

    id: uuid.UUID
    who: str
    kind: str
    text: str
    covered: bool
    at: datetime
    about_id: uuid.UUID | None
    files: Sequence[Attachment]


@dataclass(frozen=True)
class ThreadView:
    """A conversation's page."""

    thread: Thread
    side: str
    alias: str
    title: str  # of the listing it is about; empty for a shop's
    slug: str
    lines: list[Sent]
    quotes: list[QuoteView]
    paid: bool  # something of it: contacts are shown
    unread: bool
    report: Report | None

    @property
    def closed(self) -> str:
        """Why nothing can be written now: frozen, blocked, or empty."""
        if self.thread.frozen_at is not None:
            return "frozen"
        return "blocked" if self.thread.blocked_by else ""


@dataclass(frozen=True)
class ThreadRow:
    """One line of a list of conversations."""

    id: uuid.UUID
    secret: str
    who: str  # the other side's name
    title: str
    at: datetime
    unread: bool
    frozen: bool
    said: Sent | None  # the last thing this side can read


def thread_by(secret: str) -> ThreadView:
    """Return the conversation of a link, as its buyer sees it; NotFound."""
    return _view(Thread.secret == secret, Side.BUYER)


def thread_of_shop(shop_id: uuid.UUID, thread_id: uuid.UUID) -> ThreadView:
    """Return a conversation as its shop sees it; NotFound for another's."""
    return _view(and_(Thread.id == thread_id, Thread.shop_id == shop_id), SELLER)


def thread_for_lab(labs: Labs, thread_id: uuid.UUID) -> ThreadView:
    """Return a reported conversation of these Labs, with everything that was said."""
    found = _view(Thread.id == thread_id, LAB)
    of_labs(labs, found.thread)
    if found.report is None:
        raise NotFound
    return found


def quote_in(view: ThreadView, quote_id: uuid.UUID) -> QuoteView:
    """Return a quote of a conversation; NotFound for any other."""
    for quote in view.quotes:
        if quote.id == quote_id:
            return quote
    raise NotFound


def _view(condition: ColumnElement[bool], side: str) -> ThreadView:
    thread = db.session.scalar(
        select(Thread)
        .where(condition)
        .options(joinedload(Thread.shop), joinedload(Thread.listing))
        .execution_options(populate_existing=True)
    )
    if thread is None:
        raise NotFound
    report = db.session.scalar(
        select(Report)
        .where(Report.thread_id == thread.id)
        .order_by(Report.created_at.desc())
        .limit(1)
    )
    listing, paid = thread.listing, is_paid(thread)
    whole = paid or side == LAB
    return ThreadView(
        thread=thread,
        side=side,
        alias=thread.shop.alias,
        title=_titles([listing.id]).get(listing.id, "") if listing else "",
        slug=listing.slug if listing and listing.state == "published" else "",
        lines=[_sent(one, side, whole=whole) for one in _messages(thread, side)],
        quotes=quotes_of(thread.id, str if whole else _covered),
        paid=paid,
        unread=thread.unread_for(side),
        report=report,
    )


def _messages(thread: Thread, side: str) -> list[Message]:
    gone = {Side.BUYER: thread.buyer_gone_at, SELLER: thread.seller_gone_at}.get(
        Side(side)
    )
    query = (
        select(Message)
        .where(Message.thread_id == thread.id)
        .options(selectinload(Message.files))
        .order_by(Message.created_at.desc())
        .limit(MOST)
        .execution_options(populate_existing=True)
    )
    if gone is not None:
        query = query.where(Message.created_at > gone)
    return list(reversed(db.session.scalars(query).all()))


def is_paid(thread: Thread) -> bool:
    """Whether any order of a conversation has been paid."""
    of_work = select(Work.order_id).where(Work.thread_id == thread.id)
    found = select(Order.id).where(
        or_(Order.id.in_(of_work), Order.id == thread.order_id),
        Order.paid_at.is_not(None),
    )
    return db.session.scalar(found.limit(1)) is not None


def _sent(message: Message, side: str, *, whole: bool) -> Sent:
    """Show a message: contacts of the other side only once there is money."""
    covered = message.covered is not None and not whole and message.who != LAB
    theirs = covered and message.who != side
    return Sent(
        message.id,
        message.who,
        message.kind,
        str(message.covered) if theirs else message.text,
        covered,
        message.created_at,
        message.about_id,
        message.files,
    )


def _covered(text: str) -> str:
    """Offers are read by both sides as one text: contacts in it are hidden from both."""
    return hidden(text)[0]


def shop_threads(shop_id: uuid.UUID, after: Cursor | None = None) -> Page[ThreadRow]:
    """Return a shop's conversations, the last changed first."""
    gone = or_(
        Thread.seller_gone_at.is_(None), Thread.seller_gone_at < Thread.changed_at
    )
    return _page(and_(Thread.shop_id == shop_id, gone), SELLER, after)


def buyer_threads(person_id: uuid.UUID, after: Cursor | None = None) -> Page[ThreadRow]:
    """Return a buyer's conversations, the last changed first."""
    gone = or_(Thread.buyer_gone_at.is_(None), Thread.buyer_gone_at < Thread.changed_at)
    return _page(and_(Thread.person_id == person_id, gone), Side.BUYER, after)


def _page(
    condition: ColumnElement[bool], side: str, after: Cursor | None
) -> Page[ThreadRow]:
    query = select(Thread).where(condition).options(joinedload(Thread.shop))
    query = newest_first(query, Thread.changed_at, Thread.id, after, PAGE)
    rows = db.session.scalars(query).all()
    shown, more = cut(rows, PAGE, lambda row: Cursor(row.changed_at, row.id))
    titles = _titles([one.listing_id for one in shown if one.listing_id])
    last = _last([one.id for one in shown], side)
    return Page([_row(one, side, titles, last.get(one.id)) for one in shown], more)


def _last(ids: Sequence[uuid.UUID], side: str) -> dict[uuid.UUID, Sent]:
    """Return the last message of each conversation; a list never shows contacts."""
    gone = Thread.buyer_gone_at if side == Side.BUYER else Thread.seller_gone_at
    last = (
        select(Message.id)
        .where(Message.thread_id == Thread.id)
        .where(or_(gone.is_(None), Message.created_at > gone))
        .order_by(Message.created_at.desc())
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    query = select(Message).where(
        Message.id.in_(select(last).select_from(Thread).where(Thread.id.in_(ids)))
    )
    found = db.session.scalars(query.options(selectinload(Message.files)))
    return {one.thread_id: _sent(one, side, whole=False) for one in found}


def _row(
    one: Thread, side: str, titles: dict[uuid.UUID, str], said: Sent | None
) -> ThreadRow:
    return ThreadRow(
        one.id,
        one.secret,
        one.shop.alias if side == Side.BUYER else one.name,
        titles.get(one.listing_id, "") if one.listing_id else "",
        one.changed_at,
        one.unread_for(side),
        one.frozen_at is not None,
        said,
    )


def _titles(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(ListingText.listing_id, ListingText.locale, ListingText.title)
        .where(ListingText.listing_id.in_(ids))
        .order_by(ListingText.position)
    )
    found: dict[uuid.UUID, dict[str, str]] = {}
    for listing_id, locale, title in rows:
        found.setdefault(listing_id, {})[locale] = title
    return {key: pick(texts)[1] for key, texts in found.items()}


def unread_of(shop_id: uuid.UUID) -> int:
    """Return how many conversations wait for a shop's eyes."""
    waiting = and_(
        Thread.shop_id == shop_id,
        Thread.last_by.in_((Side.BUYER, LAB)),
        or_(Thread.seller_read_at.is_(None), Thread.seller_read_at < Thread.changed_at),
    )
    return db.session.scalar(select(func.count()).where(waiting)) or 0


def open_reports(labs: Labs, limit: int = 100) -> list[tuple[Report, str]]:
    """Return what was reported in these Labs and not decided, with the shop's alias."""
    query = (
        select(Report, Shop.alias)
        .join(Thread, Thread.id == Report.thread_id)
        .join(Shop, Shop.id == Thread.shop_id)
        .where(Report.decided_at.is_(None))
        .order_by(Report.created_at)
        .limit(limit)
    )
    if labs is not None:
        query = query.where(Report.lab_id.in_(labs))
    return [(report, alias) for report, alias in db.session.execute(query)]

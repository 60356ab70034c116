"""What buyers look for in public, as makers and the buyer herself see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from marketplace import clock
from marketplace.catalog.queries import sections_by_id
from marketplace.db import newest_first
from marketplace.errors import NotFound
from marketplace.extensions import db
from marketplace.money import Money
from marketplace.orders.models import Offer, Quote, Thread, Wanted, WantedQuestion
from marketplace.profiles.models import Shop
from marketplace.web.paging import Cursor, Page, cut

PAGE = 24


@dataclass(frozen=True)
class WantedRow:
    """One line of the list."""

    id: uuid.UUID
    title: str
    section: str
    budget: Money | None
    wanted_by: date | None
    created_at: datetime
    offers: int


@dataclass(frozen=True)
class AskedView:
    """A question and its answer: all may read both."""

    id: uuid.UUID
    alias: str
    text: str
    answer: str
    answered: bool


@dataclass(frozen=True)
class AnswerView:
    """An offer one maker has made: only for the buyer, and her own for the maker."""

    quote_id: uuid.UUID
    state: str
    alias: str
    price: Money
    days: int
    thread_id: uuid.UUID
    thread_secret: str


@dataclass(frozen=True)
class WantedView:
    """Its page; contacts in it are hidden from everybody."""

    row: Wanted
    title: str
    text: str
    section: str
    budget: Money | None
    open: bool
    questions: list[AskedView]
    answers: list[AnswerView]


def wanted_list(after: Cursor | None = None) -> Page[WantedRow]:
    """Return what is looked for now, newest first."""
    shown = and_(
        Wanted.state == "open",
        Wanted.hidden_at.is_(None),
        Wanted.closes_at > clock.now(),
    )
    query = select(Wanted).where(shown)
    query = newest_first(query, Wanted.created_at, Wanted.id, after, PAGE)
    rows = db.session.scalars(query).all()
    page, more = cut(rows, PAGE, lambda row: Cursor(row.created_at, row.id))
    counts = _counts([row.id for row in page])
    return Page([_row(row, counts.get(row.id, 0)) for row in page], more)


def _row(row: Wanted, offers: int) -> WantedRow:
    return WantedRow(
        row.id,
        row.title,
        sections_by_id()[row.category_id].name,
        _budget(row),
        row.wanted_by,
        row.created_at,
        offers,
    )


def _budget(row: Wanted) -> Money | None:
    return None if row.budget_minor is None else Money(row.budget_minor)


def _counts(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(Quote.wanted_id, func.count())
        .where(Quote.wanted_id.in_(ids))
        .group_by(Quote.wanted_id)
    )
    return {wanted_id: count for wanted_id, count in rows if wanted_id is not None}


def wanted_view(wanted_id: uuid.UUID, shop_id: uuid.UUID | None = None) -> WantedView:
    """Return its public page, with the offer of this shop; NotFound when out of sight."""
    row = db.session.get(Wanted, wanted_id, populate_existing=True)
    if row is None or row.hidden_at is not None:
        raise NotFound
    return _view(row, shop_id=shop_id)


def my_wanted(secret: str) -> WantedView:
    """Return it as its buyer sees it, with every offer; NotFound."""
    row = db.session.scalar(
        select(Wanted)
        .where(Wanted.secret == secret)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return _view(row, whole=True)


def wanted_of(person_id: uuid.UUID) -> Sequence[Wanted]:
    """Return what somebody has looked for while she was signed in, newest first."""
    return db.session.scalars(
        select(Wanted)
        .where(Wanted.person_id == person_id)
        .order_by(Wanted.created_at.desc())
        .limit(50)
    ).all()


def _view(
    row: Wanted, *, shop_id: uuid.UUID | None = None, whole: bool = False
) -> WantedView:
    asked = db.session.execute(
        select(WantedQuestion, Shop.alias)
        .join(Shop, Shop.id == WantedQuestion.shop_id)
        .where(WantedQuestion.wanted_id == row.id)
        .order_by(WantedQuestion.created_at)
    )
    return WantedView(
        row=row,
        title=row.title,
        text=row.text,
        section=sections_by_id()[row.category_id].name,
        budget=_budget(row),
        open=row.state == "open" and row.closes_at > clock.now(),
        questions=[
            AskedView(
                one.id,
                alias,
                one.text,
                one.answer,
                one.answered_at is not None,
            )
            for one, alias in asked
        ],
        answers=_answers(row.id, shop_id, whole=whole),
    )


def _answers(
    wanted_id: uuid.UUID, shop_id: uuid.UUID | None, *, whole: bool
) -> list[AnswerView]:
    if not whole and shop_id is None:
        return []
    newest = (
        select(func.max(Offer.version))
        .where(Offer.quote_id == Quote.id)
        .correlate(Quote)
        .scalar_subquery()
    )
    query = (
        select(Quote, Thread, Shop.alias, Offer)
        .join(Thread, Thread.id == Quote.thread_id)
        .join(Shop, Shop.id == Quote.shop_id)
        .join(Offer, and_(Offer.quote_id == Quote.id, Offer.version == newest))
        .where(Quote.wanted_id == wanted_id)
        .order_by(Offer.price_minor)
    )
    if not whole:
        query = query.where(Quote.shop_id == shop_id)
    return [
        AnswerView(
            quote.id,
            quote.state,
            alias,
            Money(offer.price_minor),
            offer.days,
            thread.id,
            thread.secret,
        )
        for quote, thread, alias, offer in db.session.execute(query)
    ]

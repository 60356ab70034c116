"""Work in any order: everybody does anything, the book, the places and the rows agree."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from marketplace import clock, ledger
from marketplace.catalog.models import Listing
from marketplace.errors import MarketplaceError
from marketplace.extensions import db
from marketplace.orders import rules
from marketplace.orders.models import Change, Order, OrderLine, Work
from marketplace.orders.rules.cases import DECISIONS
from marketplace.orders.rules.quotes import OfferTerms, Part
from marketplace.orders.services import (
    books,
    cases,
    changes,
    fulfil,
    payments,
    quotes,
    refund_moves,
    silence,
    silence_of_work,
    threads,
    works,
)
from marketplace.orders.services.cases import Verdict
from marketplace.orders.services.changes import More
from marketplace.orders.services.threads import Said
from marketplace.profiles.models import Transition
from tests import people
from tests.alike import Alike
from tests.orders import deals, work
from tests.snapshots import Snapshot

CAPACITY = 3
PARTS = (Part("Эскиз", 123_400, 3), Part("Калганы", 456_700, 7))


class WorkMachine(RuleBasedStateMachine):
    """Two packages' worth of people; what is refused changes nothing."""

    start: Snapshot
    began: datetime
    package: uuid.UUID
    listing: uuid.UUID
    reached: set[str]  # every state anything came to, over all walks
    orders: Bundle = Bundle("orders")
    quoted: Bundle = Bundle("quoted")

    def __init__(self) -> None:
        super().__init__()
        self.start.restore()
        self.time = Alike(self.began)
        self.her = people.seller()
        self.lead = people.person_id("gulnara")

    def teardown(self) -> None:
        db.session.rollback()
        self.reached.update(db.session.scalars(select(Transition.to_state)))
        self.time.end()
        db.session.rollback()

    def tried(self, step: Callable[[], object]) -> object | None:
        """Do it; a refusal must change nothing about money or states."""
        before = self.story()
        try:
            return step()
        except MarketplaceError:
            db.session.rollback()
            assert self.story() == before
            return None

    def story(self) -> list[tuple[object, ...]]:
        db.session.rollback()
        rows = db.session.execute(
            select(Order.id, Order.state, Work.used, Work.revisions)
            .join(Work, Work.order_id == Order.id)
            .order_by(Order.id)
        )
        return [tuple(row) for row in rows]

    def of(self, key: uuid.UUID) -> uuid.UUID:
        return work.get(key).purchase_id

    @rule(target=orders)
    def order(self) -> Any:
        made = self.tried(lambda: work.order(self.package))
        if not isinstance(made, uuid.UUID):
            return multiple()
        return deals.order(made).id

    @rule(target=quoted)
    def ask(self) -> tuple[uuid.UUID, str]:
        quote = quotes.ask(
            self.her.shop_id, work.BUYER, Said("Беш"), listing_id=self.listing
        )
        return quote.id, threads.secret_of(quote.thread_id)

    @rule(quote=quoted, parts=st.booleans())
    def offer(self, quote: tuple[uuid.UUID, str], parts: bool) -> None:
        terms = OfferTerms("Жасайм", 777_700, 9, parts=PARTS if parts else ())
        self.tried(
            lambda: quotes.offer(
                self.her.shop_id, quote[0], terms, by=self.her.person_id
            )
        )

    @rule(target=orders, quote=quoted)
    def agree(self, quote: tuple[uuid.UUID, str]) -> Any:
        key, secret = quote
        version = len(quotes.versions(key))
        made = self.tried(
            lambda: quotes.accept(
                secret,
                key,
                version,
                address="",
                submit_key=uuid.uuid4().hex,
                provider="sandbox",
            )
        )
        return self._placed(made)

    @rule(target=orders, quote=quoted)
    def next_part(self, quote: tuple[uuid.UUID, str]) -> Any:
        key, secret = quote
        offered = quotes.versions(key)
        if not offered:
            return multiple()
        last = quotes.parts_of(offered[-1].id)[-1].id
        return self._placed(self.tried(lambda: quotes.fund(secret, last)))

    def _placed(self, made: object) -> Any:
        if made is None:
            return multiple()
        purchase_id = made.id  # type: ignore[attr-defined]
        if deals.order(purchase_id).state == "awaiting_payment":
            payments.begin(purchase_id)
        return deals.order(purchase_id).id

    @rule(key=orders, outcome=st.sampled_from(("paid", "paid", "paid", "failed")))
    def pay(self, key: uuid.UUID, outcome: str) -> None:
        if work.get(key).state != "awaiting_payment":
            return
        purchase_id = self.of(key)
        if deals.attempt(purchase_id).state == "open":
            deals.press(purchase_id, outcome)
        else:
            self.tried(lambda: payments.begin(purchase_id))

    @rule(key=orders, many=st.integers(1, 5), corrects=st.booleans())
    def goes_well(self, key: uuid.UUID, many: int, corrects: bool) -> None:
        """Take some natural steps, or no walk would ever come to an end."""
        whose = self.of(key)
        last = work.revise if corrects else work.accept
        steps = {
            "awaiting_payment": lambda: deals.press(whose),
            "needs_brief": lambda: work.brief(key),
            "in_progress": lambda: work.deliver(key),
            "delivered": lambda: last(key),
            "revision_requested": lambda: work.deliver(key),
        }
        for _ in range(many):
            step = steps.get(work.get(key).state)
            if step is not None:
                self.tried(step)

    @rule(
        key=orders,
        what=st.sampled_from(("brief", "brief", "accept", "revise", "leave")),
    )
    def buyer(self, key: uuid.UUID, what: str) -> None:
        whose = self.of(key)
        steps = {
            "brief": lambda: works.send_brief(whose, key, {"answer-0": "Ай"}, {}),
            "accept": lambda: fulfil.confirm(whose, key),
            "revise": lambda: works.revise(whose, key, Said("Көк")),
            "leave": lambda: fulfil.step_back(whose, key),
        }
        self.tried(steps[what])

    @rule(
        key=orders,
        what=st.sampled_from(("deliver", "deliver", "resume", "later", "no")),
    )
    def maker(self, key: uuid.UUID, what: str) -> None:
        who, by = deals.hers(), self.her.person_id
        later = clock.today() + timedelta(days=40)
        steps = {
            "deliver": lambda: works.deliver(who, key, Said("Мына"), by=by),
            "resume": lambda: works.resume(who, key, by=by),
            "later": lambda: works.postpone(who, key, later, "Ооруп", by=by),
            "no": lambda: fulfil.refuse(who, key, by=by, note="Болбойт"),
        }
        self.tried(steps[what])

    @rule(key=orders, price=st.sampled_from((0, 33_300)))
    def change(self, key: uuid.UUID, price: int) -> None:
        more = More("Дагы", price, 2, 1)
        self.tried(
            lambda: changes.offer(deals.hers(), key, more, by=self.her.person_id)
        )

    @rule(target=orders, key=orders, yes=st.booleans())
    def answer_change(self, key: uuid.UUID, yes: bool) -> Any:
        found = db.session.scalars(
            select(Change.id)
            .where(Change.order_id == key)
            .order_by(Change.created_at.desc())
            .limit(1)
        ).one_or_none()
        if found is None:
            return multiple()
        whose = self.of(key)
        if not yes:
            self.tried(lambda: changes.decline(whose, found))
            return multiple()
        return self._placed(self.tried(lambda: changes.accept(whose, found)))

    @rule(key=orders)
    def complain(self, key: uuid.UUID) -> None:
        whose = self.of(key)
        self.tried(lambda: cases.open_one(whose, key, "stop", "Болбой жатат"))

    @rule(key=orders, decision=st.sampled_from(DECISIONS))
    def decide(self, key: uuid.UUID, decision: str) -> None:
        case = cases.of_order(key)
        if case is None:
            return
        case_id = case.id
        verdict = Verdict(decision, "Чечим", 10_000)
        self.tried(lambda: cases.decide(None, case_id, verdict, by=self.lead))

    @rule(days=st.sampled_from((0.03, 0.5, 1, 1, 3, 8, 31)))
    def time_goes_on(self, days: float) -> None:
        self.time.shift(timedelta(days=days))
        payments.expire()
        payments.reconcile()
        silence.run()
        silence_of_work.run()

    @rule()
    def refunds_arrive(self) -> None:
        refund_moves.resume()
        payments.reconcile()

    @invariant()
    def the_book_holds(self) -> None:
        db.session.rollback()
        assert [*ledger.problems(), *books.problems()] == []

    @invariant()
    def places_are_counted(self) -> None:
        db.session.rollback()
        in_hand = db.session.scalars(
            select(Order.id)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(
                OrderLine.listing_id == self.listing,
                Order.parent_id.is_(None),
                Order.state.in_(rules.IN_PLACE),
            )
        ).all()
        listing = db.session.get_one(Listing, self.listing, populate_existing=True)
        assert listing.taken == len(in_hand)

    @invariant()
    def corrections_are_those_agreed(self) -> None:
        for used, revisions in db.session.execute(select(Work.used, Work.revisions)):
            assert used <= revisions

    @invariant()
    def only_what_is_over_was_paid_out_or_back(self) -> None:
        db.session.rollback()
        for order in db.session.scalars(select(Order)).all():
            held = deals.held(order)
            if order.state in rules.IN_HAND | {"delivered"} and order.paid_at:
                assert held >= 0
            if order.state in {"completed", "awaiting_payment", "expired"}:
                assert held == 0, order.state


def prepared(app) -> type[WorkMachine]:
    """Return the machine over a service with three places."""
    listing = work.service(capacity=CAPACITY, som=1777)
    found = {
        "listing": listing.id,
        "package": work.package(listing).id,
        "start": Snapshot(app, "work"),
        "began": clock.now(),
        "reached": set(),
    }
    return type("Here", (WorkMachine,), found)


def test_whatever_people_do_with_work_the_books_stay_true(app, caplog) -> None:
    """A few short walks that reach every state; `make long` takes many longer ones."""
    caplog.set_level(logging.CRITICAL, "marketplace")
    machine = prepared(app)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {*rules.SERVICE, "offered", "paid"} - {"awaiting_payment"} <= machine.reached

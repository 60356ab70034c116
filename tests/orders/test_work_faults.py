"""Ways in which work and talk could go wrong, each once found and now shut."""

import uuid
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.errors import Conflict, Invalid, MarketplaceError, NotFound
from marketplace.extensions import db
from marketplace.infra.jobs.models import Job
from marketplace.orders.models import (
    Change,
    Milestone,
    Quote,
    Refund,
)
from marketplace.orders.rules.quotes import OfferTerms, Part
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import (
    beginnings,
    cases,
    fulfil,
    payments,
    quote_ends,
    quotes,
    refund_moves,
    refunds,
    reports,
    silence,
    silence_of_work,
    threads,
    wanted,
    ways,
    works,
)
from marketplace.orders.services.cases import Verdict
from marketplace.orders.services.threads import Said
from marketplace.orders.services.wanted import Wish
from marketplace.profiles.services import shops
from tests import people
from tests.orders import deals, work
from tests.orders.test_work_states import (
    STATES,
    TERMS,
    _accept,
    _her,
    change_in,
    order_in,
)

LEAD = "gulnara"


def child_of(change_id) -> uuid.UUID:
    found = db.session.get_one(Change, change_id, populate_existing=True).child_id
    assert found is not None
    return found


def joined(key) -> None:
    """Run what follows the end of an order, as the job does."""
    for one in beginnings.children(key):
        works.end_with(one)


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_work_has_its_pages(app, client, as_, state) -> None:
    key = order_in(state)
    secret = deals.secret(work.get(key).purchase_id)
    assert client.get(f"/en/o/{secret}").status_code == 200
    assert client.get(f"/en/t/{work.thread(key).secret}").status_code == 200
    begun = state not in {"awaiting_payment", "cancelled", "expired"}
    assert as_("aigul").get(f"/en/my/orders/{key}").status_code == (
        200 if begun else 404
    )
    assert as_("cholpon").get(f"/en/desk/orders/{key}").status_code == 200


# A paid change goes with its order


def test_a_paid_change_has_no_steps_of_its_own(app, as_) -> None:
    change_id, key = change_in("paid")
    child, whose = child_of(change_id), work.get(key).purchase_id
    for keeper in (deals.hers(), deals.of_lab()):
        for step in (
            lambda who: works.deliver(who, child, Said("x"), by=_her()),
            lambda who: fulfil.refuse(who, child, by=_her(), note="Жок"),
            lambda who: works.resume(who, child, by=_her()),
        ):
            with pytest.raises(NotFound):
                step(keeper)
    with pytest.raises(NotFound):
        works.revise(work.get(child).purchase_id, child, Said("x"))
    page = as_("aigul").get(f"/en/my/orders/{child}")
    assert page.location.endswith(f"/my/orders/{key}")
    assert whose


def test_money_for_a_change_that_comes_after_the_end_goes_back(app) -> None:
    change_id, key = change_in("accepted")
    child = child_of(change_id)
    purchase_id = work.get(child).purchase_id
    payments.begin(purchase_id)
    work.accept(work.deliver(key))
    deals.press(purchase_id)
    joined(key)
    assert work.get(child).state == "cancelled"
    assert deals.payable() == 180_000
    deals.sound()


def test_an_order_that_ends_lets_its_unpaid_change_go(app, work_jobs) -> None:
    change_id, key = change_in("accepted")
    child = child_of(change_id)
    work.accept(work.deliver(key))
    work_jobs()
    assert work.get(child).state == "cancelled"


@pytest.fixture
def work_jobs(app):
    """Return a function that runs every job that is due."""
    from marketplace.infra.jobs import Worker, registry

    worker = Worker(app, registry)

    def run() -> None:
        worker.run_all()
        db.session.rollback()

    return run


def test_giving_all_back_gives_the_change_back_too(app) -> None:
    change_id, key = change_in("paid")
    work.deliver(key)
    case = cases.open_one(work.get(key).purchase_id, key, "different", "Башка").id
    lead = people.person_id(LEAD)
    cases.decide(None, case, Verdict("refund_full", "Кайтарылсын"), by=lead)
    refund_moves.resume()
    payments.reconcile()
    silence.run()
    joined(key)
    assert work.get(key).state == "completed"
    assert work.get(child_of(change_id)).state == "cancelled"
    assert deals.payable() == 0
    deals.sound()


def test_a_change_nobody_pays_is_not_in_the_way_for_ever(app, travel) -> None:
    change_id, key = change_in("accepted")
    travel(days=8)
    silence_of_work.run()
    change = db.session.get_one(Change, change_id, populate_existing=True)
    assert change.state == "expired"
    fresh = work.begun(work.service(title="Башка"))
    assert fresh
    from marketplace.orders.services import changes
    from marketplace.orders.services.changes import More

    assert changes.offer(deals.hers(), key, More("Дагы", 50_000), by=_her())


# Steps of things are none of work


def test_accepting_work_as_if_it_were_a_parcel_changes_nothing(app, as_) -> None:
    key = order_in("delivered")
    day = clock.today() + timedelta(days=3)
    for keeper in (deals.hers(), deals.of_lab()):
        with pytest.raises(Conflict):
            fulfil.accept(keeper, key, day, by=_her())
    as_("aigul").send(f"/en/my/orders/{key}/accept", ready_on=day.isoformat())
    assert work.get(key).state == "delivered"


def test_work_is_not_paid_at_the_hand_over(app) -> None:
    deals.lab_takes("cash", "cod", "transfer")
    assert {"cod", "cash_lab"}.isdisjoint(ways.of_work(people.lab().id))
    her = people.seller()
    quote = quotes.ask(her.shop_id, work.BUYER, Said("Беш"))
    terms = OfferTerms("Почта менен", 500_000, 10, place="post")
    quotes.offer(her.shop_id, quote.id, terms, by=her.person_id)
    with pytest.raises(Conflict):
        quotes.accept(
            threads.secret_of(quote.thread_id),
            quote.id,
            1,
            address="Бишкек, 1",
            submit_key="k" * 20,
            provider="cod",
        )


def test_the_lab_is_offered_only_what_it_can_decide(app) -> None:
    key = order_in("in_progress")
    case = cases.open_one(work.get(key).purchase_id, key, "stop", "Болбойт").id
    lead = people.person_id(LEAD)
    for decision in ("redo", "release"):
        with pytest.raises(Invalid):
            cases.decide(None, case, Verdict(decision, "Чечим"), by=lead)
    cases.decide(None, case, Verdict("dismiss", "Улантыңыз"), by=lead)


def test_work_done_once_more_has_a_new_day(app, travel) -> None:
    key = order_in("delivered")
    travel(days=6)
    case = cases.open_one(work.get(key).purchase_id, key, "different", "Башка").id
    cases.decide(None, case, Verdict("redo", "Кайра"), by=people.person_id(LEAD))
    assert work.get(key).ready_on == clock.today() + timedelta(days=2)
    with pytest.raises(Conflict):
        fulfil.step_back(work.get(key).purchase_id, key)


def test_a_refund_of_a_cancelled_order_cannot_be_denied(app) -> None:
    her = people.seller()
    quote = quotes.ask(her.shop_id, work.BUYER, Said("Беш"))
    terms = OfferTerms("Чоң иш", 5_000_000, 10)
    quotes.offer(her.shop_id, quote.id, terms, by=her.person_id)
    purchase_id = _accept(quote.id, threads.secret_of(quote.thread_id)).id
    payments.begin(purchase_id)
    deals.press(purchase_id)
    key = deals.order(purchase_id).id
    case = cases.open_one(purchase_id, key, "stop", "Болбойт").id
    cases.decide(None, case, Verdict("refund_full", "y"), by=people.person_id(LEAD))
    refund = db.session.query(Refund).one().id
    with pytest.raises(Conflict):
        refunds.deny(None, refund, by=people.person_id("nazira"), note="Жок")
    refunds.approve(None, refund, by=people.person_id("nazira"))


def test_nobody_decides_the_case_of_her_own_purchase(app) -> None:
    lead = people.person_id(LEAD)
    buyer = Buyer("Гүлнара", "gulnara@lab.test", "ky", person_id=lead)
    key = work.begun(work.service(), buyer=buyer)
    case = cases.open_one(work.get(key).purchase_id, key, "stop", "Болбойт").id
    with pytest.raises(Conflict):
        cases.decide(None, case, Verdict("refund_full", "Мага"), by=lead)


# Offers


def offered(parts=()) -> tuple[uuid.UUID, str, uuid.UUID]:
    """Have Aigul offer something; return quote, secret, thread."""
    her = people.seller()
    quote = quotes.ask(her.shop_id, work.BUYER, Said("Беш"))
    key, thread_id = quote.id, quote.thread_id
    terms = OfferTerms("Жасайм", 500_000, 10, parts=parts)
    quotes.offer(her.shop_id, key, terms, by=her.person_id)
    return key, threads.secret_of(thread_id), thread_id


TWO = (Part("Эскиз", 100_000, 2), Part("Калганы", 100_000, 2))


def second(key) -> uuid.UUID:
    return db.session.query(Milestone).filter_by(quote_id=key, position=1).one().id


def paid_part(key, secret) -> uuid.UUID:
    purchase_id = _accept(key, secret).id
    payments.begin(purchase_id)
    deals.press(purchase_id)
    return deals.order(purchase_id).id


def test_nothing_is_agreed_in_a_reported_or_blocked_conversation(app) -> None:
    key, secret, thread_id = offered()
    her = people.seller()
    reports.block_as_seller(her.shop_id, thread_id)
    with pytest.raises(Conflict):
        _accept(key, secret)
    reports.block_as_seller(her.shop_id, thread_id, on=False)
    reports.report_as_seller(her.shop_id, thread_id, by=her.person_id)
    with pytest.raises(Conflict):
        _accept(key, secret)


def test_the_next_part_needs_an_open_shop_and_a_part_that_was_not_refused(app) -> None:
    key, secret, _thread = offered(TWO)
    first = paid_part(key, secret)
    with pytest.raises(Conflict):
        quotes.fund(secret, second(key))
    work.accept(work.deliver(first))
    shop_id = people.seller().shop_id
    cholpon = people.person_id("cholpon")
    shops.suspend(shop_id, by=cholpon, reason="Сүйлөшөлү")
    with pytest.raises(Conflict):
        quotes.fund(secret, second(key))
    shops.reopen(shop_id, by=cholpon)
    made = quotes.fund(secret, second(key)).id
    payments.begin(made)
    deals.press(made)
    fulfil.refuse(deals.hers(), deals.order(made).id, by=_her(), note="Ооруп калдым")
    with pytest.raises(Conflict):
        quotes.fund(secret, second(key))


def test_an_agreed_offer_nobody_paid_can_be_taken_back(app, work_jobs) -> None:
    key, secret, _thread = offered()
    purchase_id = _accept(key, secret).id
    quote_ends.withdraw(secret, key)
    work_jobs()
    assert deals.order(purchase_id).state == "cancelled"
    other, its_secret, _thread = offered()
    paid_part(other, its_secret)
    with pytest.raises(Conflict):
        quote_ends.withdraw(its_secret, other)


def wish_with_two() -> list[tuple[uuid.UUID, str]]:
    row = wanted.post(work.BUYER, Wish(people.category("shyrdak"), "Жаздык", "Көп"))
    key = row.id
    for name in ("aigul", "farida"):
        her = people.seller(name)
        wanted.offer(her.shop_id, key, TERMS, by=her.person_id)
    rows = db.session.query(Quote).order_by(Quote.created_at)
    return [(one.id, threads.secret_of(one.thread_id)) for one in rows]


def test_of_two_offers_agreed_the_one_paid_first_ends_the_other(app, work_jobs) -> None:
    first, other = wish_with_two()
    waiting = _accept(*other).id
    paid_part(*first)
    work_jobs()
    states = [db.session.get_one(Quote, one[0]).state for one in (first, other)]
    assert states == ["accepted", "withdrawn"]
    assert deals.order(waiting).state == "cancelled"
    with pytest.raises(MarketplaceError):
        _accept(*other)


# Silence


def test_nobody_accepts_by_silence_without_having_been_told(app, travel) -> None:
    key = order_in("delivered")
    travel(days=9)  # the worker stood still
    silence_of_work.run()
    assert work.get(key).state == "delivered"
    travel(days=1)
    silence_of_work.run()
    assert work.get(key).state == "completed"


def test_the_lab_calls_who_has_no_e_mail(app, travel) -> None:
    from marketplace.profiles.models import Notice

    buyer = Buyer("Бермет", "0555123456", "ky")
    key = work.deliver(work.begun(work.service(), buyer=buyer))
    travel(days=3, minutes=1)
    silence_of_work.run()
    cholpon = people.person_id("cholpon")
    links = [row.link for row in db.session.query(Notice).filter_by(person_id=cholpon)]
    assert f"/desk/orders/{key}" in links


def test_an_offer_that_lapses_is_said_to_both(app, travel) -> None:
    offered()
    travel(days=8)
    before = db.session.query(Job).filter_by(kind="mail.send").count()
    silence_of_work.run()
    assert db.session.query(Job).filter_by(kind="mail.send").count() > before

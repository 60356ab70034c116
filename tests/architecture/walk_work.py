"""Something behind every address about work, offers and conversations at Osh."""

from sqlalchemy import select

from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.orders.models import Attachment, Milestone, Thread
from marketplace.orders.rules.quotes import OfferTerms, Part
from marketplace.orders.rules.talk import Buyer, Taken
from marketplace.orders.services import (
    changes,
    quotes,
    reports,
    threads,
    wanted,
)
from marketplace.orders.services.threads import Said
from marketplace.orders.services.wanted import Wish
from marketplace.orders.views.sent_files import token_of
from tests import people
from tests.orders import deals, work

Arguments = dict[str, dict[str, object]]
BUYER = Buyer("Bermet", "bermet@lab.test", "en", "Бишкек, 1")
HERS = ("my_thread", "my_thread_say", "my_thread_seen", "my_thread_report")
HERS += ("my_thread_drop", "my_offer")
THEIRS = ("thread", "thread_say", "thread_seen", "thread_report", "thread_drop")


def of_work() -> Arguments:
    """Write a service with an order, offers, talk; return the arguments."""
    listing = work.service()
    return {
        "catalog.busy_thing": {"listing_id": listing.id},
        "orders.ask_about": {"slug": listing.slug},
        "orders.ask_about_post": {"slug": listing.slug},
        "orders.ask_shop": {"slug": "ak-kiyiz"},
        "orders.ask_shop_post": {"slug": "ak-kiyiz"},
        **_of_order(listing),
        **_of_talk(listing),
        **_of_wanted(),
    }


def _of_order(listing) -> Arguments:
    key = work.begun(listing)
    order = work.get(key)
    more = changes.More("Дагы бир вариант", 100_000, 2, 1)
    her = people.seller().person_id
    change = changes.offer(deals.hers(), key, more, by=her).id
    step = {"order_id": key}
    mine = {"secret": deals.secret(order.purchase_id)}
    package = {"package_id": work.package(listing).id}
    return {
        "orders.order_package": package,
        "orders.order_package_post": package,
        "orders.work_brief": {**mine, **step},
        "orders.work_accept": {**mine, **step},
        "orders.work_revise": {**mine, **step},
        "orders.change_accept": {**mine, "change_id": change},
        "orders.change_decline": {**mine, "change_id": change},
        "orders.work_change": step,
        "orders.review_buyer": step,
        "orders.work_change_withdraw": {**step, "change_id": change},
        "coordinator.late_remind": step,
    }


def _of_talk(listing) -> Arguments:
    quote = quotes.ask(
        people.seller().shop_id, BUYER, Said("Беш логотип"), listing_id=listing.id
    )
    parts = (Part("Эскиз", 200_000, 3), Part("Калганы", 300_000, 7))
    terms = OfferTerms("Экиге бөлөлү", 0, 0, parts=parts)
    her = people.seller()
    quotes.offer(her.shop_id, quote.id, terms, by=her.person_id)
    thread = db.session.get_one(Thread, quote.thread_id)
    part = db.session.scalars(select(Milestone.id).order_by(Milestone.position)).first()
    on_it = {"thread_id": thread.id}
    theirs = {"secret": thread.secret}
    of_quote = {**theirs, "quote_id": quote.id}
    return {
        **{f"orders.{name}": on_it for name in HERS},
        "orders.my_thread_block": {**on_it, "what": "block"},
        "orders.my_quote_step": {**on_it, "quote_id": quote.id, "what": "decline"},
        **{f"orders.{name}": theirs for name in THEIRS},
        "orders.thread_block": {**theirs, "what": "block"},
        "orders.quote_counter": of_quote,
        "orders.quote_step": {**of_quote, "what": "withdraw"},
        "orders.quote_accept": of_quote,
        "orders.quote_accept_post": of_quote,
        "orders.part_pay": {**theirs, "part_id": part},
        "sent.sent_file": {"token": _sent()},
        **_of_report(),
    }


def _sent() -> str:
    """Send a file; return what opens it."""
    shop_id = people.seller().shop_id
    adapters().storage.put("t/x.pdf", b"%PDF-1.7")
    said = Said("Файл", (Taken("t/x.pdf", "x.pdf", "pdf", 9),))
    threads.ask(shop_id, BUYER, said)
    key = db.session.scalars(select(Attachment.id)).one()
    return token_of(key)


def _of_report() -> Arguments:
    secret = threads.ask(people.seller().shop_id, BUYER, Said("Жаман сөз"))
    thread = db.session.scalars(select(Thread).where(Thread.secret == secret)).one()
    key = thread.id
    reports.report_as_seller(people.seller().shop_id, key, by=people.seller().person_id)
    names = ("report", "report_read", "report_say", "report_decide")
    return {f"coordinator.{name}": {"thread_id": key} for name in names}


def _of_wanted() -> Arguments:
    wish = Wish(people.category("shyrdak"), "Жаздык", "Жыйырма даана")
    row = wanted.post(BUYER, wish)
    mine, it = {"secret": row.secret}, {"wanted_id": row.id}
    asked = wanted.ask(people.seller().shop_id, row.id, "Кайсы түс?").id
    return {
        "orders.wanted": it,
        "orders.wanted_ask": it,
        "orders.wanted_offer": it,
        "orders.my_wanted": mine,
        "orders.wanted_answer": {**mine, "question_id": asked},
        "orders.wanted_close": mine,
        "coordinator.wanted_hide": it,
    }

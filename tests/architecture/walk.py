"""A world with something behind every address, and the addresses in it."""

import dataclasses
import uuid
from io import BytesIO

from flask import Flask, url_for
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Photo, SavedSearch, Term, WatchedWord
from marketplace.catalog.services import (
    collections,
    imports,
    labels,
    looking,
    photos,
    reviews,
    searches,
    unfinished,
)
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import SandboxPayment
from marketplace.orders.models import Order, OrderLine, Purchase
from marketplace.orders.rules.delivery import Band
from marketplace.orders.services import delivery
from marketplace.permissions import Scope
from marketplace.profiles.models import (
    Application,
    ApplicationFile,
    ChecklistItem,
    Notice,
    RoleGrant,
    SignInSession,
)
from marketplace.profiles.models.sessions import hashed
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.services import (
    checklists,
    helping,
    notices,
    recovery,
    sessions,
    tokens,
)
from tests import people
from tests.architecture.walk_money import of_money
from tests.architecture.walk_work import of_work
from tests.orders import deals, her_money
from tests.orders.test_one_sale import bought, pay

# A photo of a thing on sale: everybody may see it.
SHOWN = dataclasses.replace(people.PICTURE, key="p/bb/shown")
PHOTO = ("move", "describe", "replace", "delete")
IMPORT_PAGES = ("import_page", "import_start")
CAST = ("nobody", "elnura", "bermet", "aigul", "farida", "cholpon", "dinara", "gulnara")


def make_world() -> dict[str, dict[str, object]]:
    """Write one of everything at Osh; return the arguments of each endpoint."""
    photo = photos.remember(people.seller().shop_id, SHOWN).id
    for key in (SHOWN.key, people.PICTURE.key):
        adapters().storage.put(f"{key}/360.webp", b"RIFF")
    live = people.on_sale(title="Кызыл шырдак", stock=9, photo_ids=[photo])
    waiting = _waiting()
    application = db.session.scalars(
        select(Application).where(Application.state == "submitted")
    ).one()
    pattern = people.on_sale(content=people.file())
    purchase_id = bought(live, pattern)
    pay(purchase_id)
    purchase = db.session.get_one(Purchase, purchase_id)
    line_id, file_id = db.session.scalars(
        select(OrderLine.id).order_by(OrderLine.file_key)
    )
    order_id = db.session.scalars(select(Order.id)).one()
    secret = {"secret": purchase.secret}
    line = {"line_id": line_id}
    mine = {"listing_id": waiting.id}
    on_it = {**mine, "photo_id": _photo_of(waiting)}
    upload = {"client_id": db.session.get_one(Photo, on_it["photo_id"]).client_id}
    reference = {"reference": _reference()}
    return {
        "catalog.category": {"slug": "felt"},
        "catalog.listing": {"slug": live.slug},
        "catalog.shop": {"slug": "ak-kiyiz"},
        "catalog.lab": {"slug": "osh"},
        "catalog.region": {"slug": "osh"},
        "catalog.technique": {"slug": "shyrdak"},
        **_of_cards(live),
        **_of_collections(live),
        "site.shop_feed": {"slug": "ak-kiyiz"},
        "site.category_feed": {"slug": "felt"},
        "site.lab_feed": {"slug": "osh"},
        "media.avatar": {"seed": "0123456789abcdef"},
        **_of_things(live, mine),
        **_of_reviews(live),
        **_of_files(pattern),
        "catalog.thing_photos": mine,
        "catalog.thing_photos_add": mine,
        **{f"catalog.photo_{name}": on_it for name in PHOTO},
        **{f"catalog.photo_{name}": upload for name in ("progress", "send", "add")},
        "coordinator.application": {"application_id": application.id},
        "coordinator.application_post": {"application_id": application.id},
        "coordinator.application_undo": {"application_id": application.id},
        **_of_applicant(application),
        "orders.my_order": {"order_id": order_id},
        "orders.purchase": secret,
        "orders.line_photo": {**secret, "line_id": line_id},
        "orders.line_file": {**secret, "line_id": file_id},
        "orders.payment_return": secret,
        "orders.pay": secret,
        "orders.received": {**secret, "order_id": order_id},
        "orders.review": {**secret, **line},
        **_of_people(),
        **_of_the_desk(),
        "orders.sandbox": reference,
        "orders.sandbox_post": reference,
        "media.picture": {"name": f"{SHOWN.key.removeprefix('p/')}/360.webp"},
        "static": {"filename": "css/app.css"},
        "webhooks.receive": {"provider": "sandbox"},
        **_of_her_money(),  # a second sale: after what looks for the only one
        **of_money(order_id, purchase.secret),
        **of_work(),
    }


def _of_things(live, mine) -> dict[str, dict[str, object]]:
    """What is Aigul's, and what the desk can do with it: a draft, a change, words."""
    hers = ["edit_thing", "edit_thing_post", "switch_thing", "check_thing"]
    hers += ["send_thing", "thing_sent", "preview_thing", "take_back_thing"]
    hers += ["copy_thing", "sizes", "sizes_post", "prices_post"]
    hers += ["price_of", "price_of_post", "price_forget"]
    looked = ["thing", "thing_post", "thing_undo", "thing_seen", "thing_pattern"]
    change = {"change_id": people.changed(live).id}
    cholpon = people.person_id("cholpon")
    pattern = labels.make_pattern(None, live.id, "Шырдак", by=cholpon)
    word = db.session.scalars(select(WatchedWord.id)).first()
    term = db.session.scalars(select(Term.id).where(Term.kind == "colour")).first()
    colour = {"kind": "colour"}
    return {
        **{f"catalog.{name}": mine for name in hers},
        **_of_imports(),
        **_of_unfinished(),
        "catalog.forget_search": {"search_id": _kept_search()},
        "catalog.start_from": {"pattern_id": pattern.id},
        "catalog.thing_label": {"listing_id": live.id},
        "catalog.label_code": {"listing_id": live.id},
        "catalog.stock_of": {"variant_id": people.variant_of(live.id)},
        **{f"coordinator.{name}": mine for name in looked},
        "coordinator.change": change,
        "coordinator.change_post": change,
        "coordinator.change_undo": change,
        "coordinator.word_delete": {"word_id": word},
        "coordinator.section_edit": {"slug": "felt"},
        "coordinator.section_edit_post": {"slug": "felt"},
        "coordinator.terms": colour,
        "coordinator.term_new": colour,
        "coordinator.term_new_post": colour,
        "coordinator.term_edit": {**colour, "term_id": term},
        "coordinator.term_edit_post": {**colour, "term_id": term},
        "coordinator.pattern_delete": {"pattern_id": pattern.id},
    }


def _of_unfinished() -> dict[str, dict[str, object]]:
    """A form Aigul has begun."""
    one = {"form_id": uuid.UUID(int=7)}
    shop_id, fields = people.seller().shop_id, {"title": ["Бүтө элек"]}
    unfinished.keep(shop_id, one["form_id"], "product", fields, new=True)
    return {f"catalog.{name}_unfinished": one for name in ("keep", "forget")}


def _of_cards(live) -> dict[str, dict[str, object]]:
    """Cards under an old mark: they lead to those of today."""
    old = {"mark": "0" * 20}
    return {
        "media.home_card": old,
        "media.listing_card": {**old, "slug": live.slug},
        "media.shop_card": {**old, "slug": "ak-kiyiz"},
    }


def _kept_search() -> uuid.UUID:
    """A search Bermet has kept."""
    searches.keep(people.person_id("bermet"), "q=шырдак", "ky")
    return db.session.scalars(select(SavedSearch.id)).one()


def _of_reviews(live) -> dict[str, dict[str, object]]:
    """What was said of a thing of Aigul's: one she has reported, one nobody has."""
    her, quiet, loud = people.seller(), people.reviewed(live), people.reviewed(live, 1)
    reviews.report(her.shop_id, loud.id, by=her.person_id)
    return {
        "catalog.my_review_answer": {"review_id": quiet.id},
        "catalog.my_review_report": {"review_id": quiet.id},
        "coordinator.review_step": {"review_id": loud.id, "what": "keep"},
    }


def _of_files(listing) -> dict[str, dict[str, object]]:
    """What sells a file, and a change of it."""
    sold = {"listing_id": listing.id}
    return {
        "catalog.my_file": sold,
        "coordinator.thing_file": sold,
        "coordinator.change_file": {"change_id": people.changed(listing).id},
    }


def _of_collections(live) -> dict[str, dict[str, object]]:
    """One of today, with the thing on sale in it."""
    words = dict.fromkeys(("ky", "ru", "en"), ("Майрам", "Белекке"))
    cholpon, today = people.person_id("cholpon"), clock.today()
    row = collections.save(None, words, today, today, by=cholpon)
    collections.put_in(row.id, live.slug, by=cholpon)
    one = {"collection_id": row.id}
    names = ("edit", "edit_post", "put_in", "delete")
    return {
        "catalog.collection": {"slug": row.slug},
        **{f"coordinator.collection_{name}": one for name in names},
        "coordinator.collection_thing": {**one, "listing_id": live.id},
    }


def _of_imports() -> dict[str, dict[str, object]]:
    """A table of Aigul's that waits for her yes."""
    her = people.seller()
    one = imports.receive(
        her.shop_id,
        BytesIO("code,title_ky\n1,Шырдак\n".encode()),
        None,
        by=her.person_id,
    )
    return {f"catalog.{name}": {"import_id": one} for name in IMPORT_PAGES}


def _of_applicant(application: Application) -> dict[str, dict[str, object]]:
    """What Indira has sent: an item of her Lab, a photo."""
    file_id = db.session.scalars(
        select(ApplicationFile.id).where(
            ApplicationFile.application_id == application.id
        )
    ).one()
    item_id = db.session.scalars(
        select(ChecklistItem.id).where(
            ChecklistItem.lab_id == application.lab_id, ChecklistItem.kind == "text"
        )
    ).one()
    file = {"file_id": file_id}
    return {
        "profiles.apply_item": {"item_id": item_id},
        "profiles.apply_item_post": {"item_id": item_id},
        "profiles.apply_file_delete": file,
        "profiles.application_file": file,
        "coordinator.application_file": file,
    }


def _of_people() -> dict[str, dict[str, object]]:
    """What is Aigul's own: a session, a notice, a link in her mail."""
    aigul = people.person_id("aigul")
    token = sessions.start(aigul)
    notices.tell(aigul, Kind.ORDER_NEW, "/my/orders")
    session = db.session.scalars(
        select(SignInSession.id).where(SignInSession.token_hash == hashed(token))
    ).one()
    notice = db.session.scalars(
        select(Notice.id).where(Notice.person_id == aigul, Notice.link == "/my/orders")
    ).one()
    reset = {"token": tokens.make(aigul, tokens.RESET)}
    email = {"token": tokens.make(aigul, tokens.EMAIL, address="new@lab.test")}
    return {
        "profiles.end_session": {"session_id": session},
        "profiles.notice_open": {"notice_id": notice},
        "profiles.notice_delete": {"notice_id": notice},
        "profiles.reset": reset,
        "profiles.reset_post": reset,
        "profiles.take_email": email,
        "profiles.take_email_post": email,
    }


def _of_the_desk() -> dict[str, dict[str, object]]:
    """What coordinators of Osh may touch: Aigul, her consent, her recovery, the Lab."""
    aigul, cholpon = people.person_id("aigul"), people.person_id("cholpon")
    osh = people.lab()
    consent = helping.give(aigul, list(Scope), how="herself", days=7, by=aigul).id
    begun = recovery.start(aigul, "0700 12 34 56", "I know her", by=cholpon).id
    words = dict.fromkeys(("ky", "ru", "en"), ("Суроо", "Сөз"))
    item = checklists.add_item(osh.id, "text", words, required=False, by=cholpon).id
    reply = checklists.add_reply(osh.id, "ask", words, by=cholpon).id
    grant = db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id == people.person_id("lira"))
    ).one()
    stop = {"token": tokens.make(aigul, tokens.STOP)}
    hers = [
        "resident",
        "consent_post",
        "suspend",
        "trust",
        "reopen",
        "block",
        "unblock",
        "recovery_start",
    ]
    lab = [
        "lab",
        "lab_post",
        "lab_asks",
        "lab_ask_new",
        "lab_ask_new_post",
        "lab_answers",
    ]
    lab += ["lab_account", "lab_account_post", "lab_answer_new", "lab_answer_new_post"]
    lab += ["lab_shipping", "lab_shipping_post"]
    of_lab = {"slug": "osh"}
    band = delivery.add_rate(osh.id, Band("post", "KG", 2000, 15_000, 3, 7)).id
    return {
        **{f"coordinator.{name}": {"person_id": aigul} for name in hers},
        **{f"coordinator.{name}": of_lab for name in lab},
        "coordinator.lab_ask": {**of_lab, "item_id": item},
        "coordinator.lab_ask_post": {**of_lab, "item_id": item},
        "coordinator.lab_answer": {**of_lab, "reply_id": reply},
        "coordinator.lab_answer_post": {**of_lab, "reply_id": reply},
        "coordinator.lab_shipping_delete": {**of_lab, "rate_id": band},
        "coordinator.help_begin": {"consent_id": consent},
        "coordinator.recovery_confirm": {"recovery_id": begun},
        "coordinator.recovery_cancel": {"recovery_id": begun},
        "coordinator.recovery_code": {"recovery_id": begun},
        "coordinator.impact_csv": {"what": "months"},
        "coordinator.staff_revoke": {"grant_id": grant},
        "profiles.help_end": {"consent_id": consent},
        "profiles.stop": stop,
        "profiles.stop_post": stop,
    }


def _of_her_money() -> dict[str, dict[str, object]]:
    """A payout Aigul has signed for, of a sale two months of paper tell about."""
    her_money.details()
    deals.completed(people.on_sale(title="Сатылган шырдак"))
    payout = her_money.paid_out(proof="17", receipt=f"{people.PICTURE.key}/360.webp")
    payout_id, run_id = {"payout_id": payout.id}, {"run_id": payout.run_id}
    month = {"month": str(her_money.month())}
    return {
        "orders.my_amounts": {"what": "show"},
        "orders.my_statement": month,
        "orders.my_statement_csv": month,
        "orders.my_payout": payout_id,
        "orders.my_payout_photo": payout_id,
        "coordinator.payout_receipts": run_id,
    }


def _waiting():
    listing = people.handed_in(title="Көк шырдак")
    return looking.decide(
        listing.id, "ask", by=people.person_id("cholpon"), note="Сүрөт кошуңуз"
    )


@use_case
def _photo_of(listing) -> uuid.UUID:
    """Put a photo on a thing, sent one by one: it has a name its browser gave."""
    shown = dataclasses.replace(people.PICTURE, key="p/cc/waits")
    photo = photos.remember(listing.shop_id, shown)
    photo.client_id = uuid.uuid4()
    photos.attach(listing.id, listing.shop_id, [photo.id], "Көк шырдак")
    return photo.id


def _reference() -> str:
    return db.session.scalars(select(SandboxPayment.reference)).one()


def addresses(app: Flask, world: dict, method: str) -> dict[str, str]:
    """Return endpoint -> address in that world."""
    with app.test_request_context("/en/"):
        return {
            rule.endpoint: url_for(rule.endpoint, **world.get(rule.endpoint, {}))
            for rule in app.url_map.iter_rules()
            if method in (rule.methods or set())
        }

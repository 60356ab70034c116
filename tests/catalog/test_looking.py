"""Trusted shops, answers taken back, copies, sizes that go, days that are promised."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Listing, Variant
from marketplace.catalog.queries import content_of
from marketplace.catalog.services import listings, looking
from marketplace.errors import Conflict, NotAllowed, NotFound
from marketplace.extensions import db
from marketplace.orders import queries as orders
from marketplace.orders.services import basket, checkout
from marketplace.profiles.models import Notice
from marketplace.profiles.services import shops
from tests import people
from tests.catalog.changing import apply, save, waiting
from tests.orders.test_one_sale import pay


def test_what_a_trusted_shop_opens_is_looked_at_afterwards(app, as_, client) -> None:
    her, cholpon = people.seller(), people.person_id("cholpon")
    shops.trust(her.shop_id, True, by=cholpon)
    thing = people.handed_in(title="Боз кийиз")
    assert client.get(f"/ky/l/{thing.slug}").status_code == 200
    assert "Боз кийиз" in as_("cholpon").words("/ky/desk/things?queue=opened")
    looking.seen_well(thing.id, by=cholpon)
    assert "Боз кийиз" not in as_("cholpon").words("/ky/desk/things?queue=opened")
    assert not save(thing, texts={"ky": ("Башка аты", "Сөз")}).waits
    assert "Башка аты" in client.words(f"/ky/l/{thing.slug}")
    assert "Башка аты" in as_("cholpon").words("/ky/desk/things?queue=opened")


def test_what_is_on_sale_can_be_asked_to_change(live, client) -> None:
    looking.decide(live.id, "ask", by=people.person_id("cholpon"), note="Сүрөт бүдөмүк")
    assert client.get(f"/ky/l/{live.slug}").status_code == 404
    assert db.session.get(Listing, live.id).state == "needs_changes"


def test_nobody_trusts_herself_or_answers_her_own_change(app) -> None:
    live = people.on_sale()
    save(live, texts={"ky": ("Жаңы", "Сөз")})
    aigul = people.person_id("aigul")
    with pytest.raises(NotAllowed, match="own_listing"):
        looking.decide_change(waiting(live).id, "publish", by=aigul, note="")
    with pytest.raises(NotAllowed):
        shops.trust(people.seller().shop_id, True, by=aigul)


def test_an_answer_is_told_after_ten_minutes_unless_it_was_taken_back(
    app, work, ten_minutes, travel
) -> None:
    thing, cholpon = people.handed_in().id, people.person_id("cholpon")
    looking.decide(thing, "publish", by=cholpon, note="")
    looking.undo(thing, by=cholpon)
    assert db.session.get(Listing, thing).state == "in_review"
    looking.decide(thing, "ask", by=cholpon, note="Сүрөт кошуңуз")
    said = select(Notice.id).where(Notice.kind == "shop.thing_answered")
    work()
    assert db.session.scalars(said).all() == [], "she is told later"
    travel(seconds=601)
    work()
    assert len(db.session.scalars(said).all()) == 1, "once, not for the one taken back"


def test_only_who_has_answered_takes_it_back(app, ten_minutes) -> None:
    thing = people.handed_in().id
    looking.decide(thing, "publish", by=people.person_id("cholpon"), note="")
    with pytest.raises(Conflict, match="undo_over"):
        looking.undo(thing, by=people.person_id("meerim"))
    looking.undo(thing, by=people.person_id("cholpon"))


def test_a_copy_is_a_draft_with_everything_and_photos_of_its_own(live) -> None:
    her = people.seller()
    copy = listings.copy(her.shop_id, live.id, by=her.person_id)
    mine, theirs = content_of(copy.id), content_of(live.id)
    assert copy.state == "draft"
    assert mine.texts == theirs.texts
    assert len(mine.photo_ids) == 2
    assert not set(mine.photo_ids) & set(theirs.photo_ids)
    listings.switch(her.shop_id, live.id, "archive", by=her.person_id)
    assert len(content_of(copy.id).photo_ids) == 2


def test_what_was_put_away_comes_back_as_a_draft(live) -> None:
    her = people.seller()
    listings.switch(her.shop_id, live.id, "archive", by=her.person_id)
    again = listings.switch(her.shop_id, live.id, "restore", by=her.person_id)
    assert again.state == "draft"


def test_a_size_taken_out_leaves_old_orders_and_baskets_in_peace(app) -> None:
    sizes = people.Option("Өлчөмү", ("S", "M"))
    base = people.draft()
    parts = tuple(replace(base.variants[0], choice=(one,)) for one in ("S", "M"))
    live = people.on_sale(content=replace(base, options=(sizes,), variants=parts))
    rows = db.session.scalars(select(Variant).order_by(Variant.position)).all()
    token = basket.add(None, rows[1].id)
    save(live, options=(), variants=(replace(base.variants[0], stock=4),))
    apply(live)
    assert orders.basket_view(token) == [], "M is not offered any more"
    with pytest.raises(NotFound):
        basket.add(None, rows[1].id)
    assert content_of(live.id).variants[0].stock == 4


def test_the_day_promised_moves_with_the_work_in_front(app, client) -> None:
    made = people.VariantPart(
        (), 5_000_00, 0, people.Mode.MADE_TO_ORDER, lead_days=10, weekly=1
    )
    thing = people.on_sale(content=replace(people.draft(), variants=(made,)))
    today = clock.today()
    promised = []
    for number in range(3):
        token = basket.add(None, people.variant_of(thing.id))
        (part,) = orders.basket_view(token)
        promised.append(part.items[0].ready_on)
        purchase = checkout.place(
            token,
            checkout.Buyer("Бермет", "bermet@lab.test", "ky"),
            {},
            submit_key=f"key-{number}",
            provider="sandbox",
        )
        pay(purchase.id)
    assert promised == [today + timedelta(days=10 + 7 * week) for week in range(3)]
    from marketplace.orders.models import OrderLine

    kept = db.session.scalars(
        select(OrderLine.promised_on).order_by(OrderLine.promised_on)
    )
    assert list(kept) == promised, "the order keeps the day that was promised"

"""Changes of what is on sale: harmless ones at once, the rest after a look."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog import queries
from marketplace.catalog.models import Listing, ListingRevision, Photo, Variant
from marketplace.catalog.queries import content_of
from marketplace.catalog.queries.find import find
from marketplace.catalog.rules.asking import Asked
from marketplace.catalog.services import listings, looking, photos, search
from marketplace.errors import Conflict, Invalid
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.orders import queries as orders
from marketplace.orders.services import basket, checkout
from marketplace.profiles.models import AuditEvent
from tests import people
from tests.catalog.changing import apply, picture, save, unit, waiting
from tests.orders.test_one_sale import bought


def test_stock_a_lower_price_and_the_order_of_photos_hold_at_once(live) -> None:
    one, two = content_of(live.id).photo_ids
    saved = save(
        live, variants=unit(live, stock=5, price_minor=1_200_00), photo_ids=(two, one)
    )
    assert not saved.waits
    now = content_of(live.id)
    assert now.photo_ids == (two, one)
    assert (now.variants[0].stock, now.price_minor) == (5, 1_200_00)
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "thing.changed")
    ).one()
    assert {"variants", "photo_ids"} <= set(event.details)


@pytest.mark.parametrize(
    "what",
    ["title", "dearer", "new photo", "section", "option", "another kind of stock"],
)
def test_the_rest_waits_for_a_look(live, client, what) -> None:
    fresh = photos.remember(people.seller().shop_id, picture("three")).id
    changed = {
        "title": {"texts": {"ky": ("Көк шырдак", "Сөз")}},
        "dearer": {"variants": unit(live, price_minor=9_000_00)},
        "new photo": {"photo_ids": (*content_of(live.id).photo_ids, fresh)},
        "section": {"category_id": people.category("slippers")},
        "option": {
            "options": (people.Option("Өлчөмү", ("S", "M")),),
            "variants": tuple(unit(live, choice=(one,))[0] for one in ("S", "M")),
        },
        "another kind of stock": {
            "variants": unit(live, mode="made_to_order", lead_days=9)
        },
    }[what]
    before = content_of(live.id)
    page = client.get(f"/ky/l/{live.slug}").get_data(as_text=True)
    assert save(live, **changed).waits
    assert content_of(live.id) == before
    after = client.get(f"/ky/l/{live.slug}").get_data(as_text=True)
    assert client.words(f"/ky/l/{live.slug}") == client.words(f"/ky/l/{live.slug}")
    assert len(after) == len(page), "the page has not changed by a letter"
    apply(live)
    assert content_of(live.id) != before


def test_buyers_see_the_old_one_everywhere_until_it_is_applied(live, client) -> None:
    token = basket.add(None, people.variant_of(live.id))
    save(
        live,
        texts={"ky": ("Асман түстүү килем", "Сөз")},
        variants=unit(live, price_minor=9_000_00),
    )
    search.index_changes()
    assert "Кызыл шырдак" in client.words(f"/ky/l/{live.slug}")
    assert [card.title for card in find(Asked("шырдак")).cards] == ["Кызыл шырдак"]
    assert find(Asked("асман")).cards == []
    (part,) = orders.basket_view(token)
    assert (part.items[0].title, part.items[0].price_minor) == ("Кызыл шырдак", 150_000)
    apply(live)
    search.index_changes()
    assert "Асман түстүү килем" in client.words(f"/ky/l/{live.slug}")
    assert [card.title for card in find(Asked("асман")).cards] == ["Асман түстүү килем"]
    (part,) = orders.basket_view(token)
    assert part.items[0].title == "Асман түстүү килем"


def test_a_price_that_rises_while_it_is_in_a_basket_is_said(live, client) -> None:
    client.send("/en/basket/add", variant=str(people.variant_of(live.id)))
    save(live, variants=unit(live, price_minor=2_000_00))
    apply(live)
    words = client.words("/en/basket")
    assert "It costs 2,000 KGS now; it was 1,500 KGS when you looked" in words.replace(
        "\xa0", " "
    )
    token = client.get_cookie("basket").value
    buyer = checkout.Buyer("Бермет", "bermet@lab.test", "ky")
    with pytest.raises(Conflict, match="price_changed"):
        checkout.place(token, buyer, {}, submit_key="k", provider="sandbox")
    assert client.get("/en/checkout").location == "/en/basket"
    variant = people.variant_of(live.id)
    low = {f"price-{variant}": "190000"}  # a page from before it rose once more
    client.send("/en/basket/prices", **low)
    assert client.get("/en/checkout").location == "/en/basket", "asked once more"
    shown = {f"price-{variant}": "200000"}
    assert client.send("/en/basket/prices", **shown).location == "/en/checkout"
    placed = checkout.place(token, buyer, {}, submit_key="k", provider="sandbox")
    assert placed.total_minor == 2_000_00


def test_a_price_that_falls_is_simply_paid(live, client) -> None:
    client.send("/en/basket/add", variant=str(people.variant_of(live.id)))
    save(live, variants=unit(live, price_minor=1_000_00))
    assert "It costs 1,000 KGS now" in client.words("/en/basket").replace("\xa0", " ")
    assert client.get("/en/checkout").status_code == 200


def test_what_is_sold_meanwhile_stays_sold(live) -> None:
    """She changes the text of what she had opened while somebody buys one."""
    opened = content_of(live.id)
    from marketplace.catalog.services import stock

    stock.reserve(people.variant_of(live.id), 1, "x")
    her = people.seller()
    listings.save(her.shop_id, live.id, replace(opened, capacity=1), by=her.person_id)
    assert content_of(live.id).variants[0].stock == 2
    nine = replace(opened, variants=(replace(opened.variants[0], stock=9),))
    with pytest.raises(Conflict, match="stock_moved") as refused:
        listings.save(her.shop_id, live.id, nine, by=her.person_id)
    assert refused.value.facts["now"] == 2


def test_an_applied_change_leaves_the_stock_alone(live) -> None:
    save(live, texts={"ky": ("Жаңы", "Сөз")})
    from marketplace.catalog.services import stock

    stock.reserve(people.variant_of(live.id), 2, "x")
    apply(live)
    assert content_of(live.id).variants[0].stock == 1


def test_a_later_change_takes_the_place_of_one_that_waits(live) -> None:
    save(live, texts={"ky": ("Биринчи", "Сөз")})
    first = waiting(live).id
    save(live, texts={"ky": ("Экинчи", "Сөз")})
    assert waiting(live).id != first
    assert db.session.get(ListingRevision, first).state == "withdrawn"
    with pytest.raises(Conflict, match="moved_on"):
        looking.decide_change(first, "publish", by=people.person_id("cholpon"), note="")


def test_what_waits_is_what_she_goes_on_writing_with_todays_stock(live) -> None:
    save(live, texts={"ky": ("Жаңы аты", "Сөз")})
    her = people.seller()
    listings.set_stock(her.shop_id, people.variant_of(live.id), 7, 3, by=her.person_id)
    content = queries.my_content(her.shop_id, live.id)
    assert content.title == "Жаңы аты"
    assert (content.variants[0].stock, content.variants[0].stock_seen) == (7, 7)


def test_back_to_what_is_on_sale_nothing_waits(live) -> None:
    before = content_of(live.id)
    save(live, texts={"ky": ("Жаңы", "Сөз")})
    assert not save(live, texts=before.texts).waits
    assert waiting(live) is None


def test_a_declined_change_keeps_the_old_and_tells_her_why(live, work, as_) -> None:
    save(live, texts={"ky": ("Эң арзан!!!", "Сөз")})
    with pytest.raises(Invalid, match="note_needed"):
        apply(live, "ask")
    apply(live, "ask", note="Атын кыскартыңыз")
    assert content_of(live.id).title == "Кызыл шырдак"
    assert "Атын кыскартыңыз" in as_("aigul").words("/ky/my/things")


def test_an_answer_to_a_change_is_taken_back_for_ten_minutes(
    live, ten_minutes, travel
) -> None:
    cholpon = people.person_id("cholpon")
    kept = content_of(live.id).photo_ids
    fresh = photos.remember(people.seller().shop_id, picture("three")).id
    save(live, texts={"ky": ("Жаңы", "Сөз")}, photo_ids=(fresh,))
    change = apply(live)
    assert content_of(live.id).photo_ids == (fresh,)
    looking.undo_change(change.id, by=cholpon)
    now = content_of(live.id)
    assert (now.title, now.photo_ids) == ("Кызыл шырдак", kept)
    assert waiting(live).id == change.id
    apply(live)
    travel(seconds=601)
    with pytest.raises(Conflict, match="undo_over"):
        looking.undo_change(change.id, by=cholpon)


def test_what_she_has_changed_since_is_not_undone(live, ten_minutes) -> None:
    cholpon = people.person_id("cholpon")
    save(live, texts={"ky": ("Жаңы", "Сөз")})
    change = apply(live)
    save(live, variants=unit(live, price_minor=900_00))
    with pytest.raises(Conflict, match="undo_changed"):
        looking.undo_change(change.id, by=cholpon)
    assert content_of(live.id).price_minor == 900_00


def test_an_undone_answer_never_leaves_two_changes(live, ten_minutes) -> None:
    save(live, texts={"ky": ("Бир", "Сөз")})
    change = apply(live, "ask", note="Жок")
    save(live, texts={"ky": ("Эки", "Сөз")})
    with pytest.raises(Conflict, match="undo_changed"):
        looking.undo_change(change.id, by=people.person_id("cholpon"))
    assert content_of(live.id).title == "Кызыл шырдак"


def test_an_answer_about_what_is_on_sale_is_taken_back_to_that(
    live, ten_minutes
) -> None:
    cholpon = people.person_id("cholpon")
    looking.decide(live.id, "ask", by=cholpon, note="Сүрөт")
    looking.undo(live.id, by=cholpon)
    assert db.session.get(Listing, live.id).state == "published"


def test_what_is_let_through_and_taken_back_carries_no_change(app, ten_minutes) -> None:
    thing, cholpon = people.handed_in(), people.person_id("cholpon")
    looking.decide(thing.id, "publish", by=cholpon, note="")
    change = people.changed(thing)
    looking.undo(thing.id, by=cholpon)
    assert waiting(thing) is None
    with pytest.raises(Conflict, match="moved_on"):
        looking.decide_change(change.id, "publish", by=cholpon, note="")


def test_another_way_of_counting_takes_the_number_she_wrote(live) -> None:
    mode = people.Mode
    save(live, variants=unit(live, mode=mode.ONE_OFF, stock=1))
    apply(live)
    assert content_of(live.id).variants[0].stock == 1
    save(live, variants=unit(live, mode=mode.MADE_TO_ORDER, stock=0, lead_days=5))
    apply(live)
    save(live, variants=unit(live, mode=mode.COUNTED, stock=5))
    assert queries.my_content(people.seller().shop_id, live.id).variants[0].stock == 5
    apply(live)
    assert content_of(live.id).variants[0].stock == 5


def test_the_only_one_is_never_two(app) -> None:
    base = people.draft()
    one = replace(base.variants[0], mode=people.Mode.ONE_OFF, stock=1)
    thing = people.on_sale(content=replace(base, variants=(one,)))
    her = people.seller()
    with pytest.raises(Invalid, match="one_off_stock"):
        listings.set_stock(
            her.shop_id, people.variant_of(thing.id), 2, 1, by=her.person_id
        )


def test_the_order_of_materials_is_no_change(live) -> None:
    terms = [one for one, _name in queries.terms("material")[:3]]
    save(live, terms=tuple(terms))
    apply(live)
    assert not save(live, terms=tuple(reversed(terms))).waits


def test_who_only_orders_moves_nobodys_day(app) -> None:
    made = people.VariantPart(
        (), 5_000_00, 0, people.Mode.MADE_TO_ORDER, lead_days=10, weekly=1
    )
    thing = people.on_sale(content=replace(people.draft(), variants=(made,)))
    bought(thing, quantity=99)
    assert queries.promise_of(
        db.session.get(Variant, people.variant_of(thing.id))
    ) == clock.today() + timedelta(days=10)


def test_photos_of_a_change_are_seen_by_her_and_the_lab_only(live, as_, client) -> None:
    fresh = photos.remember(people.seller().shop_id, picture("three"))
    adapters().storage.put(f"{fresh.key}/360.webp", b"RIFF")
    save(live, photo_ids=(*content_of(live.id).photo_ids, fresh.id))
    path = f"/media/{fresh.key}/360.webp"
    seen = {
        name: as_(name).get(path).status_code for name in ("aigul", "cholpon", "farida")
    }
    assert seen == {"aigul": 200, "cholpon": 200, "farida": 404}
    assert client.get(path).status_code == 404


def test_the_sweep_leaves_the_photos_of_a_change(live, travel) -> None:
    fresh = photos.remember(people.seller().shop_id, picture("three")).id
    loose = photos.remember(people.seller().shop_id, picture("four")).id
    save(live, photo_ids=(*content_of(live.id).photo_ids, fresh))
    travel(days=8)
    photos.sweep()
    db.session.rollback()
    assert db.session.get(Photo, fresh) is not None
    assert db.session.get(Photo, loose) is None

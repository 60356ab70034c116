"""What a review has found: stale pages, odd input, photos nobody has looked at."""

import uuid
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import html

from marketplace.catalog import queries
from marketplace.catalog.models import Photo, Variant
from marketplace.catalog.queries import content_of
from marketplace.catalog.services import labels, listings, photos, stock
from marketplace.catalog.services.photos import pixels, things
from marketplace.db import use_case
from marketplace.errors import Conflict
from marketplace.extensions import db
from tests import people
from tests.catalog.test_changes import picture, waiting
from tests.catalog.test_photos_of_a_form import jpeg
from tests.catalog.test_writing import only, thing

NAMES = {"ky": "Aa", "ru": "Aa", "en": "Aa"}


@pytest.fixture
def aigul(as_):
    return as_("aigul")


@pytest.fixture
def sized(app):
    """Return a live thing in three sizes, at 100, 200 and 300 som."""
    parts = (("S", 100), ("M", 200), ("L", 300))
    units = tuple(people.VariantPart((n,), p * 100, 1) for n, p in parts)
    options = (people.Option("Size", ("S", "M", "L")),)
    return people.on_sale(
        content=replace(people.draft(), options=options, variants=units)
    )


@pytest.fixture
def draft(app):
    her = people.seller()
    return listings.create(her.shop_id, people.draft(), by=her.person_id)


@use_case
def on_its_way(listing) -> uuid.UUID:
    """Return a photo that is still worked on and comes to a thing."""
    photo = Photo(
        id=uuid.uuid4(), shop_id=listing.shop_id, state="received", position=5
    )
    photo.waits_for_id = listing.id
    db.session.add(photo)
    db.session.flush()
    return photo.id


def prices(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """Return what the table posts: size, price, number, number seen."""
    sent = {}
    for at, (size, price, number, seen) in enumerate(rows):
        sent |= {f"choice-{at}": f'["{size}"]', f"price-{at}": price}
        sent |= {f"stock-{at}": number, f"seen-{at}": seen}
    return sent


def edited(**more) -> dict[str, str]:
    """Return the form of `people.draft`, as it is shown."""
    shown = {"title": "Кызыл шырдак", "description": "Колдон жасалган, таза жүн."}
    return thing(**shown, price="1500", stock="3", stock_seen="3", may_export="y") | {
        key: str(value) for key, value in more.items()
    }


def test_a_stale_table_puts_no_price_on_another_size(sized, aigul) -> None:
    her = people.seller()
    fewer = (people.Option("Size", ("M", "L")),)
    now = content_of(sized.id)
    taken = replace(now, options=fewer, variants=now.variants[1:])
    listings.save(her.shop_id, sized.id, taken, by=her.person_id)
    rows = (("S", "100", "1", "1"), ("M", "200", "1", "1"), ("L", "300", "1", "1"))
    answer = aigul.send(f"/en/my/things/{sized.id}/prices", **prices(*rows))
    assert answer.status_code == 422
    assert "Somebody has changed this meanwhile" in answer.get_data(as_text=True)
    kept = queries.my_content(her.shop_id, sized.id).variants
    assert [part.price_minor for part in kept] == [200_00, 300_00]


def test_rows_of_the_table_in_another_order_keep_their_sizes(sized, aigul) -> None:
    rows = (("L", "290", "1", "1"), ("S", "90", "1", "1"), ("M", "190", "1", "1"))
    aigul.send(f"/en/my/things/{sized.id}/prices", **prices(*rows))
    found = {v.choice[0]: v.price_minor for v in content_of(sized.id).variants}
    assert found == {"S": 90_00, "M": 190_00, "L": 290_00}


def test_a_sale_meanwhile_is_said_beside_its_size_and_once(sized, aigul) -> None:
    medium = db.session.query(Variant).filter_by(listing_id=sized.id, position=1).one()
    stock.reserve(medium.id, 1, "x")
    rows = [("S", "100", "1", "1"), ("M", "200", "4", "1"), ("L", "300", "1", "1")]
    path = f"/en/my/things/{sized.id}/prices"
    page = html.fromstring(aigul.send(path, **prices(*rows)).get_data(as_text=True))
    errors = [one.text for one in page.xpath("//p[@class='error']")]
    assert errors == ["One was sold meanwhile: now there are 0. Write the number anew."]
    assert "M: One was sold meanwhile" in page.xpath("string(//*[@id='problems'])")
    assert page.xpath("//fieldset[.//p[@id='e1']]/legend/text()") == ["M"]
    assert page.xpath("//input[@aria-describedby='e1']/@name") == ["price-1", "stock-1"]
    seen = page.xpath("//input[starts-with(@name, 'seen-')]/@value")
    assert seen == ["1", "0", "1"]
    rows[1] = ("M", "200", "4", seen[1])
    assert aigul.send(path, **prices(*rows)).status_code == 303
    assert [part.stock for part in content_of(sized.id).variants] == [1, 4, 1]


@pytest.mark.parametrize("odd", [{"mode": ""}, {"stock_seen": "²"}])
def test_odd_input_is_refused_or_ignored_and_never_breaks(aigul, odd) -> None:
    assert aigul.send("/en/my/things/new", **thing(**odd)).status_code < 500
    long = thing(stock_seen="9" * 5000)
    assert aigul.send("/en/my/things/new", **long).status_code == 303


def test_an_empty_place_of_a_service_is_refused_and_a_missing_one_is_afar(
    aigul,
) -> None:
    path = "/en/my/things/new?kind=service"
    assert aigul.send(path, **service(place="")).status_code == 422
    assert aigul.send(path, **service()).status_code == 303
    assert content_of(only().id).place == "remote"


def test_odd_numbers_of_sizes_and_steps_are_no_numbers(sized, aigul) -> None:
    rest = (("M", "200", "1", "1"), ("L", "300", "1", "1"))
    for number in ("²", "9" * 5000):
        sent = prices(("S", "100", number, number), *rest)
        answer = aigul.send(f"/en/my/things/{sized.id}/prices", **sent)
        assert answer.status_code == 422
        assert "S: Write a number from 0 to 9999." in answer.get_data(as_text=True)
    small = db.session.query(Variant).filter_by(listing_id=sized.id, position=0).one()
    path = f"/en/my/things/stock/{small.id}"
    assert aigul.send(path, seen="²", step="more").status_code == 303


def test_a_photo_ready_after_the_thing_went_out_stays_off_it(app) -> None:
    listing = people.handed_in()
    late = on_its_way(listing)
    people.looking.decide(
        listing.id, "publish", by=people.person_id("cholpon"), note=""
    )
    pixels._ready(late, picture("late"))
    db.session.expire_all()
    photo = db.session.get_one(Photo, late)
    assert (photo.state, photo.listing_id, photo.waits_for_id) == ("ready", None, None)


def test_a_photo_ready_while_she_still_writes_comes_to_its_place(draft) -> None:
    late = on_its_way(draft)
    pixels._ready(late, picture("late"))
    db.session.expire_all()
    assert db.session.get_one(Photo, late).listing_id == draft.id


def test_saving_the_words_keeps_a_photo_that_is_worked_on(draft, aigul) -> None:
    late = on_its_way(draft)
    assert aigul.send(f"/en/my/things/{draft.id}", **edited()).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Photo, late).waits_for_id == draft.id


def test_photos_stay_as_they_are_while_her_lab_looks(app, aigul) -> None:
    her = people.seller()
    ids = tuple(photos.remember(her.shop_id, picture(name)).id for name in "ab")
    listing = people.handed_in(photo_ids=ids)
    for change in (
        lambda: things.move(her.shop_id, ids[0], 1),
        lambda: things.describe(her.shop_id, ids[0], "x"),
        lambda: things.delete(her.shop_id, ids[0]),
        lambda: things.add(her.shop_id, listing.id, BytesIO(jpeg())),
    ):
        with pytest.raises(Conflict, match="being_looked_at"):
            change()
    page = html.fromstring(aigul.get(f"/en/my/things/{listing.id}/photos").data)
    assert page.xpath("//main//ol//form") == []
    assert "Take it back first" in page.xpath("string(//main)")


def test_what_buyers_see_keeps_a_photo_and_the_words_that_were_read(app, aigul) -> None:
    her = people.seller()
    ids = tuple(photos.remember(her.shop_id, picture(name)).id for name in "ab")
    listing = people.on_sale(photo_ids=ids)
    with pytest.raises(Conflict, match="photo_thing_seen"):
        things.describe(her.shop_id, ids[0], "Telegram @x")
    things.move(her.shop_id, ids[1], -1)
    things.delete(her.shop_id, ids[0])
    with pytest.raises(Conflict, match="photo_last"):
        things.delete(her.shop_id, ids[1])
    page = aigul.words(f"/en/my/things/{listing.id}/photos")
    assert "Delete the photo" not in page
    assert "What is on the photo?" not in page


def test_of_two_photos_for_one_place_the_first_is_taken(draft, aigul) -> None:
    old = things.add(draft.shop_id, draft.id, BytesIO(jpeg())).id
    new = [(BytesIO(jpeg(colour=c)), "x.jpg") for c in ("#ffffff", "#000000")]
    path = f"/en/my/things/{draft.id}/photos/{old}/replace"
    assert aigul.send(path, photos=new).status_code == 303
    assert len(queries.thing_photos(draft.shop_id, draft.id).photos) == 1


def test_the_weight_of_a_thing_with_sizes_is_changed_for_all(app, aigul) -> None:
    her = people.seller()
    units = tuple(people.VariantPart((n,), 100_00, 1, weight_g=500) for n in "SM")
    content = replace(
        people.draft(), options=(people.Option("Size", ("S", "M")),), variants=units
    )
    listing = listings.create(her.shop_id, content, by=her.person_id)
    aigul.send(f"/en/my/things/{listing.id}", **edited(weight_g=900))
    db.session.expire_all()
    assert [one.weight_g for one in content_of(listing.id).variants] == [900, 900]


def test_what_was_put_away_of_the_list_stays_on_a_thing_that_has_it(app, aigul) -> None:
    by = people.person_id("cholpon")
    material = labels.save_term("material", None, NAMES, by=by).id
    listing = people.on_sale(terms=(material,))
    labels.save_term("material", material, NAMES, active=False, by=by)
    aigul.send(f"/en/my/things/{listing.id}", **edited(stock=4))
    assert waiting(listing) is None
    assert content_of(listing.id).terms == (material,)


def service(**more) -> dict[str, str]:
    fields = {"language": "en", "title": "Logo", "price_0": "2000", "days_0": "5"}
    return {**fields, "category": str(people.category("design")), **more}


@pytest.mark.parametrize(
    ("written", "empty"),
    [
        ({"name_1": "Second", "days_1": "4"}, "price_1"),
        ({"price_1": "100"}, "days_1"),
        ({"extra_0": "Print"}, "extra_price_0"),
        ({"extra_price_0": "100"}, "extra_0"),
    ],
)
def test_a_half_written_package_or_extra_is_asked_for_the_rest(
    aigul, written, empty
) -> None:
    answer = aigul.send("/en/my/things/new?kind=service", **service(**written))
    assert answer.status_code == 422
    page = html.fromstring(answer.get_data(as_text=True))
    assert page.xpath(f"//*[@id='{empty}']/@aria-invalid") == ["true"]


def test_a_choice_without_anything_to_choose_is_asked_for_it(aigul) -> None:
    answer = aigul.send(
        "/en/my/things/new?kind=service",
        **service(ask_0="Which colour?", ask_kind_0="choice", ask_choices_0="red"),
    )
    assert answer.status_code == 422
    page = html.fromstring(answer.get_data(as_text=True))
    assert page.xpath("//*[@id='ask_choices_0']/@aria-invalid") == ["true"]


def test_a_second_tap_on_send_says_the_same_as_the_first(draft, aigul) -> None:
    for _tap in range(2):
        sent = aigul.send(f"/en/my/things/{draft.id}/send")
        assert (sent.status_code, sent.location.endswith("/sent")) == (303, True)
    people.looking.decide(draft.id, "reject", by=people.person_id("cholpon"), note="x")
    assert aigul.send(f"/en/my/things/{draft.id}/send").status_code == 409


def test_buttons_that_repeat_say_what_they_are_about(sized, aigul) -> None:
    page = html.fromstring(aigul.get("/en/my/things").get_data(as_text=True))
    said = page.xpath("//button[@value='more']/span[@class='hidden']/text()")
    assert said == [f"One more: Кызыл шырдак, {size}" for size in "SML"]
    form = html.fromstring(aigul.get("/en/my/things/new").get_data(as_text=True))
    assert form.xpath("//*[@id='title_ru']/@lang") == ["ru"]
    assert form.xpath("//label[@for='title_ru']/ancestor::*[@lang]/@lang") == ["en"]

"""A card says what the rows say: every test of the suite ends by comparing all of them."""

import threading
from dataclasses import replace

from flask_migrate import downgrade, upgrade
from sqlalchemy import update

from marketplace.catalog.models import Listing, ListingCard
from marketplace.catalog.queries import content_of, newest
from marketplace.catalog.services import cards, listings, photos
from marketplace.catalog.services.photos import things
from marketplace.cli import cli
from marketplace.db import use_case
from marketplace.extensions import db
from tests import people
from tests.catalog.changing import picture


def card_of(listing) -> ListingCard:
    db.session.rollback()
    return db.session.get_one(ListingCard, listing.id)


def test_a_card_has_the_titles_and_the_first_photo(live) -> None:
    card = card_of(live)
    assert card.titles["ky"] == "Кызыл шырдак"
    assert card.photo["key"] == picture("one").key
    assert [one["key"] for one in card.page["photos"]] == [picture("two").key]


def test_a_photo_that_comes_first_is_on_the_card_at_once(live) -> None:
    her = people.seller()
    second = content_of(live.id).photo_ids[1]
    things.move(her.shop_id, second, -1)
    assert card_of(live).photo["key"] == picture("two").key
    things.delete(her.shop_id, second)
    assert card_of(live).photo["key"] == picture("one").key


def test_smaller_files_made_later_are_on_the_card(live, monkeypatch) -> None:
    key = picture("one").key
    photos.pixels._add_files(key, [[360, "avif", 9]])
    assert [360, "avif"] in card_of(live).photo["files"]


def test_stars_are_counted(live) -> None:
    assert (card_of(live).stars, card_of(live).reviews) == (None, 0)
    people.reviewed(live, 5)
    people.reviewed(live, 4)
    assert (card_of(live).stars, card_of(live).reviews) == (4.5, 2)
    (shown,) = [one for one in newest().rows if one.id == live.id]
    assert (shown.stars, shown.reviews) == (4.5, 2)


def test_two_buyers_who_review_at_once_are_both_counted(app, live) -> None:
    thing_id = live.id

    def one() -> None:
        with app.app_context():
            people.reviewed(db.session.get_one(Listing, thing_id), 3)

    crowd = [threading.Thread(target=one) for _ in range(6)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert card_of(live).reviews == 6


def test_a_change_that_waits_is_not_on_the_card(live) -> None:
    her = people.seller()
    content = replace(content_of(live.id), texts={"ky": ("Башка аты", "Сөз")})
    listings.save(her.shop_id, live.id, content, by=her.person_id)
    assert card_of(live).titles == {"ky": "Кызыл шырдак"}


def test_a_card_that_differs_is_found_and_mended(app, live) -> None:
    @use_case
    def spoil() -> None:
        db.session.execute(update(ListingCard).values(titles={"ky": "Башка"}))

    spoil()
    other = people.on_sale()

    @use_case
    def lose() -> None:
        db.session.delete(db.session.get_one(ListingCard, other.id))

    lose()
    assert cards.problems() == [
        f"the card of listing {live.id} differs in titles"
        if one == live.id
        else f"listing {one} has no card"
        for one in sorted((live.id, other.id))
    ]
    run = app.test_cli_runner().invoke
    doctor = run(cli, ["doctor"])
    assert doctor.exit_code == 1
    assert "listing" in doctor.output
    assert "2 cards were written anew" in run(cli, ["cards"]).output
    assert cards.problems() == []


def test_the_migration_writes_the_cards_and_places_of_what_is_there(app, live) -> None:
    people.reviewed(live, 5)
    people.reviewed(live, 2)
    folder = str(app.extensions["migrate"].directory)
    places = (live.section_id, live.lab_id)
    db.session.remove()
    downgrade(directory=folder, revision="0009")
    upgrade(directory=folder)
    assert cards.problems() == []
    found = db.session.get_one(Listing, live.id)
    assert (found.section_id, found.lab_id) == places

"""Ten thousand edits at random: the index is what the database is."""

import random
import uuid

import pytest
from sqlalchemy import select

from marketplace.catalog.models import Listing, ListingText
from marketplace.catalog.queries.find import find
from marketplace.catalog.queries.for_search import on_sale_ids
from marketplace.catalog.rules.asking import Asked
from marketplace.catalog.services import listings, search
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.infra.search import SearchQuery, WhooshEngine
from marketplace.profiles.services import shops
from tests import people

pytestmark = pytest.mark.long
EDITS, THINGS, EVERY = 10_000, 40, 50
WORDS = ("кыймыл", "булак", "жылдыз", "тумар", "дарбаза")


@use_case
def retitle(listing_id: uuid.UUID, word: str, *, twice: bool) -> None:
    text = db.session.scalars(
        select(ListingText).where(
            ListingText.listing_id == listing_id, ListingText.position == 0
        )
    ).one()
    text.title = f"Буюм {word}"
    search.changed(listing_id)
    if twice:
        search.changed(listing_id)


class Life:
    """What happens to a shop and its things, at random."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.her = people.seller()
        self.ids = [people.on_sale(title=f"Буюм {n}").id for n in range(THINGS)]
        self.hidden = False

    def edit(self) -> None:
        one = self.rng.choice(self.ids)
        chance = self.rng.random()
        if chance < 0.6:
            twice = self.rng.random() < 0.3
            retitle(one, self.rng.choice(WORDS), twice=twice)
        elif chance < 0.98:
            state = db.session.scalar(select(Listing.state).where(Listing.id == one))
            move = "resume" if state == "paused" else "pause"
            listings.switch(self.her.shop_id, one, move, by=self.her.person_id)
        else:
            self.hidden = not self.hidden
            seen = "hidden" if self.hidden else "public"
            shops.show_to(self.her.shop_id, seen)
        db.session.rollback()

    def titled(self, word: str) -> set[uuid.UUID]:
        if self.hidden:
            return set()
        rows = db.session.scalars(
            select(Listing.id)
            .join(ListingText)
            .where(Listing.state == "published", ListingText.title == f"Буюм {word}")
        )
        return set(rows)


def test_after_ten_thousand_edits_nothing_is_missing_double_or_shown(
    app, doors, tmp_path
) -> None:
    doors.search = WhooshEngine(tmp_path / "index")
    life = Life(seed=10_000)
    search.rebuild()
    for number in range(EDITS):
        life.edit()
        if number % EVERY:
            continue
        word = life.rng.choice(WORDS)
        shown = [card.id for card in find(Asked(word), size=THINGS).cards]
        hidden = {one for one in shown if str(one) not in on_sale_ids()}
        assert not hidden, "shown by a stale index"
        search.index_changes()
        there = list(doors.search.ids())
        assert sorted(there) == sorted(on_sale_ids()), number
        found = doors.search.search(SearchQuery(word, size=THINGS)).ids
        assert {uuid.UUID(one) for one in found} == life.titled(word), (number, word)
        db.session.rollback()
    search.index_changes()
    assert search.problems() == []
    doors.search.close()

from sqlalchemy import func, select

from marketplace.catalog import queries
from marketplace.catalog.models import Listing, ListingText
from marketplace.catalog.rules.asking import Asked
from marketplace.extensions import db
from tools.bench_pages.fill import Filler, after_bulk
from tools.bench_pages.source import COMMON, RARE, RARELY, made

SIZE = 60


def test_a_made_catalogue_is_the_same_each_time() -> None:
    assert list(made(SIZE).things) == list(made(SIZE).things)


def test_what_was_filled_in_bulk_is_on_the_pages(app, client) -> None:
    filler = Filler(made(SIZE), SIZE)
    filler.ground()
    filler.things()
    after_bulk()
    assert queries.newest(size=SIZE).rows[0].slug == f"listing-{SIZE}"
    assert len(queries.newest(size=2 * SIZE).rows) == SIZE
    assert queries.find(Asked(RARE)).total == RARELY
    assert queries.find(Asked(COMMON)).total >= _with(COMMON), "and what means the same"
    for slug in db.session.scalars(select(Listing.slug)).all():
        assert client.get(f"/ky/l/{slug}").status_code == 200


def _with(word: str) -> int:
    query = select(func.count(ListingText.listing_id.distinct()))
    return db.session.scalar(query.where(ListingText.description.contains(word)))

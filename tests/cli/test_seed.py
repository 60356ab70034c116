"""The demo is written by the use cases everybody uses, and looks lived in."""

from io import BytesIO

import pytest
from flask_migrate import upgrade
from PIL import Image
from sqlalchemy import func, select

from marketplace import create_app, ledger
from marketplace.catalog.models import (
    Category,
    Listing,
    ListingText,
    Review,
    ShopRating,
)
from marketplace.cli.demo import seed
from marketplace.cli.demo.pictures import looks
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.orders.models import Order
from marketplace.profiles.models import Lab, Person, Shop


@pytest.fixture
def demo(tmp_path, monkeypatch):
    """Return the app with the demo in it; one small picture stands for all of them."""
    out = BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(out, "JPEG")
    source = tmp_path / "photo.jpg"
    source.write_bytes(out.getvalue())

    def stored(wanted, storage):
        one = media.publish(storage, media.card_set(source))
        return {seed: one for at, item in enumerate(wanted) for seed in looks(item, at)}

    monkeypatch.setattr(seed, "stored", stored)
    app = create_app(
        Settings(secret_key="x", demo=True, data_dir=str(tmp_path / "var"))
    )
    with app.app_context():
        upgrade(directory=str(app.extensions["migrate"].directory))
        assert seed.is_empty()
        seed.fill()
        yield app
        db.session.remove()
        db.engine.dispose()


def _count(model, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_the_demo_looks_lived_in_and_its_books_balance(demo) -> None:
    assert not seed.is_empty()
    assert _count(Lab) == 6
    assert 35 <= _count(Shop) <= 45
    assert _count(Listing) >= 270
    assert _count(Category, Category.parent_id.is_not(None)) >= 30
    assert _count(Listing, Listing.state == "in_review") >= 5
    assert _count(Review, Review.state == "shown") >= 10
    assert _count(Review, Review.state == "waiting") >= 1, "read in 14 days"
    assert _count(Review, Review.answer != "") == 1
    assert _count(ShopRating) >= 3
    languages = db.session.scalars(select(ListingText.locale).distinct()).all()
    assert set(languages) == {"ky", "ru", "en"}
    states = set(db.session.scalars(select(Order.state).distinct()))
    assert states >= {"awaiting_payment", "in_progress", "ready", "collected"}
    assert "completed" in states
    assert ledger.problems() == []
    assert len(set(adapters().search.ids())) == _count(
        Listing, Listing.state == "published"
    )
    emails = set(db.session.scalars(select(Person.email)))
    assert {seed.SELLER, seed.BUYER, seed.STRANGER} <= emails
    client = demo.test_client()
    home = client.get("/ky/").get_data(as_text=True)
    assert "Чакан белектер" in home, "a collection"
    assert 'class="number"' in home, "counted"
    assert "шырдак" in client.get("/ky/search?q=шырдактар").get_data(as_text=True)
    adapters().search.close()

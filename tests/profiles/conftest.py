"""Aigul's shop, as several files look at it."""

from io import BytesIO

import pytest
from PIL import Image

from marketplace.catalog.services import photos, search
from marketplace.extensions import db
from marketplace.profiles.models import Shop
from tests import people


def _picture() -> BytesIO:
    out = BytesIO()
    Image.effect_noise((800, 800), 60).convert("RGB").save(out, "JPEG", quality=85)
    out.seek(0)
    return out


@pytest.fixture
def aigul(app):
    """Return Aigul's shop with one thing with a photo on sale, indexed."""
    shop = db.session.get_one(Shop, people.seller().shop_id)
    photo = photos.take_in(shop.id, _picture())
    thing = people.on_sale(title="Кызыл шырдак", photo_ids=[photo.id])
    search.rebuild()
    return shop, thing, db.session.merge(photo)

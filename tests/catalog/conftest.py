"""A thing on sale, and ten minutes to take an answer back."""

from datetime import timedelta

import pytest

from marketplace.catalog.models import Listing
from marketplace.catalog.services import photos, search
from marketplace.infra.adapters import adapters
from tests import people
from tests.catalog.changing import picture


@pytest.fixture
def ten_minutes(app, monkeypatch) -> None:
    """Let an answer be taken back for ten minutes, as outside the tests."""
    monkeypatch.setattr(adapters(), "undo_wait", timedelta(minutes=10))


@pytest.fixture
def live(app) -> Listing:
    """Return a thing of Aigul's with two photos on sale, three of it, 1500 som."""
    shop_id = people.seller().shop_id
    ids = [photos.remember(shop_id, picture(name)).id for name in ("one", "two")]
    thing = people.on_sale(title="Кызыл шырдак", photo_ids=tuple(ids))
    search.rebuild()
    return thing

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from marketplace.web.paging import Cursor


def test_a_cursor_survives_a_link() -> None:
    cursor = Cursor(datetime(2026, 11, 1, 12, tzinfo=UTC), uuid4())
    assert Cursor.decode(cursor.encode()) == cursor


@pytest.mark.parametrize("text", [None, "", "x", "%%%", "WzEsMl0", "bnVsbA", "e30"])
def test_a_cursor_that_is_not_ours_means_the_first_page(text) -> None:
    assert Cursor.decode(text) is None

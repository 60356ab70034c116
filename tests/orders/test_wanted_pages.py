"""What is looked for, in pages: everything once, also what came at the same moment."""

from datetime import datetime, timedelta

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders import queries
from marketplace.orders.models import Wanted
from marketplace.web.paging import Cursor
from tests import people


@use_case
def _write(now: datetime) -> None:
    for number in range(60):
        db.session.add(
            Wanted(
                secret=f"wish-{number}",
                category_id=people.category("felt"),
                name="Bermet",
                email="bermet@lab.test",
                language="ky",
                title=f"Жаздык {number}",
                text="Жыйырма даана",
                created_at=now - timedelta(minutes=number // 20),
                closes_at=now + timedelta(days=30),
            )
        )


def test_pages_of_wishes_show_each_once_newest_first(app) -> None:
    _write(clock.now())
    found, after = [], None
    while True:
        page = queries.wanted_list(Cursor.decode(after))
        found += page.rows
        after = page.next
        if after is None:
            break
    minutes = [int(row.title.split()[1]) // 20 for row in found]
    assert len({row.title for row in found}) == len(found) == 60
    assert minutes == sorted(minutes)

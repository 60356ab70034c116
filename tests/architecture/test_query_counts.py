"""How many questions a page asks the database, exactly, and no more with more rows."""

import pytest
from sqlalchemy import event

from marketplace.extensions import db
from tests import people
from tests.architecture.walk import addresses, make_world

# endpoint -> queries, for the reader named; signing in costs one of them.
COUNTS = {
    ("nobody", "site.home"): 6,
    ("nobody", "catalog.category"): 6,
    ("nobody", "catalog.listing"): 10,
    ("nobody", "catalog.shop"): 8,
    ("nobody", "catalog.lab"): 7,
    ("nobody", "root.sitemap"): 4,
    ("nobody", "site.shop_feed"): 8,
    ("nobody", "orders.basket"): 0,
    ("nobody", "orders.purchase"): 6,
    ("aigul", "catalog.my_things"): 9,
    ("aigul", "orders.my_orders"): 3,
    ("aigul", "orders.my_money"): 5,
    ("cholpon", "coordinator.desk"): 7,
}


class Counter:
    """Counts statements while it is open."""

    def __enter__(self):
        self.statements = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _c, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)


@pytest.mark.parametrize(("who", "endpoint"), COUNTS)
def test_a_page_asks_so_many_questions(app, client, as_, who, endpoint) -> None:
    path = addresses(app, make_world(), "GET")[endpoint]
    browser = client if who == "nobody" else as_(who)
    browser.get(path)
    with Counter() as few:
        browser.get(path)
    for number in range(5):
        people.on_sale(title=f"Шырдак {number}")
    with Counter() as many:
        browser.get(path)
    assert len(many.statements) == len(few.statements), "it grows with the rows"
    assert len(many.statements) == COUNTS[who, endpoint], "\n".join(many.statements)

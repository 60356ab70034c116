"""How many questions a page asks the database, exactly, and no more with more rows."""

import pytest
from sqlalchemy import event

from marketplace.db import window
from marketplace.extensions import db
from marketplace.web.shared_pages import pages
from tests import people
from tests.architecture.walk import addresses, make_world
from tests.orders.test_pages import check_out, fill_basket

# endpoint -> queries, for the reader named; signing in costs one of them, and the look
# at the version of the shop window another.
COUNTS = {
    ("nobody", "site.home"): 6,
    ("nobody", "catalog.category"): 2,
    ("nobody", "catalog.technique"): 2,
    ("nobody", "catalog.region"): 2,
    ("nobody", "catalog.new_things"): 2,
    ("nobody", "catalog.ready_things"): 2,
    ("nobody", "catalog.collection"): 2,
    ("nobody", "catalog.listing"): 4,
    ("nobody", "catalog.shop"): 3,
    ("nobody", "catalog.lab"): 3,
    ("nobody", "media.listing_card"): 3,
    ("nobody", "media.shop_card"): 3,
    ("nobody", "root.sitemap"): 3,
    ("nobody", "site.shop_feed"): 3,
    ("nobody", "orders.basket"): 2,
    ("nobody", "orders.purchase"): 9,
    ("aigul", "catalog.my_things"): 10,
    ("aigul", "catalog.thing_label"): 7,
    ("aigul", "catalog.thing_labels"): 11,
    ("aigul", "orders.my_orders"): 6,
    ("aigul", "catalog.my_reviews"): 3,
    ("aigul", "orders.my_money"): 11,
    ("aigul", "orders.my_statements"): 5,
    ("aigul", "orders.my_statement"): 13,
    ("aigul", "orders.my_statement_csv"): 9,
    ("aigul", "orders.my_figures"): 5,
    ("aigul", "orders.my_figures_csv"): 3,
    ("aigul", "orders.my_payouts"): 5,
    ("aigul", "orders.my_payout"): 4,
    ("lira", "coordinator.payout_receipts"): 5,
    ("nazira", "coordinator.limits"): 2,
    ("cholpon", "coordinator.desk"): 7,
    ("cholpon", "coordinator.reviews"): 5,
    ("cholpon", "coordinator.impact"): 6,
    ("nazira", "coordinator.impact"): 8,
}


class Counter:
    """Counts statements while it is open, and looks at the window."""

    def __enter__(self):
        self.statements = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        self.look = look = window.Watcher.look

        def counted(watcher):
            self.statements.append("the version of the window")
            return look(watcher)

        window.Watcher.look = counted
        return self

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._note)
        window.Watcher.look = self.look

    def _note(self, _c, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)


@pytest.mark.parametrize(("who", "endpoint"), COUNTS)
def test_a_page_asks_so_many_questions(app, client, as_, who, endpoint) -> None:
    path = addresses(app, make_world(), "GET")[endpoint]
    browser = client if who == "nobody" else as_(who)
    browser.get(path)
    pages(app).clear()
    with Counter() as few:
        browser.get(path)
    for number in range(5):
        people.on_sale(title=f"Шырдак {number}")
    pages(app).clear()
    with Counter() as many:
        browser.get(path)
    assert len(many.statements) == len(few.statements), "it grows with the rows"
    assert len(many.statements) == COUNTS[who, endpoint], "\n".join(many.statements)


def test_a_list_of_purchases_asks_no_more_with_more_of_them(app, as_) -> None:
    bermet, asked = as_("bermet"), []
    for number in range(3):
        fill_basket(bermet, people.on_sale(), people.on_sale("farida"))
        check_out(bermet)
        with Counter() as counter:
            page = bermet.get("/en/account/orders")
        assert page.text.count("list__item") == number + 1
        asked.append(len(counter.statements))
    assert asked == [6, 6, 6]


def test_a_page_in_memory_asks_for_nothing_but_the_version(app, client) -> None:
    path = addresses(app, make_world(), "GET")["catalog.category"]
    client.get(path)
    with Counter() as warm:
        client.get(path)
    assert warm.statements == ["the version of the window"]

"""Lists follow an index from where the page begins: nothing is sorted, nothing counted over."""

import pytest
from sqlalchemy import event

from marketplace.catalog import queries
from marketplace.extensions import db
from marketplace.web.paging import Cursor
from tests import people

KINDS = {
    "everything": dict,
    "section": lambda: {"section": queries.section("felt")[0]},
    "category": lambda: {"section": queries.section("felt")[0].children[0]},
    "lab": lambda: {"lab_id": people.lab().id},
    "shop": lambda: {"shop_id": people.seller().shop_id},
}


def plan_of(table, read, **how) -> str:
    """Return how SQLite means to find a page of a list."""
    asked = []

    def note(_c, _cursor, statement, values, *_more):
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        read(**how)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    statement, values = next(one for one in asked if f"ORDER BY {table}" in one[0])
    explained = f"EXPLAIN QUERY PLAN {statement}"
    rows = db.session.connection().exec_driver_sql(explained, values)
    return "\n".join(row[-1] for row in rows)


@pytest.mark.parametrize("begins", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_read_along_an_index(app, live, kind, begins) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of tables: measured at 100,000")
    how = KINDS[kind]()
    if begins:
        how["after"] = Cursor(live.published_at, live.id)
    plan = plan_of("listings", queries.newest, **how)
    assert "TEMP B-TREE" not in plan, plan
    assert "SCAN listings" not in plan or "USING INDEX" in plan, plan
    assert ("published_at,id)<" in plan) is begins, plan


REVIEWS = {
    "of a shop": lambda: (queries.shop_reviews, {"shop_id": people.seller().shop_id}),
    "of a Lab": lambda: (queries.lab_reviews, {"labs": frozenset({people.lab().id})}),
    "of all Labs": lambda: (queries.lab_reviews, {"labs": None}),
}


@pytest.mark.parametrize("begins", [False, True])
@pytest.mark.parametrize("kind", REVIEWS)
def test_reviews_are_read_along_an_index(app, live, kind, begins) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of tables")
    one, (read, how) = people.reviewed(live), REVIEWS[kind]()
    if begins:
        how["after"] = Cursor(one.shown_at, one.id)
    plan = plan_of("reviews", read, **how)
    assert "TEMP B-TREE" not in plan, plan
    assert "SCAN reviews" not in plan or "USING INDEX" in plan, plan
    assert ("(shown_at,id)<" in plan) is begins, plan


def test_what_was_reported_is_read_along_an_index(app, live) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of tables")
    labs = frozenset({people.lab().id})
    plan = plan_of("reviews", queries.reported_reviews, labs=labs)
    assert "TEMP B-TREE" not in plan, plan
    assert "ix_reviews_reported" in plan, plan

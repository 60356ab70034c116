"""Filters, counts, orders and pages, on every engine, against plain loops."""

import random

import pytest

from marketplace.infra.search import SORTS, SearchDoc, SearchQuery

FACETS = {"kind": 2, "colour": 7, "lab": 4, "category": 9}
COMBINATIONS = 1000


def made(number, rng):
    facets = {
        name: tuple({f"{name}{rng.randrange(many)}" for _ in range(rng.randint(0, 3))})
        for name, many in FACETS.items()
    }
    return SearchDoc(
        id=f"{number:04}",
        titles=(rng.choice(("шырдак", "кызыл шырдак", "көк килем", "шырдак, килем")),),
        facets=facets,
        price=rng.randint(1, 50) * 100_00,
        published=rng.randint(1, 40),
        rating=rng.choice((0, 350, 480, 500)),
    )


@pytest.fixture
def docs():
    rng = random.Random(20261124)
    return [made(number, rng) for number in range(400)]


@pytest.fixture
def full(engine, docs):
    engine.rebuild(docs[:300])
    engine.upsert(docs[300:])
    engine.upsert([], [docs[7].id, docs[311].id])
    return engine


def query(rng):
    names = rng.sample(list(FACETS), rng.randint(0, 3))
    filters = {
        name: frozenset(
            f"{name}{rng.randrange(FACETS[name])}" for _ in range(rng.randint(1, 2))
        )
        for name in names
    }
    ends = sorted(rng.randint(0, 60) * 100_00 for _ in range(2))
    low, high = ends if rng.random() < 0.3 else (None, None)
    return SearchQuery(
        rng.choice(("шырдак", "килем")),
        filters,
        price_from=low,
        price_to=high,
        sort=rng.choice(SORTS),
        size=500,
        facets=tuple(FACETS),
    )


def fits(doc, asked, but=""):
    word = asked.text in doc.titles[0]
    low, high = asked.price_from, asked.price_to
    priced = (low is None or doc.price >= low) and (high is None or doc.price <= high)
    kept = all(
        wanted & set(doc.facets[name])
        for name, wanted in asked.filters.items()
        if name != but
    )
    return word and priced and kept


def counted(docs, asked):
    found = {}
    for name in FACETS:
        values = [
            value
            for doc in docs
            if fits(doc, asked, but=name)
            for value in doc.facets[name]
        ]
        found[name] = {value: values.count(value) for value in set(values)}
    return found


def test_counts_are_those_of_a_plain_loop(full, docs) -> None:
    there = [doc for doc in docs if doc.id not in {docs[7].id, docs[311].id}]
    rng = random.Random(7)
    for _ in range(COMBINATIONS):
        asked = query(rng)
        results = full.search(asked)
        wanted = {doc.id for doc in there if fits(doc, asked)}
        assert set(results.ids) == wanted, asked
        assert results.total == len(wanted)
        assert results.counts == counted(there, asked), asked


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_each_other_without_a_gap_or_a_repeat(full, sort) -> None:
    whole = full.search(SearchQuery("шырдак", sort=sort, size=500)).ids
    pages, after = [], None
    while True:
        page = full.search(SearchQuery("шырдак", sort=sort, size=7, after=after))
        pages += page.ids
        after = page.next
        if after is None:
            break
    assert tuple(pages) == whole
    assert len(set(pages)) == len(pages)


@pytest.mark.parametrize(
    ("sort", "worth"),
    [
        ("newest", lambda doc: -doc.published),
        ("cheapest", lambda doc: doc.price),
        ("dearest", lambda doc: -doc.price),
        ("rating", lambda doc: -doc.rating),
    ],
)
def test_orders_are_what_they_say_and_equals_the_newest_first(
    full, docs, sort, worth
) -> None:
    by_id = {doc.id: doc for doc in docs}
    ids = full.search(SearchQuery("килем", sort=sort, size=500)).ids
    keys = [(worth(by_id[one]), -by_id[one].published, one) for one in ids]
    assert keys == sorted(keys)
    assert len(keys) > 100

"""The demo content is whole, plausible and always the same."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from marketplace.cli.demo.categories import CATEGORIES, leaves
from marketplace.cli.demo.labs import LABS
from marketplace.cli.demo.listings import THINGS, listings
from marketplace.cli.demo.pictures import looks
from marketplace.cli.demo.residents import residents
from marketplace.cli.demo.reviews import REVIEWS
from marketplace.cli.demo.said import Said
from marketplace.cli.demo.scenes import scene
from marketplace.cli.demo.variations import COLOURS
from marketplace.infra.media.scenes import KINDS

LISTINGS = listings()
NATIVE = [
    text
    for one in LISTINGS
    for text in (one.titles["ky"], one.descriptions["ky"])
]  # fmt: skip


def said(text):
    return all(part.strip() == part and part for part in text)


def unique(values):
    values = list(values)
    return len(set(values)) == len(values)


def test_there_are_six_labs_with_fictional_telephones():
    assert [lab.slug for lab in LABS[:2]] == ["osh", "jalal-abad"]
    assert len(LABS) == 6
    assert unique(lab.slug for lab in LABS)
    assert all(re.fullmatch(r"\+996 555 000 1\d\d", lab.phone) for lab in LABS)
    assert all(0 <= lab.fee_bps <= 1000 for lab in LABS)
    assert unique(lab.fee_bps for lab in LABS)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_a_lab_says_everything_in_three_languages(lab):
    texts = (lab.region, lab.name, lab.where, lab.about, lab.address, lab.hours)
    assert all(said(text) for text in texts)


def test_categories_make_a_tree_of_two_levels():
    slugs = {one.slug: one for one in CATEGORIES}
    assert len(slugs) == len(CATEGORIES)
    assert 28 <= len(leaves()) <= 34
    for leaf in leaves():
        parent = slugs[leaf.parent]
        assert (parent.parent, parent.kind) == (None, leaf.kind)
    assert all(said(one.name) for one in CATEGORIES)


def test_there_are_forty_residents_and_aigul_of_osh_comes_first():
    everyone = residents()
    first = everyone[0]
    assert (len(everyone), first.login, first.lab) == (40, "aigul", "osh")
    assert "Айгүл" in first.alias
    assert unique(one.login for one in everyone)
    assert unique(one.alias for one in everyone)
    assert {one.lab for one in everyone} == {lab.slug for lab in LABS}
    assert all(said(one.story) and "{}" not in "".join(one.story) for one in everyone)
    assert all(re.fullmatch(r"[a-z-]+", one.login) for one in everyone)


def test_there_are_about_three_hundred_listings_with_different_slugs_and_titles():
    kinds = Counter(one.kind for one in LISTINGS)
    assert 240 <= kinds["product"] <= 280
    assert 36 <= kinds["service"] <= 46
    assert unique(one.slug for one in LISTINGS)
    assert unique(one.titles["ky"] for one in LISTINGS)


def test_every_leaf_and_every_resident_has_listings():
    assert {one.category for one in LISTINGS} == {leaf.slug for leaf in leaves()}
    assert {one.resident for one in LISTINGS} == {one.login for one in residents()}


def test_a_listing_is_of_the_kind_of_its_category_and_in_her_trade():
    kinds = {leaf.slug: leaf.kind for leaf in leaves()}
    trades = {one.login: one.techniques for one in residents()}
    for one in LISTINGS:
        assert kinds[one.category] == one.kind
        assert one.category in trades[one.resident]


def test_every_listing_has_kyrgyz_and_most_have_three_languages():
    present = Counter(tuple(one.titles) for one in LISTINGS)
    assert set(present) == {("ky",), ("ky", "ru"), ("ky", "ru", "en")}
    assert present["ky", "ru", "en"] > len(LISTINGS) * 0.7
    assert all(tuple(one.titles) == tuple(one.descriptions) for one in LISTINGS)


def test_titles_are_short_and_descriptions_are_two_sentences_at_least():
    for one in LISTINGS:
        assert all(5 <= len(title) <= 70 for title in one.titles.values()), one.slug
        for text in one.descriptions.values():
            assert 50 <= len(text) <= 400, one.slug
            assert len(re.findall(r"[.!](?:\s|$)", text)) >= 2, one.slug


def test_prices_are_whole_som_and_plausible():
    for one in LISTINGS:
        assert isinstance(one.price, int)
        assert 300 <= one.price <= 60_000
        assert one.price % 50 == 0
        assert 1 <= one.stock <= 12
        assert 1 <= one.ready_days <= 40
    rugs = [one.price for one in LISTINGS if one.slug.startswith("shyrdak-") and
            one.slug.removeprefix("shyrdak-").isdigit()]  # fmt: skip
    assert min(rugs) >= 8000


def test_a_bigger_size_costs_more():
    shyrdaks = [one for one in LISTINGS if re.fullmatch(r"shyrdak-[1-3]", one.slug)]
    assert all(less.price < more.price for less, more in pairwise(shyrdaks))


def test_every_thing_has_a_drawing_of_its_own() -> None:
    drawings = [scene(thing.key) for thing in THINGS]
    assert unique(drawings)
    assert set(drawings) <= set(KINDS) - {"service"}


def test_no_two_things_show_the_same_photo() -> None:
    things = [one for one in LISTINGS if one.kind == "product"]
    named = Counter((one.photo_kind, one.photo_seed) for one in things)
    assert max(named.values()) == 1, named.most_common(3)
    assert {seed for _, seed in named} <= set(range(len(COLOURS)))


def test_a_second_photo_is_of_the_same_thing() -> None:
    twice = [looks(one, at) for at, one in enumerate(LISTINGS)]
    pairs = [pair for pair in twice if len(pair) == 2]
    assert len(pairs) > 10
    for (kind, seed), (same_kind, closer) in pairs:
        assert (same_kind, closer % len(COLOURS)) == (kind, seed)


def test_the_photo_has_the_colour_which_the_title_names():
    for one in LISTINGS:
        if one.kind == "product" and one.category != "dolls":
            colour = COLOURS[one.photo_seed]
            assert one.titles["ky"].casefold().startswith(colour.ky)


def test_the_content_is_the_same_at_every_call():
    assert listings() == LISTINGS
    assert residents() == residents()


def test_russian_colours_agree_with_their_things():
    titles = {one.titles.get("ru", "") for one in LISTINGS}
    starts = {" ".join(title.split()[:3]) for title in titles}
    assert any(re.match(r"\w+ая войлочная сумка", start) or
               re.match(r"\w+яя войлочная сумка", start)
               for start in map(str.lower, starts))  # fmt: skip
    assert not any(re.match(r"\w+(ый|ий) (сумка|подушка|платье)", t) for t in titles)


def test_kyrgyz_texts_hold_no_letter_of_another_alphabet():
    assert not [text for text in NATIVE if re.search("[іқғұәҳ]", text)]
    mixed = r"\b(?=\w*[a-zA-Z])(?=\w*[а-яёөүңА-ЯЁӨҮҢ])\w+"
    assert not [text for text in NATIVE if re.search(mixed, text)]


def test_a_noun_stays_singular_after_a_number():
    plural = (
        r"\b(?:\d+|эки|үч|төрт|беш|он|жыйырма) \w+(?:лар|лер|лор|лөр|дар|дер|тар|тер)\b"
    )
    assert not [text for text in NATIVE if re.search(plural, text)]


def test_reviews_are_mostly_good_and_in_all_languages():
    assert len(REVIEWS) == 30
    assert {one.language for one in REVIEWS} == set(Said._fields)
    assert {one.kind for one in REVIEWS} == {"product", "service"}
    stars = Counter(one.stars for one in REVIEWS)
    assert set(stars) == {3, 4, 5}
    assert stars[3] < stars[4] < stars[5]
    assert unique(one.text for one in REVIEWS)
    assert all(len(one.text) <= 120 for one in REVIEWS)

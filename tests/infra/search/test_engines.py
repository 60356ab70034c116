"""The contract of the port, held by every engine."""

import pytest

from marketplace.infra.search import Results, SearchDoc, SearchQuery


def titled(one, *titles, bodies=(), tags=()):
    return SearchDoc(one, titles, bodies, tags)


def found(engine, text, **more):
    return list(engine.search(SearchQuery(text, **more)).ids)


def count(engine):
    return len(list(engine.ids()))


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("шырдак", "шырдактар"),
        ("шырдак", "шырдагы"),
        ("шырдактардын түсү", "шырдак"),
        ("кийиз", "кийизден"),
        ("көйнөк", "көйнөктөр"),
        ("китеп", "китеби"),
        ("ковёр", "ковры"),
        ("ковёр", "коврами"),
        ("тапочки", "тапочек"),
        ("платок", "платки"),
        ("slipper", "slippers"),
        ("bags", "bag"),
    ],
)
def test_inflected_forms_find_each_other(engine, title, asked):
    engine.upsert([titled("1", title), titled("2", "камчы")])
    assert found(engine, asked) == ["1"]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("көрпөчө", "корпочо"),
        ("корпочо", "көрпөчө"),
        ("жүндөн сөйкө", "жундон сойко"),
        ("ковёр", "ковер"),
        ("ковер", "ковёр"),
        ("ШЫРДАК", "шырдак"),
    ],
)
def test_letters_missing_on_a_keyboard_do_not_matter(engine, title, asked):
    engine.upsert([titled("1", title)])
    assert found(engine, asked) == ["1"]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("шырдак", "shyrdak"),
        ("шырдак", "shyrdaktar"),
        ("кийиз", "kiyiz"),
        ("кийиз", "kiyizden"),
        ("жоолук", "jooluk"),
        ("көйнөк", "köynök"),
        ("ковёр", "kovyor"),
        ("shyrdak", "шырдак"),
    ],
)
def test_latin_and_cyrillic_letters_find_each_other(engine, title, asked):
    engine.upsert([titled("1", title), titled("2", "камчы")])
    assert found(engine, asked) == ["1"]


@pytest.mark.parametrize("asked", ["туш кийиз", "туш-кийиз", "тушкийизди"])
def test_a_compound_is_found_apart_joined_or_with_a_hyphen(engine, asked):
    engine.upsert(
        [titled("1", "тушкийиз"), titled("2", "Туш-кийиз"), titled("3", "туш")]
    )
    assert sorted(found(engine, asked)) == ["1", "2"]


def test_every_word_must_be_there(engine):
    engine.upsert([titled("1", "кызыл шырдак"), titled("2", "көк шырдак")])
    engine.upsert([titled(f"a{one}", "кызыл шырдак") for one in range(9)])
    assert "2" not in found(engine, "шырдак кызыл")
    assert len(found(engine, "шырдак кызыл")) == 10


def test_what_lacks_a_word_follows_where_few_things_have_all(engine):
    engine.upsert(
        [
            titled("1", "кызыл шырдак"),
            titled("2", "көк шырдак"),
            titled("3", "кызыл баштык"),
            titled("4", "жашыл килем"),
        ]
    )
    assert found(engine, "кызыл шырдак")[:2] == ["1", "2"]
    assert "4" not in found(engine, "кызыл шырдак")


def test_words_may_come_from_the_title_a_tag_and_the_body(engine):
    engine.upsert([titled("1", "шырдак", tags=("килем",), bodies=("Кызыл түстө.",))])
    assert found(engine, "кызыл килем шырдак") == ["1"]


def test_common_words_neither_help_nor_hinder(engine):
    engine.upsert([titled("1", "сумка из войлока")])
    assert found(engine, "сумка для войлока") == ["1"]
    assert found(engine, "из") == ["1"]


def test_a_hit_in_the_title_comes_before_one_in_the_body(engine):
    engine.upsert([titled("1", "баштык", bodies=("шырдак",)), titled("2", "шырдак")])
    assert found(engine, "шырдак") == ["2", "1"]


def test_equals_stand_in_the_order_of_their_ids_and_the_total_counts_them_all(engine):
    engine.upsert([titled(str(one), "шырдак") for one in (3, 1, 4, 2)])
    page = engine.search(SearchQuery("шырдак", size=3))
    assert (page.ids, page.total) == (("1", "2", "3"), 4)
    rest = engine.search(SearchQuery("шырдак", size=3, after=page.next))
    assert (rest.ids, rest.total, rest.next) == (("4",), 4, None)


@pytest.mark.parametrize("asked", ["", "   ", "?!«»", "-", "көгүчкөн"])
def test_nothing_asked_or_unknown_finds_nothing(engine, asked):
    engine.upsert([titled("1", "шырдак")])
    assert engine.search(SearchQuery(asked)) == Results()


def test_a_very_long_question_is_answered(engine):
    engine.upsert([titled("1", "шырдак")])
    assert found(engine, "шырдак " * 500) == ["1"]
    assert found(engine, "ш" * 5000) == []


def test_an_updated_document_appears_once_with_its_new_words_only(engine):
    for colour in ("кызыл", "көк", "жашыл", "сары", "ак", "кара"):
        engine.upsert([titled("1", f"{colour} шырдак")])
        assert found(engine, "шырдак") == ["1"]
    assert found(engine, "кызыл") == []
    assert count(engine) == 1


def test_of_one_id_twice_in_a_batch_the_last_counts(engine):
    engine.upsert([titled("1", "кызыл"), titled("2", "ак"), titled("1", "көк")])
    assert (found(engine, "көк"), found(engine, "кызыл")) == (["1"], [])
    assert count(engine) == 2


def test_a_deleted_document_is_gone_and_may_return(engine):
    engine.upsert([titled("1", "шырдак"), titled("2", "шырдак")])
    engine.upsert([], ["1", "1", "unknown"])
    assert (found(engine, "шырдак"), count(engine)) == (["2"], 1)
    engine.upsert([], ["2"])
    assert (found(engine, "шырдак"), count(engine)) == ([], 0)
    engine.upsert([titled("1", "шырдак")])
    assert found(engine, "шырдак") == ["1"]


def test_a_rebuild_replaces_everything(engine):
    engine.upsert([titled("1", "шырдак")])
    engine.rebuild(titled(one, "килем") for one in ("2", "3", "2"))
    assert (found(engine, "шырдак"), found(engine, "килем")) == ([], ["2", "3"])
    assert (count(engine), engine.needs_rebuild()) == (2, False)


def test_a_rebuild_with_nothing_leaves_an_empty_working_index(engine):
    engine.rebuild([])
    assert (engine.search(SearchQuery("шырдак")), count(engine)) == (Results(), 0)

"""What a query means: slips, other languages, phrases, qualities."""

import pytest

from marketplace.infra.search import Chain, MemoryEngine, SearchDoc, SearchQuery
from marketplace.infra.search.analysis import BadSynonyms

SHELF = {
    "shyrdak": "Кызыл шырдак",
    "carpet": "Ковёр ручной работы",
    "dress": "Кызыл көйнөк",
    "shirt": "Жака көйнөк",
    "platye": "Синее платье",
    "wallet": "Leather wallet",
    "logo": "Логотип",
    "accounts": "Бухгалтерия",
    "earring": "Күмүш сөйкө",
}


@pytest.fixture
def shelf(engine):
    engine.rebuild(SearchDoc(one, (title,)) for one, title in SHELF.items())
    return engine


def found(engine, text, **more):
    return list(engine.search(SearchQuery(text, **more)).ids)


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("шырдк", "шырдак", "shyrdak"),  # a letter left out
        ("шырддак", "шырдак", "shyrdak"),  # one too many
        ("логатип", "логотип", "logo"),  # a wrong one
        ("логоитп", "логотип", "logo"),  # two that changed places
        ("бухгалетрия", "бухгалтерия", "accounts"),
        ("wallte", "wallet", "wallet"),
        ("бухглтеряи", "бухгалтерия", "accounts"),  # two slips in a long word
    ],
)
def test_a_slip_is_mended_and_it_is_said(shelf, typed, meant, first) -> None:
    results = shelf.search(SearchQuery(typed))
    assert (results.ids[0], results.corrected) == (first, meant)


def test_whoever_means_it_as_typed_gets_it_as_typed(shelf) -> None:
    assert found(shelf, "шырдк", as_typed=True) == []


@pytest.mark.parametrize("typed", ["шырдак", "шырдактарды", "shyrdak", "көйнөгүм"])
def test_a_word_that_is_known_in_any_form_is_never_mended(shelf, typed) -> None:
    assert shelf.search(SearchQuery(typed)).corrected is None


@pytest.mark.parametrize("typed", ["qqqq", "аааа"])
def test_one_letter_again_and_again_is_no_word_with_a_slip(engine, typed) -> None:
    engine.rebuild([SearchDoc("one", ("Ак ачкыч",)), SearchDoc("two", ("Key ring",))])
    assert engine.search(SearchQuery(typed)).corrected is None


def test_a_word_just_learnt_is_not_mended_into_an_older_one(shelf) -> None:
    assert shelf.search(SearchQuery("логотис")).corrected == "логотип"
    shelf.upsert([SearchDoc("new", ("Логотис",))])
    assert shelf.search(SearchQuery("логотис")).corrected is None
    assert found(shelf, "логотис")[0] == "new"


def test_a_word_finds_things_in_other_languages(shelf) -> None:
    assert set(found(shelf, "dress")) >= {"dress", "platye"}
    assert set(found(shelf, "платье")) >= {"dress", "platye"}
    assert found(shelf, "кошелёк") == ["wallet"]


def test_a_phrase_means_something_else_than_its_words(shelf) -> None:
    assert found(shelf, "рубашка") == ["shirt"]
    assert found(shelf, "көйнөк")[-1] == "shirt", "it has the letters, not the meaning"


def test_of_two_words_the_thing_counts_more_than_its_quality(shelf) -> None:
    assert found(shelf, "red dress")[:2] == ["dress", "platye"]


def test_a_latin_word_with_a_kyrgyz_ending_is_the_word(engine) -> None:
    engine.rebuild([SearchDoc("smm", ("SMM кызматы",))])
    assert found(engine, "SMMди") == ["smm"]


def test_words_beside_the_point_of_a_title_count_less(engine) -> None:
    engine.rebuild(
        [
            SearchDoc("aside", ("Ковёр с подушкой",), published=2),
            SearchDoc("itself", ("Подушка",), published=1),
        ]
    )
    assert found(engine, "подушка") == ["itself", "aside"]


def test_a_lab_adds_its_own_words(tmp_path) -> None:
    own = tmp_path / "words.txt"
    own.write_text("yurt: боз үй | юрта | yurt, ger\n")
    engine = MemoryEngine(Chain(own))
    engine.rebuild([SearchDoc("1", ("Кийиз боз үй",))])
    assert found(engine, "ger") == ["1"]


def test_a_line_that_cannot_be_read_is_named(tmp_path) -> None:
    own = tmp_path / "words.txt"
    own.write_text("# ours\nyurt: боз үй, юрта\n")
    with pytest.raises(BadSynonyms, match="line 2"):
        Chain(own).concepts  # noqa: B018

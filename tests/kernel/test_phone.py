import pytest

from marketplace.i18n import phone


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+996555000101", "+996 555 000 101"),
        ("+77012345678", "+7 701 234 5678"),
        ("+442079460958", "+44 20 7946 0958"),
    ],
)
def test_a_phone_is_shown_in_groups_as_its_country_writes_it(kept, shown) -> None:
    assert phone(kept) == shown


@pytest.mark.parametrize(
    "text",
    ["", "+", "+1", "+999999", "a@b.kg", "+996555000101@lab.kg", "+996 ··· 56"],
)
def test_what_is_no_phone_is_shown_as_it_is(text) -> None:
    assert phone(text) == text

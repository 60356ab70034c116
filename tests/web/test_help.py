"""Help: one page in plain words, and a way on from each question."""

import re

import pytest

LANGUAGES = ("ky", "ru", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_help_and_help_leads_on(client, language) -> None:
    assert f'href="/{language}/help"' in client.get(f"/{language}/sign-in").text
    page = client.get(f"/{language}/help").text
    inside = re.findall(r'href="#([a-z]+)"', page)
    assert len(inside) == 7 + page.count('href="#main"')
    assert all(f'id="{name}"' in page for name in inside)
    for way in ("labs", "apply"):
        assert f'href="/{language}/{way}"' in page


def test_who_asks_for_a_shop_reads_why_she_should_sign_in(client) -> None:
    asked = client.get("/en/apply")
    assert asked.status_code == 303
    assert "For a shop you need an account." in client.words(asked.location)
    assert "For a shop" not in client.words("/en/sign-in")

"""A new password by a link: once, in time, for nobody else."""

import re

import pytest

from marketplace.errors import Invalid
from marketplace.profiles.services import accounts, passwords, tokens
from tests import people


@pytest.fixture
def link(app, client, doors, work):
    """Have a link sent to Aigul; return its path."""
    client.send("/ky/forgot", contact="Aigul@Lab.test")
    work()
    (mail,) = doors.mail.sent
    assert mail.to == "aigul@lab.test"
    return re.search(r"/ky/reset/\S+", mail.text)[0]


def test_a_link_sets_a_new_password(link, client) -> None:
    assert client.get(link).status_code == 200
    assert client.get(link).headers["Referrer-Policy"] == "no-referrer"
    assert client.send(link, password="seven blue foxes").location == "/ky/sign-in"
    accounts.sign_in(contact="aigul@lab.test", password="seven blue foxes")
    with pytest.raises(Invalid):
        accounts.sign_in(contact="aigul@lab.test", password=people.PASSWORD)


def test_a_password_that_is_too_easy_keeps_the_link_good(link, client) -> None:
    assert client.send(link, password="12345678").status_code == 422
    assert client.send(link, password="seven blue foxes").status_code == 303


def test_a_link_works_once(link, client) -> None:
    client.send(link, password="seven blue foxes")
    again = client.send(link, password="eight red wolves")
    assert again.status_code == 422
    assert "used or is too old" in client.get(link.replace("/ky/", "/en/")).get_data(
        as_text=True
    )


def test_a_link_is_over_after_half_an_hour(link, client, travel) -> None:
    travel(minutes=29)
    assert client.get(link).status_code == 200
    travel(minutes=1, seconds=1)
    assert client.send(link, password="seven blue foxes").status_code == 422


def test_a_second_link_makes_the_first_worthless(link, client, work) -> None:
    passwords.forgot("aigul@lab.test")
    work()
    assert client.get(link).status_code == 422


def test_a_new_password_makes_every_link_worthless(link, client) -> None:
    passwords.change(people.person_id("aigul"), "seven blue foxes", session=None)
    assert client.get(link).status_code == 422


def test_a_link_for_one_thing_opens_no_other(link, client) -> None:
    token = link.rpartition("/")[2]
    assert client.get(f"/en/account/email/{token}").status_code == 422


@pytest.mark.parametrize("contact", ["aigul@lab.test", "nobody@lab.test", "0555123456"])
def test_asking_says_the_same_to_everybody(app, client, contact) -> None:
    answer = client.send("/en/forgot", contact=contact)
    body = answer.get_data(as_text=True).replace(contact, "")
    assert answer.status_code == 200
    assert "a link is on its way" in body


def test_nobody_is_written_to_who_has_no_account(app, doors, work) -> None:
    passwords.forgot("nobody@lab.test")
    with pytest.raises(Invalid, match="contact_words"):
        passwords.forgot("hello")
    work()
    assert doors.mail.sent == []


def test_asking_has_an_end(app, client) -> None:
    codes = [
        client.send("/en/forgot", contact="aigul@lab.test").status_code
        for _ in range(6)
    ]
    assert codes == [200] * 5 + [429]


def test_the_letter_says_nothing_of_us_to_who_looks_over_her_shoulder(
    link, doors
) -> None:
    (mail,) = doors.mail.sent
    for word in ("Bazaar", "Lab", "Aigul", "кийиз"):
        assert word not in mail.subject
        assert word not in mail.text


def test_a_changed_link_is_not_taken(app) -> None:
    """Each letter in turn; `make long` tries ten thousand of every kind."""
    good = tokens.make(people.person_id("aigul"), tokens.RESET)
    for at, letter in enumerate(good):
        bad = good[:at] + ("A" if letter != "A" else "B") + good[at + 1 :]
        with pytest.raises(Invalid, match="link_over"):
            tokens.find(tokens.RESET, bad)
    assert tokens.find(tokens.RESET, good)

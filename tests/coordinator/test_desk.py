"""The coordinator's desk: what waits in her Lab, and her answers."""

import pytest

from marketplace.catalog.services import listings
from marketplace.profiles.services import applications
from tests import people
from tests.profiles.test_applying import answers


@pytest.fixture
def waiting(app):
    """Return the ids of an application and a thing that wait at Osh."""
    her = people.seller()
    application = applications.submit(people.person_id("bermet"), answers("Жаз"))
    thing = listings.create(her.shop_id, people.draft("Көк шырдак"), by=her.person_id)
    return application.id, thing.id


def test_the_desk_shows_what_waits_in_her_lab_only(waiting, as_) -> None:
    cholpon, dinara = as_("cholpon"), as_("dinara")
    assert "Жаз" in cholpon.words("/ky/desk")
    assert "Көк шырдак" in cholpon.words("/ky/desk")
    for page in ("/ky/desk", "/ky/desk/applications", "/ky/desk/things"):
        words = dinara.words(page)
        assert "Жаз" not in words
        assert "Көк шырдак" not in words


def test_an_answer_goes_to_her_and_the_queue_is_empty(waiting, as_) -> None:
    cholpon = as_("cholpon")
    path = f"/en/desk/applications/{waiting[0]}"
    assert cholpon.send(path, decision="approve", note="Good").status_code == 303
    assert "Жаз" not in cholpon.words("/en/desk/applications")
    assert "Good" in as_("bermet").words("/en/application")
    assert "Add your first thing" in as_("bermet").words("/en/application")


def test_what_a_colleague_has_decided_is_said_not_overwritten(waiting, as_) -> None:
    path = f"/en/desk/applications/{waiting[0]}"
    as_("cholpon").send(path, decision="decline", note="No")
    answer = as_("gulnara").send(path, decision="approve", note="Yes")
    assert answer.status_code == 422
    words = as_("bermet").words("/en/application")
    assert "No" in words
    assert "Yes" not in words


def test_a_thing_is_let_through_or_sent_back_with_words(waiting, as_, client) -> None:
    cholpon = as_("cholpon")
    path = f"/en/desk/things/{waiting[1]}"
    refused = cholpon.send(path, decision="ask", note="")
    assert refused.status_code == 422
    assert "Write a short note" in refused.get_data(as_text=True)
    cholpon.send(path, decision="ask", note="Сүрөт кошуңуз")
    assert "Сүрөт кошуңуз" in as_("aigul").words("/ky/my/things")


def test_what_she_lets_through_is_on_sale(waiting, as_, client) -> None:
    as_("cholpon").send(f"/en/desk/things/{waiting[1]}", decision="publish", note="")
    assert "Көк шырдак" in client.words("/ky/")


def test_a_seller_pauses_and_goes_on(waiting, as_, client) -> None:
    as_("cholpon").send(f"/en/desk/things/{waiting[1]}", decision="publish", note="")
    aigul = as_("aigul")
    for action, shown in (("pause", False), ("resume", True)):
        aigul.send(f"/en/my/things/{waiting[1]}/switch", action=action)
        assert ("Көк шырдак" in client.words("/ky/")) is shown
    answer = aigul.send(f"/en/my/things/{waiting[1]}/switch", action="burn")
    assert answer.status_code == 422

"""The coordinator's desk: what waits in her Lab, and her answers."""

import pytest
from lxml import html as lxml_html

from marketplace import clock, i18n
from marketplace.profiles.services import contacts
from tests import people


@pytest.fixture
def waiting(app):
    """Return the ids of an application and a thing that wait at Osh."""
    application = people.apply("bermet")
    return application.id, people.handed_in(title="Көк шырдак").id


def test_the_desk_shows_what_waits_in_her_lab_only(waiting, as_) -> None:
    cholpon, dinara = as_("cholpon"), as_("dinara")
    assert "Жаз" in cholpon.words("/ky/desk")
    assert "Көк шырдак" in cholpon.words("/ky/desk")
    for page in ("/ky/desk", "/ky/desk/applications", "/ky/desk/things"):
        words = dinara.words(page)
        assert "Жаз" not in words
        assert "Көк шырдак" not in words


def _tick(application_id) -> dict[str, str]:
    """Return the fields a coordinator ticks for what she has seen herself."""
    return {f"ok_{key}": "1" for key in people.checks(application_id)}


def test_an_answer_goes_to_her_and_the_next_one_opens(waiting, as_) -> None:
    cholpon = as_("cholpon")
    path = f"/en/desk/applications/{waiting[0]}"
    answer = cholpon.send(path, decision="approve", note="Good", **_tick(waiting[0]))
    assert answer.status_code == 303
    assert answer.location.startswith("/en/desk/applications/"), "Indira's is next"
    words = cholpon.words("/en/desk/applications")
    assert "Your answer to «Жаз» goes out in 10 minutes" in words, "of whom it speaks"
    assert "Жаз" not in cholpon.words("/en/desk/applications")
    assert "Good" in as_("bermet").words("/en/application")
    assert "Add your first thing" in as_("bermet").words("/en/application")


def test_what_a_colleague_has_decided_is_said_not_overwritten(waiting, as_) -> None:
    path = f"/en/desk/applications/{waiting[0]}"
    as_("cholpon").send(path, decision="decline", note="No")
    answer = as_("gulnara").send(path, decision="approve", note="Yes")
    assert answer.status_code == 422
    body = answer.get_data(as_text=True)
    assert "Somebody has answered meanwhile" in body
    assert "Cholpon has answered" in body
    assert "Yes" in body, "her words are not lost"
    words = as_("bermet").words("/en/application")
    assert "No" in words
    assert "Yes" not in words


@pytest.fixture
def held(doors):
    """Hold answers for ten minutes, as the site does."""
    from datetime import timedelta

    before, doors.undo_wait = doors.undo_wait, timedelta(minutes=10)
    yield
    doors.undo_wait = before


def test_an_answer_can_be_taken_back_with_one_tap(waiting, held, as_) -> None:
    cholpon = as_("cholpon")
    path = f"/en/desk/applications/{waiting[0]}"
    cholpon.send(path, decision="decline", note="No")
    page = cholpon.get("/en/desk/applications").get_data(as_text=True)
    assert f'action="{path}/undo"' in page
    assert "Жаз" in cholpon.words("/en/desk/applications?show=deciding")
    cholpon.send(f"{path}/undo")
    assert "Nothing was sent" in cholpon.words(path)
    assert "No</textarea>" in cholpon.get(path).text, "her words are not lost"
    cholpon.send(f"{path}/undo")
    assert "Nothing was sent" in cholpon.words(path), "a second tap does no harm"
    assert "Жаз" in cholpon.words("/en/desk/applications")


def test_a_colleague_sees_what_was_decided_and_till_when(waiting, held, as_) -> None:
    path = f"/en/desk/applications/{waiting[0]}"
    as_("cholpon").send(path, decision="decline", note="No")
    words = as_("meerim").words(path)
    assert "Cholpon has answered. It goes out at" in words
    assert "Save, open the next" not in words


def test_she_can_be_called_and_answered_with_a_tap(waiting, held, as_) -> None:
    cholpon, path = as_("cholpon"), f"/en/desk/applications/{waiting[0]}"
    page = cholpon.get(path).text
    assert "bermet@lab.test" in page, "she has no phone"
    assert "tel:" not in page
    contacts.change_phone(people.person_id("bermet"), "0555 00 01 01")
    page = lxml_html.fromstring(cholpon.get(path).text)
    (call,) = page.xpath("//a[@href='tel:+996555000101']")
    assert call.text == "+996 555 000 101"
    assert page.xpath("//h1/following-sibling::a[@href='#answer']")
    assert page.xpath("//*[@id='answer']//input[@name='decision']")
    cholpon.send(path, decision="decline", note="No")
    assert "#answer" not in cholpon.get(path).text, "it is answered"


def test_an_approval_without_a_tick_says_what_to_do(waiting, as_) -> None:
    path = f"/en/desk/applications/{waiting[0]}"
    answer = as_("cholpon").send(path, decision="approve", note="Good")
    assert answer.status_code == 422
    body = answer.get_data(as_text=True)
    assert "Tick what is in order" in body
    assert "Good" in body


def test_what_is_not_ticked_goes_back_to_her_with_a_reason(waiting, as_) -> None:
    from tests.profiles.test_applying import items

    upload = items(waiting[0])["upload"].id
    path = f"/en/desk/applications/{waiting[0]}"
    fields = {f"ok_{item.id}": "1" for item in items(waiting[0]).values()}
    del fields[f"ok_{upload}"]
    fields[f"reason_{upload}"] = "Караңгы"
    as_("cholpon").send(path, decision="ask", note="Дагы", **fields)
    assert items(waiting[0])["upload"].state == "rejected"
    assert "Караңгы" in as_("bermet").words("/en/apply")


def test_what_she_writes_is_missing_goes_back_though_it_was_ticked(
    waiting, as_
) -> None:
    from tests.profiles.test_applying import items

    upload = items(waiting[0])["upload"].id
    path = f"/en/desk/applications/{waiting[0]}"
    fields = {f"ok_{item.id}": "1" for item in items(waiting[0]).values()}
    fields[f"reason_{upload}"] = "Дагы бир сүрөт"
    as_("cholpon").send(path, decision="ask", note="Дагы", **fields)
    words = as_("bermet").words("/en/apply")
    assert "Дагы бир сүрөт" in words
    assert words.count("Once more") == 1, "nothing else turns red"


def test_the_queue_is_oldest_first_and_can_be_narrowed(waiting, as_, travel) -> None:
    travel(days=2)
    people.apply("elnura", alias="Жел", craft="кийиз")
    cholpon = as_("cholpon")
    words = cholpon.words("/en/desk/applications")
    assert words.index("Жаз") < words.index("Жел")
    assert "waits 2 days" in words
    assert "Half of them wait less than 3 days" in words, "whole days, rounded up"
    narrowed = cholpon.words("/en/desk/applications?q=КИЙИЗ")
    assert "Жел" in narrowed
    assert "Жаз" not in narrowed
    gulnara = as_("gulnara")
    assert "Жаз" not in gulnara.words("/en/desk/applications?lab=jalal-abad")
    assert "Жаз" in gulnara.words("/en/desk/applications?lab=osh")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "All done. Nobody waits"),
        ("?show=deciding", "no answer that could be taken back"),
        ("?show=asked", "Nobody has been asked for more"),
        ("?q=xyz", "Nothing found"),
        ("?show=answered&q=xyz", "Nothing found"),
    ],
)
def test_an_empty_list_says_why_it_is_empty(app, as_, query, said) -> None:
    words = as_("dinara").words(f"/en/desk/applications{query}")
    assert said in words
    assert ("Nobody waits" in words) == (not query)


def test_what_is_answered_waits_no_longer_and_shows_the_day(
    waiting, as_, travel
) -> None:
    cholpon = as_("cholpon")
    cholpon.send(f"/en/desk/applications/{waiting[0]}", decision="decline", note="No")
    day = i18n.date(clock.now())
    travel(days=60)
    words = as_("cholpon").words("/en/desk/applications?show=answered&q=Жаз")
    assert "waits" not in words
    assert day in words


def test_the_ready_words_can_be_read_before_they_are_sent(waiting, as_) -> None:
    words = as_("cholpon").words(f"/en/desk/applications/{waiting[0]}")
    assert "Take one more photo by daylight near a window" in words
    assert "Another Lab (Decline)" in words


def test_looking_at_an_application_is_logged_and_she_can_know(waiting, as_) -> None:
    from sqlalchemy import select

    from marketplace.extensions import db
    from marketplace.profiles.models import AuditEvent

    as_("cholpon").get(f"/en/desk/applications/{waiting[0]}")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "read.application")
    ).one()
    assert event.actor_id == people.person_id("cholpon")
    assert event.person_id == people.person_id("bermet")


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


def marked(body: str) -> list[tuple[str, str]]:
    tabs = lxml_html.fromstring(body).xpath("//nav[@class='tabs']//a[@aria-current]")
    return [(tab.text_content(), tab.get("aria-current")) for tab in tabs]


def test_the_desk_says_at_every_page_in_which_section_one_is(waiting, as_) -> None:
    cholpon, application = as_("cholpon"), f"/en/desk/applications/{waiting[0]}"
    change = people.changed(people.on_sale()).id
    for path, mark in {
        "/en/desk": ("Desk", "page"),
        "/en/desk/applications": ("Applications", "page"),
        application: ("Applications", "true"),
        f"/en/desk/things/{waiting[1]}": ("Things", "true"),
        f"/en/desk/changes/{change}": ("Things", "true"),
        f"/en/desk/residents/{people.person_id('aigul')}": ("Residents", "true"),
        "/en/desk/late": ("Orders", "true"),
    }.items():
        assert marked(cholpon.get(path).text) == [mark], path
    refused = cholpon.send(application, decision="", note="")
    assert marked(refused.text) == [("Applications", "true")], "the form once more"
    assert marked(cholpon.get("/en/").text) == []

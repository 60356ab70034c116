"""Applying by pages: a task list, saved at any step, photos that only the Lab sees."""

import re
from io import BytesIO

import pytest
from PIL import Image

from marketplace.profiles import queries
from tests import people
from tests.profiles.test_applying import items

ABOUT = {"alias": "Жел", "craft": "тигүү", "about": "Тигем."}


def _photo(colour: str = "#9e2a2b") -> BytesIO:
    out = BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(out, "JPEG", quality=88)
    out.seek(0)
    return out


@pytest.fixture
def elnura(as_):
    """Return Elnura's browser, her shop to be already described."""
    browser = as_("elnura")
    browser.send("/en/apply/about", lab=str(people.lab().id), **ABOUT)
    return browser


def _links(browser) -> dict[str, str]:
    """Return the item pages of the task list by kind of field."""
    page = browser.get("/en/apply").get_data(as_text=True)
    return re.findall(r'href="(/en/apply/items/[0-9a-f-]+)"', page)


def test_before_a_lab_is_chosen_there_is_one_step(app, as_) -> None:
    elnura = as_("elnura")
    words = elnura.words("/en/apply")
    assert "My shop and my Lab" in words
    assert "To do" in words
    assert elnura.get("/en/application").location == "/en/apply"


def test_the_steps_of_her_lab_are_there_with_their_states(elnura) -> None:
    assert len(_links(elnura)) == 4
    words = elnura.words("/en/apply")
    assert "Photos of my work" in words
    assert "A talk with the coordinator" not in words, "that one is the coordinator's"
    assert words.count("To do") == 2, "what is optional is nothing to do"
    assert words.count("(optional)") == 2
    page = elnura.words("/en/application")
    hers, labs = page.split("What your Lab does itself")
    assert hers.count("To do") == hers.count("(optional)") == 2
    assert "A talk with the coordinator" in labs
    assert "To do" not in labs


def test_she_comes_back_another_day_and_all_is_there(elnura, as_, travel) -> None:
    statement = _links(elnura)[0]
    elnura.send(statement, answer="y")
    travel(days=3)
    again = as_("elnura")
    assert "Жел" in again.get("/en/apply/about").get_data(as_text=True)
    assert "checked" in again.get(statement).get_data(as_text=True)


def test_sending_too_early_says_what_to_do(elnura) -> None:
    answer = elnura.send("/en/apply/send")
    assert answer.status_code == 422
    assert "Something is still empty" in answer.get_data(as_text=True)


def test_the_whole_way_by_pages(elnura, as_) -> None:
    statement, upload, text, course = _links(elnura)
    elnura.send(statement, answer="y")
    elnura.send(upload, photos=(_photo(), "work.jpg"))
    elnura.send(text, answer="Апамдан үйрөндүм.")
    elnura.send(course, answer="Кийиз, 2025")
    assert elnura.send("/en/apply/send").location == "/en/application"
    assert "within 3 days" in elnura.words("/en/application")
    assert elnura.get("/en/apply").location == "/en/application"
    assert "Look at it" in elnura.words("/en/account")
    words = as_("cholpon").words("/en/desk/applications")
    assert "Жел" in words


def test_a_bad_photo_is_named_and_a_good_one_beside_it_is_kept(elnura) -> None:
    upload = _links(elnura)[1]
    answer = elnura.post(
        upload,
        data={
            "csrf_token": elnura.token(),
            "photos": [
                (_photo(), "good.jpg"),
                (BytesIO(b"%PDF-1.4 nothing"), "paper.pdf"),
            ],
        },
        content_type="multipart/form-data",
    )
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "paper.pdf" in body
    assert body.count("/en/application/files/") == 1


def test_a_photo_of_an_application_is_for_her_and_her_lab_only(
    elnura, as_, client
) -> None:
    upload = _links(elnura)[1]
    elnura.send(upload, photos=(_photo(), "work.jpg"))
    page = elnura.get(upload).get_data(as_text=True)
    path = re.search(r"/en/application/files/[0-9a-f-]+", page)[0]
    answer = elnura.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(path).status_code == 303
    assert as_("bermet").get(path).status_code == 404
    desk = path.replace("/application/", "/desk/applications/")
    assert as_("cholpon").get(desk).status_code == 404, "a draft is hers alone"
    for link in (_links(elnura)[0],):
        elnura.send(link, answer="y")
    elnura.send("/en/apply/send")
    assert as_("cholpon").get(desk).status_code == 200
    assert as_("dinara").get(desk).status_code == 404


def test_the_page_keeps_what_she_wrote_when_something_is_missing(as_) -> None:
    answer = as_("elnura").send(
        "/en/apply/about", lab="", alias="Жел", craft="", about="Сөз"
    )
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Error:" in body
    assert 'value="Жел"' in body
    assert "Сөз" in body


def test_a_draft_is_hers_alone(elnura, as_) -> None:
    assert "Жел" not in as_("cholpon").words("/en/desk")


def test_who_has_a_shop_cannot_ask_for_another(app, as_) -> None:
    lab = str(people.lab().id)
    answer = as_("aigul").send("/en/apply/about", lab=lab, **ABOUT)
    assert answer.status_code == 422
    assert "You have a shop already" in answer.get_data(as_text=True)


def test_what_the_lab_sends_back_is_marked_with_its_reason(app, as_) -> None:
    from marketplace.profiles.services import deciding
    from marketplace.profiles.services.deciding import Decision, Verdict

    application = people.apply("elnura")
    upload = items(application.id)["upload"].id
    decision = Decision("ask", "Дагы", verdicts={upload: Verdict("reject", "Караңгы")})
    deciding.decide(application.id, decision, by=people.person_id("cholpon"))
    words = as_("elnura").words("/en/apply")
    assert "Once more" in words
    assert "Караңгы" in words
    assert "Дагы" in as_("elnura").words("/en/application")


def test_she_can_take_it_back(app, as_) -> None:
    people.apply("elnura")
    elnura = as_("elnura")
    assert elnura.send("/en/apply/withdraw").location == "/en/account"
    assert "Жаз" not in as_("cholpon").words("/en/desk/applications")
    assert "To do" in elnura.words("/en/apply"), "a new one can begin"


def test_tapping_send_twice_is_no_error(app, as_) -> None:
    people.apply("elnura")
    elnura = as_("elnura")
    for path in ("/en/apply/send", "/en/apply/about"):
        answer = elnura.send(path) if "send" in path else elnura.get(path)
        assert answer.location == "/en/application"
    assert "at the Lab" in elnura.words("/en/application")


def test_she_sees_what_she_has_sent(app, as_) -> None:
    people.apply("elnura")
    page = as_("elnura").get("/en/application").text
    assert "Көйнөк тигем." in page
    assert "/en/application/files/" in page


def test_what_she_has_taken_back_she_can_ask_for_again(app, as_) -> None:
    people.apply("elnura")
    elnura = as_("elnura")
    elnura.send("/en/apply/withdraw")
    assert 'href="/en/apply"' in elnura.get("/en/application").text


def test_an_empty_step_is_not_called_saved(elnura, as_) -> None:
    application = queries.application_of(people.person_id("elnura"))
    for kind, said in (("upload", "Choose a photo"), ("statement", "Tick it if")):
        item = items(application.id)[kind].id
        answer = as_("elnura").send(f"/en/apply/items/{item}")
        assert answer.status_code == 422, kind
        assert said in answer.text

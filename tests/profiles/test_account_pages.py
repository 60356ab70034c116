"""Sign up, apply, and the page of one's own account."""

from tests import people


def test_a_new_account_leads_to_asking_for_a_shop(app, client) -> None:
    her = {"contact": "0555 77 88 99", "password": "seven blue foxes"}
    client.send("/en/sign-up", name="Айсулуу", **her)
    assert client.send("/en/sign-in", **her).location == "/en/account"
    words = client.words("/en/account")
    assert "Hello, Айсулуу" in words
    assert "Ask for a shop" in words


def test_what_cannot_be_used_is_said_beside_its_field(app, client) -> None:
    answer = client.send(
        "/en/sign-up", name="Other", contact="hello", password="seven blue foxes"
    )
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="contact-error"' in body
    assert 'href="#contact"' in body
    assert 'value="hello"' in body
    assert "seven blue foxes" not in body, "a password is never sent back"


def test_an_application_is_saved_sent_and_followed(app, as_) -> None:
    elnura = as_("elnura")
    lab = str(people.lab().id)
    fields = {"lab": lab, "alias": "Жел", "craft": "тигүү", "about": "Тигем."}
    assert elnura.get("/en/application").location == "/en/apply"
    saved = elnura.send("/en/apply", **fields, save="1")
    assert saved.location == "/en/apply"
    assert "Жел" in elnura.get("/en/apply").get_data(as_text=True)
    sent = elnura.send("/en/apply", **fields)
    assert sent.location == "/en/application"
    assert "within 3 days" in elnura.words("/en/application")
    assert elnura.get("/en/apply").location == "/en/application"
    assert "Look at it" in elnura.words("/en/account")


def test_who_has_a_shop_cannot_ask_for_another(app, as_) -> None:
    lab = str(people.lab().id)
    answer = as_("aigul").send("/en/apply", lab=lab, alias="Эки", craft="x", about="y")
    assert answer.status_code == 422
    assert "You have a shop already" in answer.get_data(as_text=True)

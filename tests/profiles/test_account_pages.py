"""Sign up, apply, and the page of one's own account."""


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

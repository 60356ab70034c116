"""Sign-in sessions: born at sign-in, dead at sign-out, only a hash is kept."""

from sqlalchemy import select

from marketplace.extensions import db
from marketplace.web.sessions import SignInSession, hashed
from tests import people


def _token(browser) -> str:
    return browser.get_cookie("sid").value


def test_signing_in_opens_the_account_and_keeps_only_a_hash(app, as_) -> None:
    aigul = as_("aigul")
    assert "Aigul" in aigul.words("/en/account")
    rows = db.session.scalars(select(SignInSession)).all()
    assert [row.token_hash for row in rows] == [hashed(_token(aigul))]
    assert len(_token(aigul)) >= 43, "256 bits"


def test_a_session_from_before_signing_in_is_not_carried_over(app, client) -> None:
    client.sign_in("bermet")
    first = _token(client)
    client.sign_in("bermet")
    assert _token(client) != first
    thief = app.test_client()
    thief.set_cookie("sid", first)
    assert thief.get("/en/account").status_code == 303


def test_a_copied_cookie_is_worthless_after_sign_out(app, as_) -> None:
    aigul = as_("aigul")
    thief = app.test_client()
    thief.set_cookie("sid", _token(aigul))
    assert thief.get("/en/account").status_code == 200
    answer = aigul.send("/en/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert thief.get("/en/account").status_code == 303
    assert aigul.get("/en/account").status_code == 303


def test_a_session_ends_after_eight_hours(app, as_, travel) -> None:
    aigul = as_("aigul")
    travel(hours=7, minutes=59)
    assert aigul.get("/en/account").status_code == 200
    travel(minutes=2)
    assert aigul.get("/en/account").status_code == 303


def test_a_private_page_is_never_stored(app, as_) -> None:
    assert as_("aigul").get("/en/account").headers["Cache-Control"] == "no-store"


def test_wrong_password_and_wrong_name_say_the_same(app, client) -> None:
    texts = set()
    for contact in ("aigul@lab.test", "nobody@lab.test", "not a contact"):
        answer = client.send("/en/sign-in", contact=contact, password="wrong one here")
        assert answer.status_code == 422
        texts.add(
            answer.get_data(as_text=True).split('id="problems"')[1].split("</ul>")[0]
        )
    assert len(texts) == 1


def test_signing_in_leads_back_but_never_off_the_site(app, client) -> None:
    for target, where in {
        "/en/basket": "/en/basket",
        "//evil.example": "/en/account",
        "/\\evil.example": "/en/account",
        "https://evil.example/": "/en/account",
        "/%09/evil.example": "/en/account",
        "/%0a/evil.example": "/en/account",
    }.items():
        answer = client.send(
            f"/en/sign-in?next={target}",
            contact="bermet@lab.test",
            password=people.PASSWORD,
        )
        assert answer.location == where


def test_flask_logins_own_cookies_open_nothing(app, client) -> None:
    person_id = str(people.person_id("aigul"))
    with client.session_transaction() as session:
        session["_user_id"] = person_id
        session["_fresh"] = True
    assert client.get("/en/account").status_code == 303


def test_over_https_cookies_are_bound_to_the_host(tmp_path) -> None:
    from marketplace import create_app
    from marketplace.config import Settings

    settings = Settings(
        secret_key="s" * 40, base_url="https://bazaar.example", data_dir=str(tmp_path)
    )
    config = create_app(settings).config
    assert config["SESSION_COOKIE_NAME"] == "__Host-visit"
    assert config["SESSION_COOKIE_SECURE"] is True

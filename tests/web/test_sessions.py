"""Sign-in sessions: born at sign-in, dead at sign-out, only a hash is kept."""

import uuid

import pytest
from sqlalchemy import select

from marketplace.extensions import db
from marketplace.profiles.models import SignInSession
from marketplace.profiles.models.sessions import hashed
from marketplace.profiles.services import closing, leaving, passwords, shops, staff
from tests import pages, people


def _token(browser) -> str:
    return browser.get_cookie("sid").value


def _copy_of(app, browser):
    """Open a browser with a stolen cookie."""
    thief = app.test_client()
    thief.set_cookie("sid", _token(browser))
    return thief


def _is_in(browser) -> bool:
    return browser.get("/en/account").status_code == 200


def test_signing_in_opens_the_account_and_keeps_only_a_hash(app, client) -> None:
    client.fill_in_sign_in("aigul")
    assert "Aigul" in client.words("/en/account")
    rows = db.session.scalars(select(SignInSession)).all()
    assert [row.token_hash for row in rows] == [hashed(_token(client))]
    assert len(_token(client)) >= 43, "256 bits"


def test_a_session_from_before_signing_in_is_not_carried_over(app, client) -> None:
    client.fill_in_sign_in("bermet")
    thief = _copy_of(app, client)
    client.fill_in_sign_in("bermet")
    assert _token(client) != _token(thief)
    assert not _is_in(thief)


def test_a_planted_session_id_is_never_taken_over(app, client) -> None:
    client.set_cookie("sid", "a" * 43)
    client.fill_in_sign_in("bermet")
    assert _token(client) != "a" * 43


def test_a_copied_cookie_is_worthless_after_sign_out(app, as_) -> None:
    aigul = as_("aigul")
    thief = _copy_of(app, aigul)
    assert _is_in(thief)
    answer = aigul.send("/en/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not _is_in(thief)
    assert not _is_in(aigul)


def test_giving_the_password_again_changes_the_session_id(app, as_) -> None:
    aigul = as_("aigul")
    thief = _copy_of(app, aigul)
    aigul.send("/en/account/confirm", confirmed=people.PASSWORD)
    assert _is_in(aigul)
    assert not _is_in(thief)


@pytest.mark.parametrize(
    "what",
    [
        lambda her: passwords.change(her, "seven blue foxes", session=None),
        lambda her: staff.block(her, by=people.person_id("gulnara"), reason="x"),
        lambda her: staff.grant(her, staff.Role.MENTOR, people.lab().id),
        lambda _her: shops.suspend(
            people.seller().shop_id, by=people.person_id("cholpon"), reason="x"
        ),
        closing.close,
    ],
    ids=["new password", "blocked", "new role", "suspended", "closed"],
)
def test_every_session_ends_at_once(app, as_, what) -> None:
    phones = [as_("aigul") for _ in range(3)]
    what(people.person_id("aigul"))
    assert [_is_in(phone) for phone in phones] == [False] * 3


def test_her_own_new_password_keeps_only_this_session(app, as_) -> None:
    here, there = as_("aigul"), as_("aigul")
    before = _copy_of(app, here)
    answer = here.send("/en/account/password", password="seven blue foxes")
    assert answer.status_code == 303
    assert [_is_in(b) for b in (here, there, before)] == [True, False, False]


def test_a_shared_phone_rests_half_an_hour_and_not_a_second_longer(
    app, as_, travel
) -> None:
    aigul = as_("aigul")
    travel(minutes=29, seconds=58)
    assert _is_in(aigul)
    travel(minutes=29, seconds=58)
    assert _is_in(aigul), "using it is what counts"
    travel(minutes=30)
    assert not _is_in(aigul)


def test_a_shared_phone_is_signed_out_after_eight_hours_of_use(
    app, as_, travel
) -> None:
    aigul = as_("aigul")
    for _ in range(23):
        travel(minutes=20, seconds=50)
        assert _is_in(aigul)
    travel(seconds=30)  # 7:59:40
    assert _is_in(aigul)
    travel(seconds=21)
    assert not _is_in(aigul)


def test_her_own_phone_stays_signed_in_for_two_weeks_of_rest(
    app, client, travel
) -> None:
    client.fill_in_sign_in("aigul", own_phone="1")
    assert client.get_cookie("sid").max_age == 60 * 86_400
    travel(days=13, hours=23)
    assert _is_in(client)
    travel(days=14, minutes=1)
    assert not _is_in(client)


def test_staff_never_stay_signed_in(app, as_, travel) -> None:
    cholpon = as_("cholpon", own_phone=True)
    travel(minutes=31)
    assert not _is_in(cholpon)


def test_a_closed_browser_forgets_a_shared_phone(app, client) -> None:
    client.fill_in_sign_in("aigul")
    assert client.get_cookie("sid").max_age is None


def test_she_sees_where_she_is_signed_in_and_can_end_it(app, as_) -> None:
    here, lost = as_("aigul"), as_("aigul")
    words = here.words("/en/account/security")
    assert words.count("Android phone") == 2
    assert words.count("this one") == 1
    row = db.session.scalars(
        select(SignInSession).where(SignInSession.token_hash == hashed(_token(lost)))
    ).one()
    here.send(f"/en/account/sessions/{row.id}/end")
    assert [_is_in(here), _is_in(lost)] == [True, False]


def test_signing_out_everywhere_leaves_only_here(app, as_) -> None:
    here, *others = (as_("aigul") for _ in range(4))
    here.send("/en/account/sessions/end")
    assert _is_in(here)
    assert not any(_is_in(other) for other in others)


def test_what_is_sensitive_asks_for_the_password_again(app, as_, travel) -> None:
    aigul = as_("aigul", own_phone=True)
    assert aigul.get("/en/account/contact").status_code == 200
    travel(minutes=11)
    answer = aigul.get("/en/account/contact")
    assert answer.location == "/en/account/confirm?next=/en/account/contact"
    wrong = aigul.send(answer.location, confirmed="not my password")
    assert wrong.status_code == 422
    right = aigul.send(answer.location, confirmed=people.PASSWORD)
    assert right.location == "/en/account/contact"
    assert aigul.get("/en/account/contact").status_code == 200


def test_reading_pages_does_not_wait_for_a_busy_database(app, as_, travel) -> None:
    import sqlite3
    import time

    if db.engine.dialect.name != "sqlite":
        pytest.skip("how SQLite locks")
    aigul = as_("aigul")
    travel(minutes=5)  # «last seen» is due
    path = app.extensions["settings"].folder / "marketplace.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        start = time.monotonic()
        assert _is_in(aigul)
        assert time.monotonic() - start < 1.5, "it waited for the writer"
    finally:
        writer.rollback()
        writer.close()


def test_a_private_page_is_never_stored(app, as_) -> None:
    assert as_("aigul").get("/en/account").headers["Cache-Control"] == "no-store"


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


def test_leaving_quickly_shows_something_harmless_and_signs_out(app, as_) -> None:
    aigul = as_("aigul")
    thief = _copy_of(app, aigul)
    answer = aigul.send("/en/leave")
    body = answer.get_data(as_text=True)
    assert "http-equiv" in body
    assert len(body) < 600
    assert "Bazaar" not in body
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not _is_in(thief)


def test_a_form_from_before_signing_in_cannot_be_sent_after_it(app, client) -> None:
    before = pages.csrf_of(client.get("/en/sign-in").get_data(as_text=True))
    client.fill_in_sign_in("aigul")
    answer = client.post("/en/sign-out", data={"csrf_token": before})
    assert answer.status_code == 400


def test_over_https_cookies_are_bound_to_the_host(tmp_path) -> None:
    from marketplace import create_app
    from marketplace.config import Settings

    settings = Settings(
        secret_key="s" * 40, base_url="https://bazaar.example", data_dir=str(tmp_path)
    )
    config = create_app(settings).config
    assert config["SESSION_COOKIE_NAME"] == "__Host-visit"
    assert config["SESSION_COOKIE_SECURE"] is True


def test_who_was_signed_out_is_told_so(app, as_, client) -> None:
    aigul = as_("aigul")
    leaving.end_others(people.person_id("aigul"), uuid.uuid4())
    assert "not signed in here any more" in aigul.words("/en/sign-in")
    assert "not signed in here any more" not in client.words("/en/sign-in")

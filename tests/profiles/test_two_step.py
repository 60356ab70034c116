"""The code beside the password: each works once, staff cannot do without."""

import uuid
from datetime import timedelta

import pyotp
import pytest

from marketplace import clock
from marketplace.errors import Conflict, Invalid, NotFound, TooMany
from marketplace.extensions import db
from marketplace.profiles.models import SecondFactor
from marketplace.profiles.services import accounts, passwords, tokens, two_step
from tests import people
from tests.profiles.test_signing_in import events


def app_of(name: str) -> pyotp.TOTP:
    """Return what the person's phone has."""
    factor = db.session.get_one(SecondFactor, people.person_id(name))
    return pyotp.TOTP(two_step.secret_of(factor))


def code_of(name: str, steps: int = 0) -> str:
    """Return the code of now, or of so many steps later."""
    return app_of(name).at(clock.now() + timedelta(seconds=30 * steps))


@pytest.fixture
def aigul(app):
    """Set Aigul's app up; return her codes for paper."""
    two_step.begin(people.person_id("aigul"))
    return two_step.finish(people.person_id("aigul"), code_of("aigul"))


def test_she_sets_it_up_with_a_picture_and_gets_ten_codes_once(app, as_) -> None:
    her = as_("aigul", second_step=False)
    assert "Set it up" in her.words("/en/account/two-step")
    her.send("/en/account/two-step/begin")
    page = her.get("/en/account/two-step").get_data(as_text=True)
    assert 'src="data:image/svg+xml' in page
    assert 'href="otpauth://totp/' in page, "for who has but one phone"
    assert "paper" not in page, "she has no codes for paper yet"
    secret = app_of("aigul").secret
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in page
    assert her.send("/en/account/two-step", code="000000").status_code == 422
    answer = her.send("/en/account/two-step", code=code_of("aigul"))
    assert answer.get_data(as_text=True).count('<li><code class="code">') == 10
    assert "10 codes" in her.words("/en/account/security")


def test_signing_in_then_needs_the_code(aigul, client, travel) -> None:
    travel(minutes=1)
    answer = client.fill_in_sign_in("aigul")
    assert answer.location == "/en/sign-in/code"
    assert client.get("/en/account").status_code == 303, "half is nothing"
    wrong = client.send("/en/sign-in/code", code="000000")
    assert wrong.status_code == 422
    right = client.send("/en/sign-in/code", code=code_of("aigul"))
    assert right.location == "/en/account"
    assert client.get("/en/account").status_code == 200


def test_the_half_session_is_over_after_ten_minutes(aigul, client, travel) -> None:
    client.fill_in_sign_in("aigul")
    travel(minutes=11)
    answer = client.send("/en/sign-in/code", code=code_of("aigul"))
    assert answer.location == "/en/sign-in"


def test_a_code_works_once(aigul, travel) -> None:
    her = people.person_id("aigul")
    travel(minutes=1)
    code = code_of("aigul")
    two_step.check(her, code)
    with pytest.raises(Invalid, match="code_wrong"):
        two_step.check(her, code)


def test_a_clock_that_is_half_a_minute_off_is_forgiven_not_more(aigul, travel) -> None:
    her = people.person_id("aigul")
    travel(minutes=5)
    for steps in (-2, 2):
        with pytest.raises(Invalid, match="code_wrong"):
            two_step.check(her, code_of("aigul", steps))
    two_step.check(her, code_of("aigul", -1))
    two_step.check(her, code_of("aigul", 1))
    with pytest.raises(Invalid):
        two_step.check(her, code_of("aigul"))  # an older one than the last taken


def test_a_code_from_the_paper_works_once_and_she_is_told(aigul, as_) -> None:
    her = people.person_id("aigul")
    two_step.check(her, aigul[0].upper().replace("-", " "))
    with pytest.raises(Invalid):
        two_step.check(her, aigul[0])
    assert two_step.codes_left(her) == 9
    assert "A code from your paper was used" in as_("aigul").words(
        "/en/account/notices"
    )


def test_new_codes_make_the_old_ones_worthless(aigul) -> None:
    her = people.person_id("aigul")
    two_step.make_codes(her)
    with pytest.raises(Invalid):
        two_step.check(her, aigul[5])


def test_guessing_codes_has_an_end(aigul, travel) -> None:
    her = people.person_id("aigul")
    travel(minutes=10)
    for number in range(5):
        with pytest.raises(Invalid):
            two_step.check(her, f"{number:06}")
    with pytest.raises(TooMany):
        two_step.check(her, code_of("aigul"))


def test_a_new_password_by_mail_does_not_skip_the_code(aigul, client, travel) -> None:
    token = tokens.make(people.person_id("aigul"), tokens.RESET)
    passwords.reset(token, "seven blue foxes")
    answer = client.send(
        "/en/sign-in", contact="aigul@lab.test", password="seven blue foxes"
    )
    assert answer.location == "/en/sign-in/code"


def test_the_desk_opens_only_with_a_code(app, as_) -> None:
    cholpon = as_("cholpon", second_step=False)
    for path in ("/en/desk", "/en/desk/applications", "/en/desk/orders"):
        assert cholpon.get(path).location == "/en/account/two-step"
    words = cholpon.words("/en/account/two-step")
    assert "entrusted to us" in words
    cholpon.send("/en/account/two-step/begin")
    cholpon.send("/en/account/two-step", code=code_of("cholpon"))
    assert cholpon.get("/en/desk").status_code == 200


def test_staff_cannot_switch_it_off_and_others_can(aigul, as_) -> None:
    assert as_("cholpon").send("/en/account/two-step/off").status_code == 403
    assert as_("aigul").send("/en/account/two-step/off").status_code == 303
    assert two_step.factor_of(people.person_id("aigul")) is None
    assert events("two_step.off") == 1


def test_without_an_app_there_are_no_codes(app) -> None:
    her = people.person_id("aigul")
    with pytest.raises(Conflict):
        two_step.make_codes(her)
    with pytest.raises(NotFound):
        two_step.finish(her, "123456")


def test_it_is_set_up_once(aigul) -> None:
    with pytest.raises(Conflict, match="moved_on"):
        two_step.begin(people.person_id("aigul"))


def test_the_database_alone_makes_no_codes(aigul) -> None:
    """What an app shares with us is not in the table, only salt is."""
    factor = db.session.get_one(SecondFactor, people.person_id("aigul"))
    assert factor.salt not in two_step.secret_of(factor)
    assert two_step.secret_of(factor) not in repr(vars(factor))


def test_two_who_send_the_same_code_at_once_get_in_once(aigul, app, travel) -> None:
    from concurrent.futures import ThreadPoolExecutor

    her = people.person_id("aigul")
    code = aigul[3]

    def enter(_number: int) -> bool:
        with app.app_context():
            try:
                two_step.check(her, code)
            except (Invalid, TooMany):
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, range(4))) == 1


def test_setting_it_up_ends_every_other_session(app, as_) -> None:
    elsewhere, her = as_("aigul"), as_("aigul", second_step=False)
    her.send("/en/account/two-step/begin")
    her.send("/en/account/two-step", code=code_of("aigul"))
    assert elsewhere.get("/en/account").status_code == 303
    assert her.get("/en/account").status_code == 200


@pytest.mark.parametrize("what", ["codes", "off"])
def test_a_session_without_the_code_cannot_do_without_it(aigul, as_, what) -> None:
    thief = as_("aigul", second_step=False)
    assert thief.send(f"/en/account/two-step/{what}").status_code == 403
    assert db.session.get(SecondFactor, people.person_id("aigul")).confirmed_at
    assert as_("aigul").send(f"/en/account/two-step/{what}").status_code in {200, 303}


def test_a_new_password_ends_a_session_that_waits_for_its_code(aigul, travel) -> None:
    travel(minutes=1)
    entered = accounts.sign_in(contact="aigul@lab.test", password=people.PASSWORD)
    her = people.person_id("aigul")
    passwords.change(her, "four loud marmots", session=uuid.uuid4())
    with pytest.raises(NotFound):
        two_step.enter(entered.token, code_of("aigul"))

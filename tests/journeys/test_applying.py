"""From the first question to a shop, on a phone of 360 px, with JavaScript or without."""

import pytest

from tests.journeys.persons import SUBMIT, Person, photo
from tests.journeys.steps import (
    fill_in_application,
    open_account,
    send_photos,
    told,
)


class Counted:
    """Counts what a coordinator has to do: pages she sees, taps she makes."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.screens = self.taps = 0

    def open(self, path: str) -> None:
        self.person.go(path)
        self.screens += 1

    def tap(self, locator, *, to_next_screen: bool = False) -> None:
        self.person.touch(locator)
        self.taps += 1
        self.screens += to_next_screen


@pytest.mark.browser
def test_asked_for_more_sent_again_and_approved(somebody, site, tmp_path) -> None:
    aisuluu = somebody()
    open_account(aisuluu)
    fill_in_application(aisuluu, photo(tmp_path, "dark.jpg", "#231a16"))
    cholpon = somebody().sign_in("cholpon")
    _send_the_photos_back(cholpon)
    told(aisuluu, "Күндүз терезенин жанында")
    _do_it_again(aisuluu, photo(tmp_path, "light.jpg", "#d9962b"))
    _approve_in_two_screens_and_four_taps(cholpon)
    told(aisuluu, "Дүкөнүңүз ачылды")
    aisuluu.go("/ky/my/shop")
    assert "Ай нуру" in aisuluu.words()
    assert aisuluu.has_no_overflow()
    aisuluu.go("/ky/account/notices")
    assert aisuluu.page.locator(".list__item").count() == 2


def _send_the_photos_back(cholpon: Person) -> None:
    cholpon.go("/ky/desk/applications")
    cholpon.follow("Ай нуру")
    assert cholpon.page.locator(".check img").first.is_visible()
    assert cholpon.has_no_overflow()
    photos = cholpon.page.locator(".check", has=cholpon.page.locator("img"))
    photos.locator("[name^=ok_]").uncheck()
    photos.locator("summary").click()
    photos.locator("[name^=reason_]").fill("Өтө караңгы")
    cholpon.page.check("[value=ask]")
    cholpon.page.select_option("[name=reply]", label="Жакшыраак сүрөт керек")
    cholpon.press(SUBMIT)


def _do_it_again(aisuluu: Person, better: str) -> None:
    aisuluu.go("/ky/apply")
    assert "Өтө караңгы" in aisuluu.words()
    assert aisuluu.has_no_overflow()
    send_photos(aisuluu, better)
    aisuluu.press("form[action$='/apply/send'] button")
    assert aisuluu.page.url.endswith("/ky/application")


def _approve_in_two_screens_and_four_taps(cholpon: Person) -> None:
    counted, page = Counted(cholpon), cholpon.page
    counted.open("/ky/desk/applications")
    counted.tap(page.get_by_role("link", name="Ай нуру"), to_next_screen=True)
    counted.tap(page.locator(".check [name^=ok_]").last)
    counted.tap(page.locator("[value=approve]"))
    counted.tap(page.locator(SUBMIT).first)
    assert page.locator(".notice--ok form[action$='/undo']").is_visible()
    assert page.url.rpartition("/desk/applications/")[2], "the next one is open"
    assert (counted.screens, counted.taps) <= (2, 4)
    assert counted.taps == 4


@pytest.mark.browser
@pytest.mark.held
def test_an_answer_is_taken_back_before_it_goes_out(somebody, tmp_path) -> None:
    aisuluu = somebody()
    open_account(aisuluu)
    fill_in_application(aisuluu, photo(tmp_path, "work.jpg", "#9e2a2b"))
    cholpon = somebody().sign_in("cholpon")
    cholpon.go("/ky/desk/applications")
    cholpon.follow("Ай нуру")
    cholpon.page.check("[value=decline]")
    cholpon.fill(note="Жок")
    cholpon.press(SUBMIT)
    cholpon.press(".notice--ok form[action$='/undo'] button")
    aisuluu.go("/ky/application")
    assert "Жок" not in aisuluu.words()
    cholpon.go("/ky/desk/applications")
    assert "Ай нуру" in cholpon.words()

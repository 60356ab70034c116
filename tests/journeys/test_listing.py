"""A resident lists her first thing on a phone (ux.md §8A), counted tap by tap."""

import pytest

from tests.journeys.conftest import wait_for
from tests.journeys.counted import Counted
from tests.journeys.persons import Person, photo

SCREENS, TYPED, TAPS = 3, 4, 10  # at most


@pytest.mark.browser
def test_three_screens_four_answers_ten_taps(somebody, tmp_path) -> None:
    aigul = somebody().sign_in("aigul")
    aigul.go("/ky/my/things")
    her = Counted(aigul)
    her.tap("main a.button")
    her.look()
    her.taps += 3  # the photo field, the camera, «use it»
    aigul.page.set_input_files("[name=photos]", [photo(tmp_path, "a.jpg", "#9e2a2b")])
    her.write(title="Боз шырдак", price="12 500")
    her.choose("category", "Шырдак")
    _wait_for_the_photo(aigul)
    her.tap("main form[enctype] > button")
    aigul.page.wait_for_url("**/check")
    her.look()
    words = aigul.words().replace("\xa0", " ")
    assert "11 250 сом" in words, "the Lab keeps 10 per cent: she sees what is hers"
    her.tap("main form[action$='/send'] button")
    aigul.page.wait_for_url("**/sent")
    her.look()
    assert len(her.screens) <= SCREENS, her.screens
    assert her.typed < TYPED, "the photo is the fourth answer"
    assert her.taps <= TAPS
    cholpon = somebody().sign_in("cholpon")
    cholpon.go("/ky/desk/things")
    assert "Боз шырдак" in cholpon.words()


def _wait_for_the_photo(her: Person) -> None:
    """With JavaScript the photo is sent while she writes; without, with the form."""
    if her.page.locator("[data-photos-list] li").count():
        sent = her.page.locator("[name=photo_ids]")
        wait_for(lambda: sent.count() == 1, why="the photo to be sent")


@pytest.mark.browser
def test_sizes_and_a_change_of_what_is_on_sale(somebody) -> None:
    aigul, cholpon = somebody().sign_in("aigul"), somebody().sign_in("cholpon")
    aigul.go("/ky/my/things")
    bag = aigul.page.locator(".list__item", has_text="Кийиз сумка")
    aigul.touch(bag.get_by_role("link", name="Өзгөртүү"))
    aigul.fill(title="Кийиз сумка, чоң")
    aigul.touch(aigul.page.locator("main form[enctype] > button"))
    aigul.page.wait_for_url("**/my/things")
    assert "өзгөртүү күтүп турат" in aigul.words()
    buyer = somebody()
    buyer.go("/ky/search?q=сумка")
    assert buyer.page.get_by_role("link", name="Кийиз сумка, чоң").count() == 0
    cholpon.go("/ky/desk/things?queue=changes")
    cholpon.follow("Кийиз сумка")
    assert cholpon.has_no_overflow()
    cholpon.page.check("[value=publish]")
    cholpon.press("main form[action*='/changes/'] button")

    def shown() -> bool:
        buyer.go("/ky/search?q=сумка")
        return buyer.page.get_by_role("link", name="Кийиз сумка, чоң").count() == 1

    wait_for(shown, why="the worker to index the change")

"""A guest buys of two makers on a phone (ux.md §8B), counted tap by tap."""

import pytest

from tests.journeys.counted import Counted

SCREENS, TYPED, TAPS = 4, 7, 10  # at most, from the second thing on


@pytest.mark.browser
def test_four_screens_three_answers_and_one_payment_for_two_makers(somebody) -> None:
    bermet = somebody()
    bermet.go("/ky/search?q=сумка")
    bermet.follow("Кийиз сумка")
    assert bermet.page.get_by_text("900 сом").count(), "what it costs"
    bermet.press(".buy button")
    bermet.go("/ky/search?q=баштык")
    bermet.follow("Сайма баштык")
    her = Counted(bermet)
    her.tap(".buy button")
    her.look()
    assert bermet.page.locator(".parcel").count() == 2, "two makers, two parcels"
    her.tap("main a.button--wide")
    her.look()
    for parcel in range(2):
        her.tap(f".parcel >> nth={parcel} >> [value=post]")
    her.write(name="Бермет", contact="bermet@lab.test", address="Бишкек, Чүй 1")
    her.tap("main form > .button--wide")
    her.look()
    to_pay = bermet.page.locator(".price").first.inner_text()
    her.tap("[value=paid]")
    her.look()
    assert bermet.page.locator(".parcel").count() == 2, "two parcels, two timelines"
    assert bermet.page.locator(".stations [aria-current]").count() == 2
    assert to_pay in bermet.page.inner_text("main"), "what she was told she paid"
    assert len(her.screens) <= SCREENS, her.screens
    assert her.typed <= TYPED
    assert her.taps <= TAPS, her.taps

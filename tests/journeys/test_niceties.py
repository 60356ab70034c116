"""What JavaScript makes nicer, and its plain form without it."""

import re

import pytest

from tests.journeys.conftest import wait_for

BAG = "/ky/search?q=сумка"


def open_bag(her) -> None:
    her.go(BAG)
    her.follow("Кийиз сумка")


@pytest.mark.browser
def test_a_photo_opens_large_over_the_page_or_by_itself(somebody) -> None:
    bermet = somebody()
    open_bag(bermet)
    link = bermet.page.locator("[data-gallery] a[data-script]").first
    if somebody.javascript:
        link.click()
        large = bermet.page.locator("dialog[open] img")
        assert large.get_attribute("src").endswith(".webp")
        bermet.page.keyboard.press("Escape")
        assert bermet.page.locator("dialog[open]").count() == 0
        assert bermet.page.evaluate("document.activeElement.matches('a[data-script]')")
    else:
        large = bermet.page.request.get(bermet.site.url + link.get_attribute("href"))
        assert (large.status, large.headers["content-type"]) == (200, "image/webp")


@pytest.mark.browser
def test_an_address_is_passed_on(somebody) -> None:
    bermet = somebody()
    open_bag(bermet)
    address = bermet.page.input_value("#share-address")
    assert address.endswith(bermet.page.url.split("/ky/")[1])
    share = bermet.page.locator("[data-share]")
    assert "kiyiz" in share.get_by_role("link", name="WhatsApp").get_attribute("href")
    copy = share.locator("[data-needs=clipboard]")
    assert copy.is_visible() == somebody.javascript
    if somebody.javascript:
        bermet.context.grant_permissions(["clipboard-read", "clipboard-write"])
        copy.click()
        wait_for(lambda: "Көчүрүлдү" in share.inner_text(), why="it to be copied")
        assert bermet.page.evaluate("navigator.clipboard.readText()") == address


@pytest.mark.browser
def test_leaving_quickly_shows_something_harmless_and_signs_out(somebody) -> None:
    aigul = somebody().sign_in("aigul")
    aigul.go("/ky/my/things")
    aigul.context.route(
        re.compile("^https:"), lambda route: route.fulfill(body="weather")
    )
    if somebody.javascript:
        for _ in range(3):
            aigul.page.keyboard.press("Shift")
    else:
        aigul.press(".leave button")
    aigul.page.wait_for_url(re.compile("^https:"))

    def is_out() -> bool:
        aigul.page.goto(aigul.site.url + "/ky/my/things")
        return "/sign-in" in aigul.page.url

    wait_for(is_out, why="her to be signed out")


@pytest.mark.browser
def test_the_calculator_answers_and_its_price_is_taken_along(somebody) -> None:
    aigul = somebody().sign_in("aigul")
    aigul.go("/ky/my/price")
    aigul.fill(materials="500", hours="10")
    if not somebody.javascript:
        aigul.press("main form.box button")
    prices = aigul.page.locator("[data-offers] .offer .price")
    wait_for(lambda: prices.count() == 3, why="three prices")
    asked = prices.first.inner_text().replace("\xa0", " ")
    # 500 som of wool and ten hours at 150, less the Lab's tenth: 2 223, in whole tens.
    assert asked == "2 230 сом"
    aigul.press("[data-offers] a[href*='price=']")
    assert aigul.page.input_value("[name=price]") == "2230"

"""A phone of 360 px: nothing to push sideways for, nothing too small for a finger."""

import pytest

# Links, buttons and summaries lower than a finger (44 px); a card is one large link.
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary')]
    .filter(node => node.checkVisibility() && !node.closest('.card'))
    .filter(node => node.getBoundingClientRect().height < 44)
    .map(node => node.innerText)"""
LONG = "Кийизчиайгүлдүнэңжакшышырдактаржанатумарларшырдакчылардүкөнү"
HERS = ("/ky/my/shop", "/ky/my/things", "/ky/account", "/ky/account/security")
HERS += (
    "/ky/my/reviews",
    "/ky/my/money",
    "/ky/my/money/payouts",
    "/ky/my/money/statements",
)
PUBLIC = ("/ky/lab/osh", "/ky/search?q=сумка", "/ky/sign-in", "/ky/recover")
DESK = (
    "/ky/desk",
    "/ky/desk/reviews",
    "/ky/desk/orders",
    "/ky/desk/labs",
    "/ky/desk/residents",
)


@pytest.mark.browser
def test_a_word_without_an_end_pushes_no_page_apart(somebody) -> None:
    seller = somebody().sign_in("aigul")
    seller.go("/ky/my/shop")
    seller.fill(alias=LONG)
    seller.press("form[action$='/my/shop'] button")
    cholpon = somebody().sign_in("cholpon")
    for reader, paths in ((seller, HERS + PUBLIC), (cholpon, DESK)):
        for path in paths:
            reader.go(path)
            assert reader.has_no_overflow(), path
            assert reader.page.evaluate(SMALL) == [], path


@pytest.mark.browser
def test_a_tap_anywhere_in_its_row_ticks_a_choice(somebody) -> None:
    her = somebody().sign_in("aigul")
    her.go("/ky/account/help")
    row = her.page.locator(".choice").first
    width = row.bounding_box()["width"]
    row.click(position={"x": width - 4, "y": 4})
    assert row.locator("input").is_checked()


@pytest.mark.browser
def test_a_maker_finds_her_places_whichever_way_she_holds_the_phone(somebody) -> None:
    her = somebody().sign_in("aigul")
    her.go("/ky/my/things")
    places = ("nav.bar", "nav.tabs--hers")
    for width, height in ((360, 740), (740, 360), (640, 360), (1280, 800)):
        her.page.set_viewport_size({"width": width, "height": height})
        seen = [one for one in places if her.page.locator(one).is_visible()]
        assert len(seen) == 1, f"{width} × {height}: {seen}"

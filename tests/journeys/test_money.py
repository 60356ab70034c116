"""Money, as people move it: on a phone of 360 px, with JavaScript and without."""

import re

import pytest

from tests import people
from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person

SEND = "main .button--wide"


def put_in(buyer: Person, *titles: str) -> None:
    """Put things into the basket, by searching for them."""
    for title in titles:

        def there(title: str = title) -> bool:
            buyer.go(f"/ky/search?q={title}")
            return buyer.page.get_by_role("link", name=title).count() == 1

        wait_for(there, why=title)
        buyer.follow(title)
        buyer.press(".buy button")


def check_out(buyer: Person, way: str = "sandbox") -> None:
    """Go from the basket to wherever paying leads."""
    buyer.touch(buyer.page.locator("main a.button--wide"))
    assert buyer.has_no_overflow()
    buyer.fill(name="Бермет", contact="bermet@lab.test")
    if way != "sandbox":
        buyer.page.check(f"[name=way][value={way}]")
    buyer.press(SEND)


def plain(person: Person) -> str:
    """Return the words of a page with plain spaces."""
    return person.words().replace("\u00a0", " ")


def buys_and_collects(somebody, buyer: Person) -> Person:
    """Pay for what is in the basket and collect it from Aigul by the code; return her."""
    check_out(buyer)
    buyer.press("[value=paid]")
    code = buyer.page.locator(".pickup .code").inner_text()
    aigul = somebody().sign_in("aigul")
    aigul.go("/ky/my/orders")
    aigul.press("main .list a")
    aigul.fill(code=code)
    aigul.press("form[action$='/collect'] button")
    buyer.page.reload()
    return aigul


@pytest.mark.browser
def test_a_guest_buys_from_two_shops_in_four_screens_after_a_declined_card(
    somebody,
) -> None:
    buyer = somebody()
    put_in(buyer, "Кийиз сумка", "Сайма баштык")
    screens = {buyer.page.url.split("?")[0]}
    buyer.page.on(
        "framenavigated", lambda frame: screens.add(re.sub(r"\?.*", "", frame.url))
    )
    check_out(buyer)
    buyer.press("[value=failed]")
    assert "Эч нерсе алынган жок" in plain(buyer)
    assert buyer.has_no_overflow()
    buyer.press("main form button")
    buyer.press("[value=paid]")
    assert "Төлөндү: 1 700 сом" in plain(buyer)
    assert len({re.sub(r"/(o|sandbox)/.*", r"/\1", url) for url in screens}) <= 4
    buyer.follow("Дүмүрчөк")
    assert "фискалдык чек эмес" in plain(buyer)
    assert buyer.has_no_overflow()


@pytest.mark.browser
def test_nobody_types_more_than_seven_fields(somebody) -> None:
    buyer = somebody()
    put_in(buyer, "Кийиз сумка", "Сайма баштык")
    buyer.touch(buyer.page.locator("main a.button--wide"))
    fields = "main :is(input:not([type=hidden], [type=radio]), textarea)"
    assert buyer.page.locator(fields).count() <= 7


@pytest.mark.browser
def test_a_transfer_is_confirmed_by_the_coordinator(somebody) -> None:
    buyer = somebody()
    put_in(buyer, "Кийиз сумка")
    check_out(buyer, "transfer")
    code = buyer.page.locator(".code").first.inner_text()
    assert "MBank 0555 12 34 56" in plain(buyer)
    assert buyer.has_no_overflow()
    cholpon = somebody().sign_in("cholpon")
    cholpon.go("/ky/desk/money/transfers/osh")
    today = cholpon.page.evaluate("new Date().toISOString().slice(0, 10)")
    cholpon.fill(booked_on=today, amount="900", text=f"Төлөм {code.lower()}")
    assert cholpon.has_no_overflow()
    cholpon.press("form[action$='/transfers/osh'] button")
    assert "Буйрутма төлөндү" in plain(cholpon)
    buyer.page.reload()
    assert "Төлөндү: 900 сом" in plain(buyer)


@pytest.mark.browser
def test_cash_changes_hands_at_the_lab_with_the_code(somebody) -> None:
    buyer = somebody()
    put_in(buyer, "Кийиз сумка")
    check_out(buyer, "cash_lab")
    code = buyer.page.locator(".pickup .code").inner_text()
    assert "Алганда 900 сом төлөйсүз" in plain(buyer)
    cholpon = somebody().sign_in("cholpon")
    cholpon.go("/ky/desk/orders")
    cholpon.press("tbody a")
    wrong = "000000" if code != "000000" else "111111"
    for tried in (wrong, code):
        cholpon.fill(code=tried)
        cholpon.page.check("[name=cash]")
        cholpon.press("form[action$='/collect'] button")
        assert cholpon.has_no_overflow()
    assert "Аяктады" in plain(cholpon) or "Бүттү" in plain(cholpon), plain(cholpon)
    cholpon.go("/ky/desk/money/cash/osh")
    assert "900 сом" in plain(cholpon)
    buyer.page.reload()
    assert "Төлөндү: 900 сом" in plain(buyer)


@pytest.mark.browser
def test_a_complaint_gives_a_part_back(somebody) -> None:
    buyer = somebody()
    put_in(buyer, "Кийиз сумка")
    aigul = buys_and_collects(somebody, buyer)
    buyer.page.get_by_text("Бир нерсе туура эмес").click()
    buyer.page.check("[value=damaged]")
    buyer.fill(text="Четинде тешик бар")
    buyer.press("form[action$='/case'] button")
    aigul.page.reload()
    aigul.fill(text="Кечиресиз, бир бөлүгүн кайтарайын")
    assert aigul.has_no_overflow()
    aigul.press("form[action$='/answer'] button")
    cholpon = somebody().sign_in("cholpon")
    cholpon.go("/ky/desk/cases")
    cholpon.press("main .list a")
    cholpon.page.check("[value=refund_part]")
    cholpon.fill(amount="200", note="Экөө макул болду")
    assert cholpon.has_no_overflow()
    cholpon.press("form:has([name=decision]) button")

    def back() -> bool:
        buyer.page.reload()
        return "Сизге кайтат: 200 сом" in plain(buyer) and "Даяр" in plain(buyer)

    wait_for(back, why="the money on its way back")


@pytest.mark.browser
def test_two_people_pay_a_maker_out(somebody) -> None:
    buyer = somebody()
    put_in(buyer, "Кийиз сумка")
    aigul = buys_and_collects(somebody, buyer)
    buyer.press("form[action$='/received'] button")
    aigul.go("/ky/my/money/payouts")
    aigul.page.check("[value=wallet]")
    aigul.fill(text="O! 0700 12 34 56")
    if aigul.page.locator("[name=sure]").count():
        aigul.page.check("[name=sure]")
    aigul.press("form:has([name=method]) button")
    lira = somebody().sign_in("lira")
    lira.go("/ky/desk/money/payouts")
    lira.press("main form button:has-text('Ош')")
    run = lira.page.url.removeprefix(lira.site.url)
    assert "810 сом" in plain(lira), "900 less the Lab's 10 %"
    meerim = somebody().sign_in("meerim")
    meerim.go(run)
    assert meerim.has_no_overflow()
    meerim.press("form[action$='/approve'] button")
    if "/confirm" in meerim.page.url:
        meerim.fill(password=people.PASSWORD)
        meerim.press()
        meerim.go(run)
    lira.go(run)
    lira.fill(proof="77")
    lira.press("form[action$='/paid'] button")
    assert "810 сом" in plain(lira)
    assert lira.has_no_overflow()

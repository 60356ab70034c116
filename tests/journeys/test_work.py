"""Work, offers and talk, on a phone of 360 px, with JavaScript and without."""

from pathlib import Path

import pytest

from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person
from tests.journeys.test_money import plain

WIDE = "main .button--wide"


def at_the_service(buyer: Person) -> None:
    """Find Aigul's service by searching."""

    def there() -> bool:
        buyer.go("/ky/search?q=Логотип")
        return buyer.page.get_by_role("link", name="Логотип").count() >= 1

    wait_for(there, why="the service")
    buyer.touch(buyer.page.get_by_role("link", name="Логотип").first)


def pays(buyer: Person) -> None:
    """Press the button of the play provider, and come back to her order."""
    buyer.press("[value=paid]")
    buyer.page.wait_for_url("**/o/**")


def at_her_board(somebody, path: str = "/ky/my/orders") -> Person:
    """Let Aigul sign in and open the first thing that waits for her."""
    aigul = somebody().sign_in("aigul")
    aigul.go(path)
    aigul.press("main .list a")
    return aigul


def hands_in(aigul: Person, text: str, *files: str) -> None:
    """Hand work in, on the page of its order."""
    aigul.page.fill("#handed", text)
    if files:
        aigul.page.set_input_files("#deliver-files", list(files))
    aigul.press("form[action$='/deliver'] .button--wide")


@pytest.mark.browser
def test_a_package_goes_from_the_order_over_a_correction_to_her_money(
    somebody, tmp_path: Path
) -> None:
    buyer = somebody()
    at_the_service(buyer)
    assert buyer.has_no_overflow()
    buyer.press(".offer .button--wide")
    buyer.fill(name="Бермет", contact="bermet@lab.test")
    assert buyer.has_no_overflow()
    buyer.press("main form .button--wide")
    pays(buyer)
    buyer.fill(**{"answer-0": "Ай нуру"})
    assert buyer.has_no_overflow()
    buyer.press("form[action$='/brief'] .button--wide")
    aigul = at_her_board(somebody)
    assert "Ай нуру" in aigul.page.inner_text("main") or aigul.page.locator("details")
    assert aigul.has_no_overflow()
    sketch = tmp_path / "эскиз.pdf"
    sketch.write_bytes(b"%PDF-1.7\n1 0 obj\n%%EOF")
    hands_in(aigul, "Биринчи вариант", str(sketch))
    buyer.page.reload()
    assert "Биринчи вариант" in plain(buyer)
    assert "эскиз.pdf" in plain(buyer)
    assert buyer.has_no_overflow()
    buyer.touch(buyer.page.locator("main details:has(form[action$='/revise']) summary"))
    buyer.page.fill("form[action$='/revise'] textarea", "Көгүрөөк болсун")
    buyer.press("form[action$='/revise'] button")
    aigul.page.reload()
    hands_in(aigul, "Экинчи вариант")
    buyer.page.reload()
    buyer.press("form[action$='/accept'] button")
    assert "Чебер азыр төлөм алды" in plain(buyer) or "Аяктады" in plain(buyer)
    aigul.go("/ky/my/money")
    aigul.press("form[action$='/show'] button")
    assert "1 800" in plain(aigul)
    assert aigul.has_no_overflow()


@pytest.mark.browser
def test_two_counter_offers_end_in_a_paid_order(somebody) -> None:
    buyer = somebody()
    at_the_service(buyer)
    buyer.touch(buyer.page.locator("main a[href*='quote=1']"))
    buyer.fill(text="Беш логотип керек", name="Бермет", contact="bermet@lab.test")
    assert buyer.has_no_overflow()
    buyer.press("main form .button--wide")
    assert "/t/" in buyer.page.url
    aigul = at_her_board(somebody)
    offers(aigul, "8000", "10")
    for price in ("6000", "6500"):
        buyer.page.reload()
        buyer.touch(
            buyer.page.locator("main details:has(form[action$='/counter']) summary")
        )
        buyer.fill(price=price, days="12")
        buyer.page.fill("form[action$='/counter'] textarea", "Бюджетим аз")
        assert buyer.has_no_overflow()
        buyer.press("form[action$='/counter'] button")
        aigul.page.reload()
        if price == "6000":
            offers(aigul, "7000", "11")
    assert aigul.has_no_overflow()
    aigul.press("form[action$='/take'] button")
    buyer.page.reload()
    buyer.touch(buyer.page.locator("main a.button--wide"))
    assert "6 500" in plain(buyer)
    buyer.press("main form .button--wide")
    pays(buyer)
    assert "6 500 сом" in plain(buyer)


def offers(aigul: Person, price: str, days: str, *, parts=()) -> None:
    """Fill in an offer on the page of the conversation."""
    form = "form[action$='/offer']"
    box = aigul.page.locator(f"main details:has({form})").first
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()
    aigul.page.fill(f"{form} [name=text]", "Беш вариант, баары түсү менен")
    if parts:
        aigul.touch(aigul.page.locator(f"{form} details summary"))
    for at, (title, part_price, part_days) in enumerate(parts):
        aigul.page.fill(f"{form} [name=part_title_{at}]", title)
        aigul.page.fill(f"{form} [name=part_price_{at}]", part_price)
        aigul.page.fill(f"{form} [name=part_days_{at}]", part_days)
    if not parts:
        aigul.page.fill(f"{form} [name=price]", price)
        aigul.page.fill(f"{form} [name=days]", days)
    assert aigul.has_no_overflow()
    aigul.press(f"{form} > button")


@pytest.mark.browser
def test_what_is_wanted_in_public_is_answered_by_two_residents(somebody) -> None:
    buyer = somebody()
    buyer.go("/ky/wanted/new")
    buyer.fill(
        title="Жыйырма жаздык",
        text="Кафеге керек, 40х40",
        name="Бермет",
        contact="bermet@lab.test",
    )
    buyer.page.select_option("[name=category]", index=1)
    assert buyer.has_no_overflow()
    buyer.press("main form .button--wide")
    assert "/w/" in buyer.page.url
    for name, price in (("aigul", "18000"), ("farida", "17000")):
        maker = somebody().sign_in(name)
        maker.go("/ky/wanted")
        maker.follow("Жыйырма жаздык")
        assert maker.has_no_overflow()
        if name == "aigul":
            maker.page.fill("#ask", "Кайсы түс?")
            maker.press("form[action$='/ask'] button")
        form = "form[action$='/offer']"
        maker.page.fill(f"{form} [name=text]", "Жүндөн жасайм")
        maker.page.fill(f"{form} [name=price]", price)
        maker.page.fill(f"{form} [name=days]", "20")
        maker.press(f"{form} > .button--wide")
    buyer.page.reload()
    words = plain(buyer)
    assert "18 000 сом" in words
    assert "17 000 сом" in words
    buyer.page.fill("form[action*='/questions/'] textarea", "Көк")
    buyer.press("form[action*='/questions/'] button")
    assert "Көк" in plain(buyer)
    assert buyer.has_no_overflow()


@pytest.mark.browser
def test_long_work_is_paid_part_by_part(somebody) -> None:
    buyer = somebody()
    at_the_service(buyer)
    buyer.touch(buyer.page.locator("main a[href*='quote=1']"))
    buyer.fill(text="Толук фирмалык стиль", name="Бермет", contact="bermet@lab.test")
    buyer.press("main form .button--wide")
    talk = buyer.page.url
    aigul = at_her_board(somebody)
    offers(aigul, "", "", parts=(("Эскиз", "2000", "3"), ("Калганы", "5000", "7")))
    buyer.page.reload()
    assert buyer.has_no_overflow()
    buyer.touch(buyer.page.locator("main a.button--wide"))
    assert "2 000 сом" in plain(buyer)
    buyer.press("main form .button--wide")
    pays(buyer)
    buyer.fill(**{"answer-0": "Ай нуру"})
    buyer.press("form[action$='/brief'] .button--wide")
    order = buyer.page.url
    aigul.go("/ky/my/orders?at=work")
    aigul.press("main .list a")
    hands_in(aigul, "Эскиз даяр")
    buyer.page.goto(order)
    buyer.press("form[action$='/accept'] button")
    buyer.page.goto(talk)
    assert buyer.has_no_overflow()
    buyer.press("form[action$='/pay'] button")
    pays(buyer)
    assert "5 000 сом" in plain(buyer)
    aigul.go("/ky/my/money")
    aigul.press("form[action$='/show'] button")
    assert "1 800" in plain(aigul)


@pytest.mark.browser
def test_report_and_block_take_one_tap_and_the_lab_decides(somebody) -> None:
    buyer = somebody()
    at_the_service(buyer)
    buyer.press("main a[href$='/ask/l/'], main a[href*='/ask/l/']")
    buyer.fill(text="Үйүңүз кайда?", name="Бирөө", contact="x@lab.test")
    buyer.press("main form .button--wide")
    talk = buyer.page.url
    aigul = at_her_board(somebody, "/ky/my/messages")
    aigul.press("form[action$='/report'] button")
    assert aigul.has_no_overflow()
    assert aigul.page.locator("#say").count() == 0
    buyer.page.goto(talk)
    assert buyer.page.locator("#say").count() == 0
    cholpon = somebody().sign_in("cholpon")
    cholpon.go("/ky/desk/reports")
    cholpon.press("main .list a")
    assert "Үйүңүз кайда?" not in plain(cholpon), "not before it is noted"
    cholpon.press("form[action$='/read'] button")
    assert "Үйүңүз кайда?" in plain(cholpon)
    assert cholpon.has_no_overflow()
    cholpon.page.check("[value=reopen]")
    cholpon.fill(note="Сылык жазыңыз")
    cholpon.press("form:has([name=decision]) button[type=submit]")
    aigul.page.reload()
    aigul.press("form[action$='/block'] button")
    buyer.page.goto(talk)
    assert "Сылык жазыңыз" in plain(buyer)
    assert buyer.page.locator("#say").count() == 0

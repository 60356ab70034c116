"""The first sale, as people make it: in a browser, against the real server."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person, photo
from tests.journeys.steps import answer, fill_in_application, open_account

SUBMIT = "main form button"


@pytest.mark.browser
def test_from_an_application_to_money_in_hand(somebody, site, tmp_path) -> None:
    aisuluu = somebody()
    open_account(aisuluu)
    fill_in_application(aisuluu, photo(tmp_path, "work.jpg", "#0f5e5c"))
    cholpon = somebody().sign_in("cholpon")
    answer(cholpon, "approve", note="Абдан жакшы иш!")
    _list_a_thing(aisuluu, tmp_path)
    _let_it_through(cholpon)
    buyer = somebody()
    _find(buyer)
    _buy(buyer)
    _deliver(aisuluu, buyer, cholpon, somebody)
    link = buyer.page.url
    wait_for(lambda: any(link in mail for mail in site.mails()), why="the buyer's link")


def _list_a_thing(aisuluu: Person, folder: Path) -> None:
    def approved() -> bool:
        aisuluu.go("/ky/application")
        return "Абдан жакшы иш!" in aisuluu.words()

    wait_for(approved, why="the answer to go out")
    aisuluu.go("/ky/my/things/new")
    first, second = (photo(folder, f"{c}.jpg", c) for c in ("#9e2a2b", "#1f3a5f"))
    broken = folder / "broken.jpg"
    broken.write_bytes(Path(first).read_bytes()[:40_000])
    aisuluu.fill(title="Кызыл шырдак", price="12 500 сом")
    aisuluu.page.locator("details", has=aisuluu.page.locator("[name=stock]")).click()
    aisuluu.fill(stock="2")
    aisuluu.page.select_option("[name=category]", label="Шырдак")
    aisuluu.fill(description="Таза жүндөн, колдон жасалган.")
    aisuluu.page.set_input_files("[name=photos]", [first, str(broken)])
    aisuluu.press()
    wait_for(lambda: "broken.jpg" in aisuluu.words(), why="the broken photo's name")
    assert aisuluu.page.input_value("[name=title]") == "Кызыл шырдак", "text is kept"
    assert aisuluu.page.locator(".thumbs img").count() == 1, "the good photo is kept"
    aisuluu.page.set_input_files("[name=photos]", [second])
    aisuluu.press()
    aisuluu.page.wait_for_url("**/check")
    assert aisuluu.has_no_overflow()
    aisuluu.press("main form[action$='/send'] button")
    aisuluu.page.wait_for_url("**/sent")


def _let_it_through(cholpon: Person) -> None:
    cholpon.go("/ky/desk/things")
    cholpon.follow("Кызыл шырдак")
    assert cholpon.page.locator("main picture").count() == 2
    cholpon.page.check("[value=publish]")
    cholpon.press("main form button")


def _find(buyer: Person) -> None:
    def found() -> bool:
        buyer.go("/ky/search?q=шырдактар")
        return buyer.page.get_by_role("link", name="Кызыл шырдак").count() == 1

    wait_for(found, why="the worker to index the thing")
    buyer.go("/ky/")
    buyer.press(".chips a")
    buyer.follow("Кызыл шырдак")
    photo = buyer.page.locator(".product__photo img").first
    size = photo.get_attribute("width"), photo.get_attribute("height")
    assert int(size[0]) < int(size[1]), "the photo stands upright"


def _buy(buyer: Person) -> None:
    buyer.press(".buy button")
    buyer.go("/ky/search?q=сумка")
    buyer.follow("Кийиз сумка")
    buyer.press(".buy button")
    assert buyer.page.locator(".parcel").count() == 2, "two shops, two parcels"
    assert buyer.has_no_overflow()
    buyer.touch(buyer.page.locator("main a.button--wide"))
    buyer.fill(name="Бермет", contact="bermet@lab.test")
    buyer.page.locator("[value=post]").last.check()
    buyer.press(
        "[name=recalculate] >> nth=-1"
    )  # the sum of this choice, before ordering
    assert not buyer.page.locator(".problems").is_visible()
    assert buyer.page.input_value("[name=name]") == "Бермет", "nothing is lost"
    buyer.press("main .button--wide")
    assert buyer.page.locator(".problems").is_visible(), "the post needs an address"
    buyer.fill(address="Бишкек, Чүй 1")
    buyer.page.press("[name=contact]", "Enter")  # orders, it does not only reckon
    buyer.press("[value=failed]")
    buyer.press("main form button")  # try again
    buyer.press("[value=back]")
    buyer.press("main form button")  # she came back without paying: once more
    buyer.press("[value=paid]")
    assert re.search(r"/ky/o/[\w-]{32}$", buyer.page.url)
    assert buyer.page.locator(".parcel").count() == 2


def _deliver(aisuluu: Person, buyer: Person, cholpon: Person, somebody) -> None:
    aigul = somebody().sign_in("aigul")
    aigul.go("/ky/my/orders")
    assert "Кийиз сумка" in aigul.words()
    assert "шырдак" not in aigul.words(), "she sees only her own"
    aisuluu.go("/ky/my/orders")
    assert "Кызыл шырдак" in aisuluu.words()
    assert "сумка" not in aisuluu.words()
    aisuluu.touch(aisuluu.page.locator("main .list a"))
    aisuluu.touch(
        aisuluu.page.locator("details:has(form[action$='/hand-over']) summary")
    )
    aisuluu.press('form[action$="/hand-over"] button')
    buyer.page.reload()
    buyer.press('form[action$="/received"] button')
    aisuluu.go("/ky/my/money")
    assert "11 250" not in aisuluu.words().replace("\u00a0", " "), (
        "covered till she taps"
    )
    aisuluu.press('form[action$="/my/money/show"] button')
    # 12 500 som less the Lab's 10 % is hers now; nothing else is held.
    assert "11 250 сом" in aisuluu.words().replace("\u00a0", " ")
    cholpon.go("/ky/desk/orders")
    assert {"Ай нуру", "Ак кийиз"} <= set(
        cholpon.page.locator("tbody td:nth-child(2)").all_inner_texts()
    )
    aigul.go("/ky/my/money")
    aigul.press('form[action$="/my/money/show"] button')
    assert "12 500" not in aigul.words()


def test_the_photo_of_the_test_is_what_a_phone_makes(tmp_path) -> None:
    """It lies on its side, has 12 megapixels and says where it was taken."""
    image = Image.open(BytesIO(Path(photo(tmp_path, "a.jpg", "#123456")).read_bytes()))
    assert image.size == (4000, 3000)
    assert image.getexif()[0x0112] == 6
    assert image.getexif().get_ifd(0x8825)

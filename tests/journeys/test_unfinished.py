"""A line that breaks, a phone that is closed: what she has written is still there."""

import pytest

from tests import people
from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person

FORM = "/ky/my/things/new"
IN_PHONE = """async () => {
  const known = await indexedDB.databases();
  if (!known.some((one) => one.name === "unfinished")) return 0;
  return await new Promise((done) => {
    const opened = indexedDB.open("unfinished");
    opened.onsuccess = () => {
      const names = [...opened.result.objectStoreNames];
      if (!names.length) return done(0);
      const rows = opened.result.transaction("forms").objectStore("forms").count();
      rows.onsuccess = () => { opened.result.close(); done(rows.result); };
    };
  });
}"""


@pytest.fixture
def come(chromium, site):
    """Return a function that signs Aigul in, on her own phone or a shared one."""
    there = []

    def come(*, own_phone: bool) -> Person:
        her = Person(chromium, site, javascript=True)
        there.append(her)
        her.go("/ky/sign-in")
        if own_phone:
            her.page.check("[name=own_phone]")
        her.fill(contact="aigul@lab.test", password=people.PASSWORD)
        her.press()
        her.page.wait_for_url("**/account*")
        return her

    yield come
    for her in there:
        her.context.close()


def open_form(her: Person) -> None:
    """Open it, and wait until it keeps what is written: its script comes after it."""
    her.go(FORM)
    her.page.wait_for_selector("[data-unfinished-note][data-ready]", state="attached")


def said(her: Person) -> str:
    return her.page.inner_text("[data-unfinished-note]")


def in_phone(her: Person) -> int:
    return int(her.page.evaluate(IN_PHONE))


def fill_in(her: Person) -> None:
    her.fill(title="Кызыл шырдак", price="1500")
    her.page.select_option("[name=category]", label="Шырдак")


@pytest.mark.browser
def test_what_is_written_is_on_the_server_before_it_is_sent(come) -> None:
    aigul = come(own_phone=False)
    open_form(aigul)
    aigul.fill(title="Кызыл шырдак")
    wait_for(lambda: said(aigul).endswith("сакталды."), why="the form to be kept")
    aigul.page.close()
    elsewhere = come(own_phone=False)
    elsewhere.go("/ky/my/things")
    elsewhere.press("main a[href*='draft=']")
    assert elsewhere.page.input_value("[name=title]") == "Кызыл шырдак"
    assert elsewhere.faults == []


@pytest.mark.browser
def test_without_a_network_her_own_phone_keeps_it_and_brings_it(come) -> None:
    aigul = come(own_phone=True)
    open_form(aigul)
    aigul.context.set_offline(True)
    aigul.fill(title="Кызыл шырдак", description="Таза жүн")
    wait_for(lambda: "ушул телефондо" in said(aigul), why="the phone to keep it")
    assert in_phone(aigul) == 1
    aigul.page.close()  # the battery is empty
    aigul.context.set_offline(False)
    aigul.page = aigul.context.new_page()
    open_form(aigul)
    wait_for(lambda: in_phone(aigul) == 0, why="the phone to send it")
    aigul.follow("Тармаксыз жазганыңызды улантуу")
    assert aigul.page.input_value("[name=title]") == "Кызыл шырдак"
    assert aigul.page.input_value("main [name=description]") == "Таза жүн"


@pytest.mark.browser
def test_a_shared_phone_keeps_nothing_and_says_so(come) -> None:
    aigul = come(own_phone=False)
    open_form(aigul)
    aigul.context.set_offline(True)
    aigul.fill(title="Кызыл шырдак")
    wait_for(lambda: "баракты жаппаңыз" in said(aigul), why="the page to say so")
    assert in_phone(aigul) == 0
    aigul.context.set_offline(False)
    wait_for(lambda: said(aigul).endswith("сакталды."), why="the form to be kept")


@pytest.mark.browser
def test_pressed_without_a_network_it_goes_once_when_there_is_one(come) -> None:
    aigul = come(own_phone=True)
    open_form(aigul)
    fill_in(aigul)
    aigul.context.set_offline(True)
    aigul.press()
    wait_for(lambda: "өзү жөнөтүлөт" in said(aigul), why="it to wait")
    aigul.context.set_offline(False)
    aigul.page.wait_for_url("**/check")
    aigul.go("/ky/my/things")
    red = aigul.page.locator(".list__item", has_text="Кызыл шырдак")
    assert red.count() == 1
    assert "жөнөтүлгөн эмес" not in aigul.words(), "nothing is left to go on with"
    wait_for(lambda: in_phone(aigul) == 0, why="the phone to forget it")


@pytest.mark.browser
def test_signing_out_wipes_the_phone(come) -> None:
    aigul = come(own_phone=True)
    open_form(aigul)
    aigul.context.set_offline(True)
    aigul.fill(title="Кызыл шырдак")
    wait_for(lambda: in_phone(aigul) == 1, why="the phone to keep it")
    aigul.context.set_offline(False)
    aigul.go("/ky/account")
    aigul.press("form[action$='/sign-out'] button")
    aigul.page.wait_for_load_state()
    assert in_phone(aigul) == 0

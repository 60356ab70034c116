"""Steps several journeys take."""

from tests.journeys.conftest import wait_for
from tests.journeys.persons import SUBMIT, Person

PHONE_NUMBER = "0555 77 88 99"
PASSWORD = "jazgy koy sutu"


def open_account(somebody: Person) -> None:
    """Sign up and sign in; a password that is too short keeps the rest."""
    somebody.go("/ky/sign-up")
    somebody.fill(name="Айсулуу", contact=PHONE_NUMBER, password="short")
    somebody.press()
    assert somebody.page.input_value("[name=contact]") == PHONE_NUMBER, "kept"
    somebody.fill(password=PASSWORD)
    somebody.press()
    assert somebody.page.input_value("[name=contact]") == PHONE_NUMBER, "filled in"
    somebody.fill(password=PASSWORD)
    somebody.press()
    assert somebody.page.url.endswith("/ky/account"), somebody.words()


def fill_in_application(somebody: Person, *photos: str) -> None:
    """Go through the task list, one small page after the other, and send it."""
    somebody.go("/ky/apply")
    somebody.press(".tasks a")
    somebody.page.select_option("[name=lab]", label="Ош Lab")
    somebody.fill(alias="Ай нуру", craft="кийиз", about="Кийиз басам, Ошто жашайм.")
    somebody.press()
    somebody.touch(somebody.page.locator(".tasks a").nth(1))
    somebody.page.check("[name=answer]")
    somebody.press()
    send_photos(somebody, *photos)
    assert somebody.has_no_overflow()
    somebody.press("form[action$='/apply/send'] button")
    assert somebody.page.url.endswith("/ky/application"), somebody.words()


def send_photos(somebody: Person, *photos: str) -> None:
    """Add photos to the task list."""
    somebody.touch(somebody.page.locator(".tasks a").nth(2))
    somebody.page.set_input_files("[name=photos]", list(photos))
    somebody.press("form[enctype] button")
    assert somebody.page.url.endswith("/ky/apply"), somebody.words()


def answer(coordinator: Person, what: str, *, note: str) -> None:
    """Open the application from the queue and answer it."""
    coordinator.go("/ky/desk/applications")
    coordinator.follow("Ай нуру")
    if what == "approve":
        coordinator.page.locator(".check [name^=ok_]").last.check()
    coordinator.page.check(f"[value={what}]")
    coordinator.fill(note=note)
    coordinator.press(SUBMIT)


def told(somebody: Person, words: str) -> None:
    """Wait until her application page says it."""

    def says() -> bool:
        somebody.go("/ky/application")
        return words in somebody.words()

    wait_for(says, why=words)

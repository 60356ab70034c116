"""Photos chosen on a phone with a bad line: previews at once, sent until they are there."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person, photo

READY, CHECKING = "Даяр", "Текшерилүүдө"


@pytest.fixture
def aigul(chromium, site):
    """Return Aigul, at the form of a new thing, with JavaScript."""
    her = Person(chromium, site, javascript=True).sign_in("aigul")
    her.go("/ky/my/things/new")
    yield her
    her.context.close()


def noise(folder: Path) -> str:
    """Write a photo that stays above half a megabyte however it is made smaller."""
    out = BytesIO()
    Image.effect_noise((2048, 1536), 120).convert("RGB").save(out, "JPEG", quality=95)
    path = folder / "noise.jpg"
    path.write_bytes(out.getvalue())
    return str(path)


def line(her: Person) -> str:
    return her.page.locator("[data-photos] li [role=status]").first.inner_text()


def fill_in(her: Person) -> None:
    her.fill(title="Кызыл шырдак", price="1500")
    her.page.select_option("[name=category]", label="Шырдак")
    her.fill(description="Таза жүн.")


@pytest.mark.browser
def test_a_photo_is_seen_at_once_sent_small_and_in_the_thing(aigul, tmp_path) -> None:
    sent = []
    aigul.page.on("request", lambda one: sent.append((one.method, one.url)))
    chosen = photo(tmp_path, "a.jpg", "#9e2a2b")
    aigul.page.set_input_files("[name=photos]", chosen)
    preview = aigul.page.locator("[data-photos] li img")
    assert preview.get_attribute("src").startswith("blob:")
    wait_for(lambda: line(aigul) == READY, why="the photo to be ready")
    assert preview.get_attribute("src").startswith("/media/p/")
    assert [m for m, url in sent if "/my/photos/" in url] == ["POST"], "one small piece"
    assert aigul.page.input_value("[name=photos]") == ""
    fill_in(aigul)
    aigul.press()
    aigul.page.wait_for_url("**/check")
    assert aigul.page.locator("main picture").count() == 1
    assert aigul.faults == []


@pytest.mark.browser
def test_a_large_photo_over_a_line_cut_three_times_arrives_once(
    aigul, tmp_path
) -> None:
    asked, cuts = [], []

    def bad_line(route) -> None:
        asked.append(route.request.method)
        if (
            route.request.method == "PATCH"
            and len(cuts) < 3
            and asked.count("PATCH") % 2
        ):
            cuts.append(1)
            route.abort()
        else:
            route.continue_()

    aigul.page.route("**/my/photos/*", bad_line)
    aigul.page.set_input_files("[name=photos]", noise(tmp_path))
    wait_for(
        lambda: line(aigul).startswith("Байланыш үзүлдү"), why="the cut to be said"
    )
    fill_in(aigul)
    aigul.press()  # before it is there: the form waits for it
    aigul.page.wait_for_url("**/check", timeout=60_000)
    assert len(cuts) == 3
    assert asked.count("POST") == 1
    assert asked.count("HEAD") == 3, "after each cut it asks how far it is"
    assert aigul.page.locator("main picture").count() == 1
    assert not [fault for fault in aigul.faults if "ERR_FAILED" not in fault]


@pytest.mark.browser
def test_offline_it_waits_and_says_so(aigul, tmp_path) -> None:
    aigul.context.set_offline(True)
    aigul.page.set_input_files("[name=photos]", photo(tmp_path, "a.jpg", "#1f3a5f"))
    wait_for(
        lambda: line(aigul).startswith("Байланыш үзүлдү"), why="the line to be gone"
    )
    aigul.context.set_offline(False)
    wait_for(lambda: line(aigul) == READY, why="the photo to be ready")


@pytest.mark.browser
def test_the_page_of_a_things_photos_shows_what_was_sent(aigul, tmp_path) -> None:
    fill_in(aigul)
    aigul.press()
    aigul.page.wait_for_url("**/check")
    aigul.go("/ky/my/things")
    aigul.press("main .list__item:last-child summary")
    aigul.press("main .list__item:last-child a[href$='/photos']")
    assert aigul.has_no_overflow()
    assert aigul.faults == []

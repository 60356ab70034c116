"""Three photos of a phone over 400 kbit/s, and a line that is cut in the middle."""

import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from marketplace.infra.media.ornament import demo_photo
from tests.journeys.conftest import wait_for
from tests.journeys.persons import Person

SECONDS = 45  # to a saved draft: what fails; the goal is 30 (ux.md §7) and is printed
KBIT, DELAY = 400, 150  # kbit/s both ways, ms there and back
SIDE = (4000, 3000)


@pytest.fixture
def photos(tmp_path) -> list[str]:
    """Return three photos of 12 megapixels, with the grain a sensor makes."""
    return [_photo(tmp_path, kind) for kind in ("rug", "bag", "scarf")]


def _photo(folder: Path, kind: str) -> str:
    drawn = Image.open(BytesIO(demo_photo(kind, 3, 2000, None))).convert("RGB")
    large = drawn.resize(SIDE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(SIDE, 40).convert("RGB")
    path = folder / f"{kind}.jpg"
    Image.blend(large, grain, 0.08).save(path, "JPEG", quality=92)
    assert path.stat().st_size > 2_500_000, "a phone's photo is not small"
    return str(path)


@pytest.fixture
def aigul(chromium, site):
    """Return Aigul at the form of a new thing, on a slow line."""
    her = Person(chromium, site, javascript=True).sign_in("aigul")
    her.go("/ky/my/things/new")
    line = her.context.new_cdp_session(her.page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": DELAY,
            "downloadThroughput": KBIT * 1000 / 8,
            "uploadThroughput": KBIT * 1000 / 8,
        },
    )
    yield her
    her.context.close()


def fill_in(her: Person) -> None:
    her.fill(title="Кызыл шырдак", price="1500")
    her.page.select_option("[name=category]", label="Шырдак")


def photos_of(her: Person) -> int:
    return her.page.locator("main picture").count()


@pytest.mark.browser
def test_three_photos_are_a_draft_before_she_gives_up(aigul, photos) -> None:
    sizes = []

    def measure(request) -> None:
        if "/my/photos/" in request.url:
            sizes.append(int(request.all_headers()["content-length"]))

    aigul.page.on("requestfinished", measure)
    began = time.monotonic()
    aigul.page.set_input_files("[name=photos]", photos)
    fill_in(aigul)
    aigul.press()  # the form waits for its photos
    aigul.page.wait_for_url("**/check", wait_until="commit", timeout=60_000)
    took = time.monotonic() - began
    print(f"{took:.1f} s for {sum(sizes):,} bytes in {len(sizes)} requests")
    assert len(sizes) == len(photos)
    assert took > sum(sizes) * 8 / (KBIT * 1000), "the line was as slow as it should be"
    assert photos_of(aigul) == len(photos)
    assert took <= SECONDS


@pytest.mark.browser
def test_a_line_cut_in_the_middle_loses_nothing_and_doubles_nothing(
    aigul, photos
) -> None:
    aigul.page.set_input_files("[name=photos]", photos)
    fill_in(aigul)
    status = aigul.page.locator("[data-photos-list] [role=status]")
    wait_for(lambda: "%" in status.first.inner_text(), why="the first to be on its way")
    aigul.context.set_offline(True)
    aigul.press()
    time.sleep(2)
    aigul.context.set_offline(False)  # and fast from now on
    aigul.page.wait_for_url("**/check", wait_until="commit", timeout=90_000)
    assert photos_of(aigul) == len(photos)
    aigul.go("/ky/my/things")
    red = aigul.page.locator(".list__item", has_text="Кызыл шырдак")
    assert red.count() == 1
    assert "жөнөтүлгөн эмес" not in aigul.words()

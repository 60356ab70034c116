"""How often a thing was looked at: counted in memory, written down beside the requests."""

import threading

import pytest
from sqlalchemy import func, select

from marketplace.catalog.models import ListingViews
from marketplace.catalog.services import looks
from marketplace.cli.flusher import Flusher
from marketplace.extensions import db
from marketplace.web.devices import is_robot
from tests import people
from tests.architecture.fingerprints import fingerprint

PHONE = "Mozilla/5.0 (Linux; Android 9; SM-A105F) Chrome/110.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nothing_counted(doors) -> None:
    """Forget what tests before have looked at."""
    doors.looks.take()


def look(browser, thing, agent: str = PHONE, method: str = "GET") -> None:
    answer = browser.open(
        f"/ky/l/{thing.slug}", method=method, headers={"User-Agent": agent}
    )
    assert answer.status_code == 200


def written(thing) -> int:
    db.session.rollback()
    counted = select(func.sum(ListingViews.count)).where(
        ListingViews.listing_id == thing.id
    )
    return db.session.scalar(counted) or 0


def test_looking_writes_nothing_until_it_is_written_down(app, client, live) -> None:
    before = fingerprint()
    for _ in range(3):
        look(client, live)
    assert fingerprint() == before
    assert looks.flush() == 3
    assert written(live) == 3
    assert looks.flush() == 0
    look(client, live)
    looks.flush()
    assert written(live) == 4


def test_robots_and_she_herself_are_not_counted(app, client, as_, live) -> None:
    look(client, live, "Mozilla/5.0 (compatible; Googlebot/2.1)")
    look(client, live, "")
    look(client, live, method="HEAD")
    look(as_("aigul"), live)
    assert client.get("/ky/l/nothing").status_code == 404
    assert looks.flush() == 0
    look(as_("bermet"), live)
    assert looks.flush() == 1


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (PHONE, False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Safari/604.1", False),
        ("Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0", False),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/4.5) Presto/2.8 Version/11.10", False),
        ("WhatsApp/2.23 A", True),
        ("TelegramBot (like TwitterBot)", True),
        ("facebookexternalhit/1.1", True),
        ("Mozilla/5.0 (compatible; YandexBot/3.0)", True),
        ("curl/8.0", True),
        ("", True),
    ],
)
def test_who_is_a_robot(agent, robot) -> None:
    assert is_robot(agent) is robot


def test_many_threads_count_and_write_down_and_none_is_lost(app, live) -> None:
    """Looks are counted while others write them down, over and over."""
    other = people.on_sale()

    def crowd(thing_id) -> None:
        with app.app_context():
            for number in range(200):
                looks.seen(thing_id)
                if number % 50 == 0:
                    looks.flush()

    threads = [
        threading.Thread(target=crowd, args=(thing_id,))
        for thing_id in (live.id, other.id)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    looks.flush()
    assert (written(live), written(other)) == (800, 800)


def test_what_cannot_be_written_down_is_kept_for_later(app, live, monkeypatch) -> None:
    def away(_counted) -> None:
        raise RuntimeError("on purpose")

    looks.seen(live.id)
    with monkeypatch.context() as broken:
        broken.setattr(looks, "_write", away)
        Flusher(app)._once()
    assert written(live) == 0
    looks.seen(live.id)
    Flusher(app).stop()
    assert written(live) == 2


def test_a_server_writes_down_by_itself_every_few_seconds(app, live) -> None:
    looks.seen(live.id)
    flusher = Flusher(app, every=0.01)
    flusher.start()
    for _ in range(500):
        if written(live):
            break
        threading.Event().wait(0.01)
    flusher.stop()
    assert written(live) == 1


def test_she_reads_how_often_in_the_last_thirty_days(app, as_, live, travel) -> None:
    looks.seen(live.id)
    looks.flush()
    travel(days=20)
    for _ in range(11):
        looks.seen(live.id)
    looks.flush()
    assert "seen 12 times in 30 days" in as_("aigul").words("/en/my/things")
    travel(days=15)
    assert "seen 11 times in 30 days" in as_("aigul").words("/en/my/things")


def test_counts_of_long_ago_are_forgotten(app, live, travel) -> None:
    looks.seen(live.id)
    looks.flush()
    travel(days=91)
    looks.forget_old()
    assert written(live) == 0

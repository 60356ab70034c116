"""Limits: exact over threads and processes, in windows that begin with the first try."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from marketplace.errors import TooMany
from marketplace.infra import limits
from marketplace.infra.limits import LimitCounter, network


def test_a_window_begins_with_the_first_try_and_ends_on_time(doors, travel) -> None:
    for _ in range(5):
        doors.limits.take("confirm", "her")
    with pytest.raises(TooMany) as refused:
        doors.limits.take("confirm", "her")
    assert 290 <= refused.value.facts["retry_after"] <= 300
    doors.limits.take("confirm", "another")
    travel(minutes=5, seconds=1)
    doors.limits.take("confirm", "her")


def test_the_longest_window_holds_too(doors, travel) -> None:
    taken = 0
    for _ in range(10):
        try:
            for _ in range(5):
                doors.limits.take("confirm", "her")
                taken += 1
        except TooMany:
            pass
        travel(minutes=5, seconds=1)
    assert taken == 20, "twenty an hour, whatever the five minutes say"


def test_twenty_threads_get_exactly_what_is_left(app, doors) -> None:
    def one(_number: int) -> bool:
        with app.app_context():
            try:
                doors.limits.take("recover", "lab")
            except TooMany:
                return False
            return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(60))) == 5


def test_whom_a_counter_is_about_is_not_written_down(app, doors) -> None:
    from marketplace.extensions import db

    doors.limits.take("forgot.contact", "aigul@lab.test")
    (row,) = db.session.query(LimitCounter).all()
    assert "aigul" not in row.key
    assert len(row.key) == 64


def test_counters_that_are_over_are_forgotten(app, doors, travel) -> None:
    from marketplace.extensions import db

    doors.limits.take("confirm", "her")
    travel(hours=2)
    limits.forget_expired()
    assert db.session.query(LimitCounter).count() == 0


def test_what_succeeds_is_given_back(doors) -> None:
    for _ in range(30):
        doors.limits.take("sign_in.address", "lab")
        doors.limits.give_back("sign_in.address", "lab")


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_network_of_version_six_is_one_somebody(address, stands_for) -> None:
    assert network(address) == stands_for


def test_a_storage_nobody_knows_stops_the_start_and_is_named(tmp_path) -> None:
    from marketplace import create_app
    from marketplace.config import BadSetting, Settings

    settings = Settings(
        secret_key="s" * 40, data_dir=str(tmp_path), limits_url="pigeon://x"
    )
    with pytest.raises(BadSetting, match="MARKETPLACE_LIMITS_URL"):
        create_app(settings)


def test_another_storage_is_only_a_setting(tmp_path) -> None:
    from marketplace import create_app
    from marketplace.config import Settings
    from marketplace.infra.adapters import adapters

    settings = Settings(
        secret_key="s" * 40, data_dir=str(tmp_path), limits_url="memory://"
    )
    with create_app(settings).app_context():
        for _ in range(5):
            adapters().limits.take("confirm", "her")
        with pytest.raises(TooMany):
            adapters().limits.take("confirm", "her")


ATTEMPTS = """
import json, sys, threading
from marketplace import create_app, origin
from marketplace.errors import Invalid, TooMany
from marketplace.origin import Origin
from marketplace.profiles.services import accounts

app = create_app()
said = []

def attempt():
    with app.app_context(), origin.of(Origin(address="10.0.0.7")):
        try:
            accounts.sign_in(contact="aigul@lab.test", password="wrong")
        except Invalid:
            said.append("wrong")
        except TooMany:
            said.append("limited")

sys.stdin.readline()  # all processes begin together
threads = [threading.Thread(target=attempt) for _ in range(15)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps(said))
"""


def test_sixty_sign_ins_in_four_processes_let_exactly_five_through(tmp_path) -> None:
    """SQLite storage, four processes, fifteen threads each, all at once."""
    from tests.live import ROOT, environment

    env = {**environment(tmp_path), "PYTHONPATH": str(ROOT)}
    prepare = (
        "from marketplace import create_app\nfrom tests import people\n"
        "app = create_app()\nwith app.app_context(): people.write_cast()"
    )
    for command in (["-m", "marketplace", "init"], ["-c", prepare]):
        subprocess.run([sys.executable, *command], check=True, env=env, cwd=ROOT)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", ATTEMPTS],
            env=env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [json.loads(worker.communicate(timeout=60)[0]) for worker in workers]
    flat = [word for words in said for word in words]
    assert len(flat) == 60
    assert flat.count("wrong") == 5
    assert flat.count("limited") == 55

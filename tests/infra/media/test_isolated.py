"""The child process: it may die, the parent may die, nothing else may."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from marketplace.infra.media import PhotoRefused, avif_set, card_set, images, isolated
from marketplace.infra.media.wire import Limits, Message, receive, send
from marketplace.infra.media.workshop import answer
from tests.infra.media import crafted, samples


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo"
    path.write_bytes(samples.jpeg(640, 480))
    return path


def test_the_child_gives_what_the_pipeline_gives(photo: Path) -> None:
    picture = card_set(photo)
    assert picture == images.card_set(photo.read_bytes())
    assert avif_set(picture.master) == images.avif_set(picture.master)


def test_a_refusal_keeps_its_code_and_facts_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(crafted.png(30_000, 30_000, b""))
    with pytest.raises(PhotoRefused) as caught:
        card_set(path)
    assert caught.value.code == "photo_too_many_pixels"
    assert caught.value.facts == {"width": 30_000, "height": 30_000}


def test_four_threads_at_once_get_their_own_pictures(tmp_path: Path) -> None:
    paths = [tmp_path / str(width) for width in (300, 310, 320, 330) * 2]
    for path in paths:
        path.write_bytes(samples.jpeg(int(path.name), 240))
    with ThreadPoolExecutor(4) as pool:
        widths = [picture.width for picture in pool.map(card_set, paths)]
    assert widths == [int(path.name) for path in paths]


@pytest.mark.parametrize(
    "limits",
    [Limits(wall=0.02), Limits(memory=60_000_000), Limits(cpu=0)],
    ids=["clock", "memory", "processor"],
)
def test_a_child_over_its_limits_is_a_timeout(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "photo"
    path.write_bytes(samples.phone_photo())
    with pytest.raises(PhotoRefused) as caught:
        card_set(path, limits)
    assert caught.value.code == "photo_timeout"


def workshop_pid() -> int:
    process = isolated._workshop._process
    assert process is not None
    return process.pid


def test_a_killed_workshop_is_opened_again(photo: Path) -> None:
    first = card_set(photo)
    pid = workshop_pid()
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert card_set(photo) == first
    assert workshop_pid() != pid


def test_a_forked_worker_opens_a_workshop_of_its_own(photo: Path) -> None:
    card_set(photo)
    program = f"""
import os, sys
from pathlib import Path
from marketplace.infra.media import card_set, isolated
photo = Path({str(photo)!r})
card_set(photo)
first = isolated._workshop._process.pid
if os.fork() == 0:
    card_set(photo)
    os._exit(isolated._workshop._process.pid == first)
assert os.wait()[1] == 0
card_set(photo)
assert isolated._workshop._process.pid == first
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_workshop_knows_nothing_of_the_site() -> None:
    program = """
import sys, marketplace.infra.media.workshop
assert not {"flask", "sqlalchemy", "marketplace.app"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_secrets_of_the_site_are_not_in_the_childs_environment(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARKETPLACE_SECRET_KEY", "hush")
    isolated._workshop.close()
    card_set(photo)
    environment = Path(f"/proc/{workshop_pid()}/environ")
    if not environment.exists():
        pytest.skip("no /proc on this machine")
    assert b"hush" not in environment.read_bytes()


def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(samples.phone_photo())
    program = f"""
import threading
from pathlib import Path
from marketplace.infra.media import card_set, isolated
isolated._workshop.connection()
print(isolated._workshop._process.pid, flush=True)
for _ in range(3):
    threading.Thread(target=card_set, args=[Path({str(path)!r})]).start()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        group = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
    assert gone_within(group, seconds=5)


def gone_within(group: int, seconds: float) -> bool:
    """Tell whether every process of the group ends in time (zombies do not count)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not alive(group):
            return True
        time.sleep(0.05)
    return False


def alive(group: int) -> bool:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


def test_answers_are_checked_and_never_unpickled() -> None:
    for nonsense in (b"", b"\0\0", b"\xff" * 8, b"\0\0\0\x02{}"):
        with pytest.raises((EOFError, ValueError, KeyError)):
            receive(BytesIO(nonsense))
    stream = BytesIO()
    send(stream, Message({"a": 1}, (b"x", b"")))
    stream.seek(0)
    assert receive(stream) == Message({"a": 1}, (b"x", b""))


def test_a_refusal_is_an_answer_too(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(b"%PDF-1.7")
    reply = answer(Message({"job": "card_set", "source": str(path)}))
    assert reply.head == {"refused": "photo_not_a_photo", "facts": {"kind": "pdf"}}


def test_a_silent_child_is_a_timeout(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = socket.socketpair()
    hang_up = threading.Timer(0.1, theirs.close)
    hang_up.start()
    monkeypatch.setattr(isolated._workshop, "connection", lambda: ours)
    with pytest.raises(PhotoRefused, match="photo_timeout"):
        card_set(photo)
    hang_up.join()

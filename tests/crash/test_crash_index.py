"""The indexer is killed 40 times at any moment while three processes search."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.infra.search import SearchQuery, WhooshEngine
from tests.crash.index_processes import ALL, batch, others

pytestmark = pytest.mark.crash
KILLS, READERS = 40, 3


def started(what: str, folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.crash.index_processes",
            what,
            folder,
        ],
        stdout=subprocess.PIPE,
    )


def test_no_reader_ever_sees_half_a_commit(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild([*batch(0), *others()])
    readers = [started("read", tmp_path) for _ in range(READERS)]
    rng = random.Random(40)
    time.sleep(2)
    for _ in range(KILLS):
        writer = started("write", tmp_path)
        # Python has started, which may take long; then some commits, and into the next.
        for _ in range(1 + rng.randrange(4)):
            writer.stdout.readline()
        time.sleep(rng.uniform(0, 0.15))
        writer.kill()
        writer.communicate()
    for reader in readers:
        reader.terminate()
    seen = [json.loads(reader.communicate(timeout=30)[0]) for reader in readers]
    commits = len((tmp_path / "commits").read_text())
    print(f"\n{KILLS} kills, {commits} commits, {seen}")
    assert [one["torn"] for one in seen] == [0] * READERS
    assert [one["errors"] for one in seen] == [[]] * READERS
    assert all(one["reads"] > KILLS for one in seen), "the readers have read"
    assert commits > KILLS / 2, "the writers have written"
    if engine.needs_rebuild():  # killed between a commit and the note of its sums
        engine.rebuild([*batch(1), *others()])
    assert engine.search(SearchQuery("шырдак")).total == ALL
    engine.upsert(batch(2))
    assert len(set(engine.ids())) == ALL == len(list(engine.ids()))
    engine.close()

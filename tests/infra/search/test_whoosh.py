"""What only an index in files can get wrong."""

import gc
import shutil
import subprocess
import sys
import threading

import pytest

from marketplace.errors import Busy
from marketplace.infra.search import (
    Chain,
    SearchDoc,
    SearchQuery,
    SearchUnavailable,
    WhooshEngine,
)

SHYRDAK = SearchDoc("1", ("шырдак",))
ASKED = SearchQuery("шырдак")
WRITE_ELSEWHERE = """
import sys
from pathlib import Path
from marketplace.infra.search import SearchDoc, WhooshEngine
WhooshEngine(Path(sys.argv[1])).upsert([SearchDoc("2", ("шырдак",))])
"""


def current(folder):
    return folder / (folder / "CURRENT").read_text()


def versions(folder):
    return sorted(path.name[:5] for path in folder.glob("v*"))


def is_unavailable(engine):
    try:
        engine.search(ASKED)
    except SearchUnavailable:
        return True
    return False


def test_making_an_engine_touches_nothing(whoosh, folder):
    assert whoosh.needs_rebuild()
    assert not folder.exists()


def test_searching_without_an_index_says_unavailable(whoosh):
    with pytest.raises(SearchUnavailable):
        whoosh.search(ASKED)
    with pytest.raises(SearchUnavailable):
        len(list(whoosh.ids()))


def test_an_index_begun_by_an_upsert_still_wants_a_rebuild(whoosh):
    whoosh.upsert([SHYRDAK])
    assert whoosh.needs_rebuild()
    whoosh.rebuild([SHYRDAK])
    assert not whoosh.needs_rebuild()


def test_nobody_else_may_read_the_folder(whoosh, folder):
    whoosh.upsert([SHYRDAK])
    assert folder.stat().st_mode & 0o077 == 0
    assert current(folder).stat().st_mode & 0o077 == 0


def test_the_commit_of_another_process_becomes_visible(whoosh, folder):
    whoosh.upsert([SHYRDAK])
    assert whoosh.search(ASKED).ids == ("1",)
    command = [sys.executable, "-W", "ignore", "-c", WRITE_ELSEWHERE, str(folder)]
    subprocess.run(command, check=True)
    assert whoosh.search(ASKED).ids == ("1", "2")


def test_the_rebuild_of_another_engine_becomes_visible(whoosh, folder):
    whoosh.rebuild([SHYRDAK])
    assert whoosh.search(ASKED).ids == ("1",)
    other = WhooshEngine(folder)
    other.rebuild([SearchDoc("7", ("шырдак",))])
    assert whoosh.search(ASKED).ids == ("7",)


# Whoosh leaves damaged files open; the collector must meet them in here.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
@pytest.mark.parametrize("damage", [b"", b"rubbish" * 50])
def test_a_damaged_index_says_unavailable_until_it_is_rebuilt(
    folder, whoosh, pattern, damage
):
    whoosh.rebuild([SHYRDAK])
    for file in current(folder).glob(pattern):
        file.write_bytes(damage)
    other = WhooshEngine(folder)
    assert is_unavailable(other)
    assert other.needs_rebuild()
    other.rebuild([SHYRDAK])
    assert other.search(ASKED).ids == ("1",)
    other.close()
    gc.collect()


def test_a_lost_version_says_unavailable_also_to_the_writer(whoosh, folder):
    whoosh.rebuild([SHYRDAK])
    shutil.rmtree(current(folder))
    with pytest.raises(SearchUnavailable):
        whoosh.search(ASKED)
    with pytest.raises(SearchUnavailable):
        whoosh.upsert([SHYRDAK])
    whoosh.rebuild([SHYRDAK])
    assert len(list(whoosh.ids())) == 1


def test_a_senseless_pointer_counts_as_no_index(whoosh, folder):
    whoosh.rebuild([SHYRDAK])
    (folder / "CURRENT").write_text("../elsewhere")
    with pytest.raises(SearchUnavailable):
        whoosh.search(ASKED)


def test_one_version_is_kept_for_its_readers_and_no_more(whoosh, folder):
    for _ in range(3):
        whoosh.rebuild([SHYRDAK])
    assert versions(folder) == ["v0002", "v0003"]


def test_a_rebuild_that_fails_changes_nothing(whoosh, folder):
    whoosh.rebuild([SHYRDAK])

    def broken():
        yield SearchDoc("2", ("шырдак",))
        raise LookupError("the database went away")

    with pytest.raises(LookupError):
        whoosh.rebuild(broken())
    assert (whoosh.search(ASKED).ids, versions(folder)) == (("1",), ["v0001"])
    whoosh.upsert([SearchDoc("3", ("шырдак",))])
    assert len(list(whoosh.ids())) == 2


def test_a_changed_chain_wants_a_rebuild_and_answers_meanwhile(
    whoosh, folder, tmp_path
):
    whoosh.rebuild([SHYRDAK])
    more = tmp_path / "synonyms.txt"
    more.write_text("yurt: боз үй | юрта | yurt\n")
    newer = WhooshEngine(folder, Chain(more))
    assert newer.needs_rebuild()
    assert newer.search(ASKED).ids == ("1",)
    newer.rebuild([SHYRDAK])
    assert not newer.needs_rebuild()
    newer.close()


def test_a_second_writer_is_told_to_wait(whoosh, folder):
    seen = []

    def docs():
        with pytest.raises(Busy) as busy:
            WhooshEngine(folder).upsert([SHYRDAK])
        seen.append(busy.value.code)
        yield SHYRDAK

    whoosh.rebuild(docs())
    assert seen == ["search_locked"]
    WhooshEngine(folder).upsert([SHYRDAK])


def test_a_failed_commit_leaves_the_lock_free_and_the_old_answers(whoosh, monkeypatch):
    whoosh.rebuild([SHYRDAK])
    with monkeypatch.context() as patch:
        patch.setattr("whoosh.writing.SegmentWriter._commit_toc", _no_space)
        with pytest.raises(SearchUnavailable):
            whoosh.upsert([SearchDoc("2", ("шырдак",))])
    assert whoosh.search(ASKED).ids == ("1",)
    whoosh.upsert([SearchDoc("3", ("шырдак",))])
    assert whoosh.search(ASKED).ids == ("1", "3")


def _no_space(*_):
    raise OSError(28, "No space left on device")


def test_many_commits_leave_at_most_four_segments(whoosh, folder):
    for one in range(12):
        whoosh.upsert([SearchDoc(str(one), ("шырдак",))])
        assert len(list(current(folder).glob("*.seg"))) <= 4
    assert whoosh.search(ASKED).total == 12


def test_threads_search_while_one_writes_and_never_see_a_torn_state(whoosh):
    batch = [SearchDoc(str(one), ("шырдак",)) for one in range(20)]
    whoosh.rebuild(batch)
    totals, done = set(), threading.Event()

    def read():
        while not done.is_set():
            totals.add(whoosh.search(ASKED).total)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        whoosh.upsert(batch)
    done.set()
    for reader in readers:
        reader.join()
    assert totals == {20}


def test_closing_twice_is_harmless_and_the_engine_goes_on(whoosh):
    whoosh.rebuild([SHYRDAK])
    whoosh.search(ASKED)
    whoosh.close()
    whoosh.close()
    assert whoosh.search(ASKED).total == 1

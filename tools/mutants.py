"""Break the money code on purpose, one fault at a time: a test must see each.

    make mutants [MUTANTS="payout dispute"]

Each fault is a text that occurs exactly once in a file, and what stands there instead.
It is put into a copy of the tree, never into this one, and taken out again; the money's
tests run until the first fails. Prints which one that was; exits 1 when a fault was not
seen. Why: balances alone let most faults pass (payments.md §4).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools")]

from mutants_of_money import MUTANTS, Mutant  # noqa: E402

WORKERS = 2
LONGEST = 180  # seconds one fault may take
PARTS = ("marketplace", "migrations", "templates", "tests", "pyproject.toml")
TESTS = (  # the quickest to see something come first
    "tests/ledger/test_stories.py",
    "tests/ledger/test_book.py",
    "tests/ledger/test_immutable.py",
    "tests/orders/test_stumbling_refunds.py",
    "tests/orders/test_money_back.py",
    "tests/orders/test_payouts.py",
    "tests/orders/test_cases.py",
    "tests/orders/test_paying_by_hand.py",
    "tests/orders/test_amounts.py",
    "tests/orders/test_money_gone_astray.py",
    "tests/orders/test_foreign_money.py",
    "tests/orders/test_undone_orders.py",
    "tests/orders/test_money_machine.py",
)
# What looks at a file most closely goes before those.
FIRST = {
    "orders/rules": "tests/orders/test_amounts.py",
    "orders/services/transfers": "tests/orders/test_paying_by_hand.py",
    "orders/services/cash": "tests/orders/test_paying_by_hand.py",
    "orders/services/payouts": "tests/orders/test_payouts.py",
    "orders/services/disputes": "tests/orders/test_money_back.py",
    "orders/services/holding": "tests/orders/test_money_back.py",
    "ledger/book": "tests/ledger/test_book.py",
}


def main() -> None:
    """Try every fault, print the table, exit 1 when one was not seen."""
    wanted = [one for one in MUTANTS if _asked(one)]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants.") as folder:
        trees: Queue[Path] = Queue()
        for number in range(WORKERS):
            trees.put(_copy(Path(folder) / str(number)))
        if not _sound(trees):
            sys.exit("mutants: the tests fail without any fault: mend them first")
        with ThreadPoolExecutor(WORKERS) as pool:
            seen = list(pool.map(lambda one: _try(trees, one), wanted))
    _print(wanted, seen, time.monotonic() - began)
    survived = [one for one, by in zip(wanted, seen, strict=True) if not by]
    sys.exit(1 if any(not one.same for one in survived) else 0)


def _asked(mutant: Mutant) -> bool:
    words = sys.argv[1:]
    return not words or any(word in mutant.name for word in words)


def _copy(to: Path) -> Path:
    to.mkdir()
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            skip = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(source, to / name, ignore=skip)
        else:
            shutil.copy(source, to / name)
    return to


def _sound(trees: Queue[Path]) -> bool:
    tree = trees.get()
    try:
        return _first_failure(tree) is None
    finally:
        trees.put(tree)


def _try(trees: Queue[Path], mutant: Mutant) -> str | None:
    """Return the test that sees a fault; None when none does."""
    tree = trees.get()
    try:
        with _broken(tree, mutant):
            seen = _first_failure(tree, mutant.file)
    finally:
        trees.put(tree)
    print("." if seen else "!", end="", flush=True, file=sys.stderr)
    return seen


@contextmanager
def _broken(tree: Path, mutant: Mutant) -> Iterator[None]:
    path = tree / "marketplace" / mutant.file
    whole = path.read_text("utf-8")
    if whole.count(mutant.old) != 1:
        sys.exit(f"mutants: «{mutant.name}» does not fit {mutant.file} exactly once")
    path.write_text(whole.replace(mutant.old, mutant.new), "utf-8")
    try:
        yield
    finally:
        path.write_text(whole, "utf-8")


def _first_failure(tree: Path, file: str = "") -> str | None:
    closest = [test for start, test in FIRST.items() if file.startswith(start)]
    tests = dict.fromkeys([*closest, *TESTS])  # each once, in this order
    # Bytecode is keyed by whole seconds: a file broken twice in one would run as before.
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    flags = ["-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "--tb=no"]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *flags, *tests],
            cwd=tree,
            env=settings,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it never ends"
    if done.returncode == 0:
        return None
    found = re.search(
        r"^(?:FAILED|ERROR) \S*?([^/\s]+::.*?)(?: - .*)?$", done.stdout, re.M
    )
    return found.group(1) if found else f"pytest: exit {done.returncode}"


def _print(wanted: list[Mutant], seen: list[str | None], seconds: float) -> None:
    wide = max(len(one.name) for one in wanted)
    for one, by in zip(wanted, seen, strict=True):
        lost = f"survived, as it may: {one.same}" if one.same else "SURVIVED"
        print(f"{one.name:<{wide}}  {f'killed by {by}' if by else lost}")
    killed = sum(by is not None for by in seen)
    print(f"\n{killed} of {len(wanted)} seen, in {seconds:.0f} s")


if __name__ == "__main__":
    main()

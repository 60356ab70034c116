"""How quick the book is for a resident who has sold for years.

    make bench-ledger [BENCH="--sales 60000 --runs 60"]

Fills a SQLite file (and the PostgreSQL of MARKETPLACE_TEST_DATABASE_URL, if there is
one) with one resident's 60,000 sales: five postings each, 300,000 in all, 60,000 of them
on her own account. Then measures her balance, her money page's questions, a page and a
month of her statement, and the trial balance. Exits 1 when a target is missed.
"""

import argparse
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert, text

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from marketplace import clock, create_app, ledger  # noqa: E402
from marketplace.config import Settings  # noqa: E402
from marketplace.extensions import db  # noqa: E402
from marketplace.ledger.models import (  # noqa: E402
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
)
from marketplace.orders.models import Order, Purchase  # noqa: E402
from marketplace.orders.queries import money_of  # noqa: E402
from tests import people  # noqa: E402

MANY = 3000  # sales written at once
APART = timedelta(minutes=25)  # 60,000 sales are three years
PRICE, FEE = 150_000, 15_000
TARGETS = {"her balance": 50, "her money page": 50, "a page of 30": 50}
TARGETS["trial balance"] = 1000


@dataclass(frozen=True)
class Her:
    """Who has sold all this."""

    shop_id: uuid.UUID
    lab_id: uuid.UUID


def main() -> None:
    """Print what was measured; exit 1 when a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sales", type=int, default=60_000)
    arguments.add_argument("--runs", type=int, default=60)
    given = arguments.parse_args()
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        measure("sqlite", "", folder, given, missed)
        url = os.environ.get("MARKETPLACE_TEST_DATABASE_URL", "")
        if url:
            measure("postgresql", url, folder, given, missed)
    print("\nAll targets hold." if not missed else "\nMissed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def measure(
    name: str, url: str, folder: str, given: argparse.Namespace, missed: list[str]
) -> None:
    """Fill one database and ask it, one line a question."""
    settings = Settings(secret_key="x" * 40, database_url=url, data_dir=folder)
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(app.extensions["migrate"].directory))
        people.write_cast()
        her = Her(people.seller().shop_id, people.lab().id)
        began = time.perf_counter()
        fill(her, given.sales)
        took = time.perf_counter() - began
        db.session.rollback()
        count = db.session.scalar(text("SELECT count(*) FROM ledger_postings"))
        db.session.rollback()
        print(f"\n{name}: {count:,} postings in {took:.0f} s")
        print(f"{'':<20}{'p50 ms':>10}{'p95 ms':>10}{'target':>10}")
        for what, ask in questions(her):
            times = [one_run(ask) for _ in range(given.runs + 3)][3:]
            report(f"{name}, {what}", what, sorted(times), missed)
        db.session.remove()
        db.engine.dispose()


def questions(her: Her) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield what is asked, by name."""
    code, now = f"payable:{her.shop_id}", clock.now()
    month = now - timedelta(days=31)
    yield "her balance", lambda: ledger.balance(code)
    yield "her money page", lambda: money_of(her.shop_id)
    yield "a page of 30", lambda: ledger.statement(code, limit=30)
    yield "a month", lambda: ledger.statement(code, since=month, until=now)
    yield "trial balance", ledger.trial_balance


def one_run(ask: Callable[[], Any]) -> float:
    """Return how many milliseconds one answer takes, with nothing read before."""
    db.session.rollback()
    db.session.expunge_all()
    began = time.perf_counter()
    assert ask() is not None
    return (time.perf_counter() - began) * 1000


def report(full: str, what: str, times: list[float], missed: list[str]) -> None:
    """Print a line, and note it when it is too slow."""
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    target = TARGETS.get(what)
    print(f"{what:<20}{p50:>10.2f}{p95:>10.2f}{target or '':>10}")
    if target and p95 > target:
        missed.append(f"{full} {p95:.0f} ms")


def fill(her: Her, sales: int) -> None:
    """Write so many sales by plain inserts, the oldest first."""
    first = clock.now() - sales * APART
    common = {
        code: account(code, kind)
        for code, kind in (
            ("psp:stripe", "asset"),
            (f"income:fee:{her.lab_id}", "income"),
            (f"payable:{her.shop_id}", "liability"),
        )
    }
    write({LedgerAccount: list(common.values())})
    ids = [one["id"] for one in common.values()]
    for begin in range(0, sales, MANY):
        rows: dict[Any, list[dict[str, Any]]] = {}
        for at in range(begin, min(begin + MANY, sales)):
            for model, row in sale(her, ids, at, first + at * APART):
                rows.setdefault(model, []).append(row)
        write(rows)
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def write(rows: dict[Any, list[dict[str, Any]]]) -> None:
    """Insert rows of several tables in one transaction."""
    with (
        db.engine.connect().execution_options(write=True) as connection,
        connection.begin(),
    ):
        for model, some in rows.items():
            connection.execute(insert(model), some)


def account(code: str, kind: str) -> dict[str, Any]:
    """Return an account's row."""
    what, _, owner = code.partition(":")
    return {
        "id": uuid.uuid4(),
        "created_at": clock.now(),
        "code": code,
        "kind": kind,
        "currency": "KGS",
        "owner_kind": what,
        "owner_id": owner,
    }


def sale(
    her: Her, ids: list[uuid.UUID], at: int, moment: datetime
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the rows of one sale: purchase, order, paid and released."""
    purchase, order = uuid.uuid4(), uuid.uuid4()
    psp, fee, payable = ids
    held = account(f"held:{order}", "liability")
    yield (
        Purchase,
        {
            "id": purchase,
            "created_at": moment,
            "secret": f"s{at}",
            "number": f"N{at}",
            "submit_key": f"k{at}",
            "name": "Bermet",
            "email": "bermet@lab.test",
            "language": "ky",
            "total_minor": PRICE,
            "currency": "KGS",
            "expires_at": moment,
        },
    )
    yield Order, order_row(her, order, purchase, moment)
    yield LedgerAccount, held
    lines = {
        "pay": [(psp, PRICE), (held["id"], -PRICE)],
        "rel": [(held["id"], PRICE), (fee, -FEE), (payable, FEE - PRICE)],
    }
    for kind, postings in lines.items():
        entry = uuid.uuid4()
        key = {"event_key": f"{kind}:{order}", "kind": kind, "subject_id": order}
        yield LedgerEntry, {"id": entry, "created_at": moment, "memo": "", **key}
        for account_id, minor in postings:
            yield (
                LedgerPosting,
                {
                    "id": uuid.uuid4(),
                    "entry_id": entry,
                    "account_id": account_id,
                    "created_at": moment,
                    "amount_minor": minor,
                },
            )


def order_row(
    her: Her, order: uuid.UUID, purchase: uuid.UUID, moment: datetime
) -> dict[str, Any]:
    """Return a completed order of hers."""
    return {
        "id": order,
        "created_at": moment,
        "purchase_id": purchase,
        "shop_id": her.shop_id,
        "lab_id": her.lab_id,
        "state": "completed",
        "delivery": "pickup",
        "items_minor": PRICE,
        "delivery_minor": 0,
        "total_minor": PRICE,
        "fee_minor": FEE,
        "currency": "KGS",
        "since": moment,
        "paid_at": moment,
        "delivered_at": moment,
    }


if __name__ == "__main__":
    main()

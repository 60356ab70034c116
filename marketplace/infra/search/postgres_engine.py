"""Search in PostgreSQL: for networks with several machines, or many things.

Tokens, weights and ranking are those of every engine; `postgres_sql` makes one statement
of a query, `postgres_tables` keeps documents and words.
"""

from __future__ import annotations

import math
import threading
import time
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from marketplace.errors import Busy
from marketplace.infra.search import postgres_sql as build
from marketplace.infra.search import postgres_tables as tables
from marketplace.infra.search.analysis import Lexicon
from marketplace.infra.search.matching import ENOUGH, FEW, MENTIONED, MISSED, MOST
from marketplace.infra.search.plan import BODY, EXACT, TAGS, TITLE, Chain
from marketplace.infra.search.port import (
    Counts,
    Results,
    SearchUnavailable,
    firsts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from marketplace.infra.search.plan import Group, Plan
    from marketplace.infra.search.port import SearchDoc, SearchQuery
    from marketplace.infra.search.postgres_tables import Version

# The planner does not know how rare a lexeme is that it is given as a value: it would read
# the whole table, or compile a statement for longer than it runs.
_OPTIONS = "-c jit=off -c enable_seqscan=off"
_LOCK = 7_305_811  # of our own among PostgreSQL's advisory locks: who writes
_RARITY_AGE = 300.0  # s
_RARITY_CHANGES = 20  # commits after which words are counted anew


class PostgresEngine:
    """A SearchEngine in the database itself. Threads and processes may share it."""

    def __init__(self, url: str, chain: Chain | None = None) -> None:
        """Remember the address; tables are made by the first write."""
        self._chain = chain or Chain()
        self._marks = f"{tables.SHAPE}{self._chain.version}"
        self._engine = create_engine(
            url,
            pool_size=4,
            hide_parameters=True,
            connect_args={"options": _OPTIONS},
        )
        self._lock = threading.Lock()
        self._words: tuple[int, int, Lexicon] = (-1, -1, Lexicon())
        self._rarities: dict[tuple[int, int, Group], tuple[float, float]] = {}

    def upsert(self, docs: Sequence[SearchDoc], gone: Sequence[str] = ()) -> None:
        """Add or replace, and forget; Busy("search_locked") while somebody writes."""
        last = {doc.id: doc for doc in docs}
        with self._writing() as connection:
            version = tables.current(connection)
            n = version.n if version else self._begin(connection)
            tables.forget(connection, n, [*last, *gone])
            tables.insert(connection, n, last.values(), self._chain)
            tables.advance(connection)

    def search(self, query: SearchQuery) -> Results:
        """Find what holds every word; equals the newest first, then by id."""
        with self._reading() as (connection, version):
            planned = self._chain.plan(
                query.text,
                self._lexicon(connection, version),
                lambda tokens: _anywhere(connection, version, tokens),
                as_typed=query.as_typed,
            )
            if planned is None:
                return Results()
            return self._answer(connection, version, planned, query)

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Return the commonest words that begin so."""
        with self._reading() as (connection, version):
            found = self._lexicon(connection, version).suggest(prefix, 2 * limit)
            there = tables.words_there(connection, version, found)
            return [word for word in found if word in there][:limit]

    def rebuild(self, docs: Iterable[SearchDoc]) -> None:
        """Build new tables beside the current ones and switch to them."""
        with self._writing() as connection:
            before = tables.current(connection)
            n = before.n + 1 if before else 1
            tables.create(connection, n)
            self._fill(connection, n, docs)
            tables.finish(connection, n)
            tables.point(connection, n, self._marks, complete=True)
            if before:
                # Who reads holds a lock on what it reads: drop only what nobody can.
                tables.drop(connection, max(before.n - 1, 0))

    def needs_rebuild(self) -> bool:
        """Say whether the tables are missing, partial or of another chain."""
        try:
            with self._reading() as (_, version):
                return not version.complete or version.chain != self._marks
        except SearchUnavailable:
            return True

    def ids(self) -> Iterator[str]:
        """Yield the id of every document."""
        with self._reading() as (connection, version):
            yield from connection.scalars(text(f"SELECT id FROM {version.docs}"))

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _answer(
        self,
        connection: Connection,
        version: Version,
        plan: Plan,
        query: SearchQuery,
    ) -> Results:
        sql = build.Sql()
        rarities = self._rarity_of(connection, version, plan)
        amount = build.worth(sql, plan, lambda group: rarities[group])
        titles = build.matches(sql, plan.readings, build.in_titles)
        tiers = [(titles, amount)]
        if not _at_least(connection, version, sql, titles, ENOUGH):
            full = build.matches(sql, plan.readings, build.anywhere)
            tiers.append((full, f"{MENTIONED} * ({amount})"))
            if not _at_least(connection, version, sql, full, FEW):
                tiers += self._some(connection, version, sql, plan, rarities, amount)
        statement = build.page(sql, version.docs, tiers, query)
        rows = connection.execute(text(statement), sql.values).all()
        return _results(rows, plan, query)

    def _some(
        self,
        connection: Connection,
        version: Version,
        sql: build.Sql,
        plan: Plan,
        rarities: dict[Group, float],
        amount: str,
    ) -> list[tuple[str, str]]:
        """Return the tier of rows with most of the words, if there can be one."""
        words = []
        for group in plan.readings[0]:
            own = build.Sql()
            if _at_least(connection, version, own, build.anywhere(own, group), 1):
                words.append((group, rarities[group]))
        if not words:
            return []
        needed = MOST * sum(rarity for _, rarity in words)
        return [(build.enough(sql, words, needed), f"{MISSED} * ({amount})")]

    def _rarity_of(
        self, connection: Connection, version: Version, plan: Plan
    ) -> dict[Group, float]:
        groups = {group for reading in plan.readings for group in reading}
        if len(groups) == 1:
            return {group: group.weight for group in groups}
        return {group: self._rarity(connection, version, group) for group in groups}

    def _rarity(self, connection: Connection, version: Version, group: Group) -> float:
        key = (version.n, version.generation // _RARITY_CHANGES, group)
        found = self._rarities.get(key)
        if found and found[0] > time.monotonic():
            return found[1]
        sql = build.Sql()
        having, count = connection.execute(
            text(
                f"SELECT (SELECT count(*) FROM {version.docs} WHERE "
                f"{build.in_titles(sql, group)}), (SELECT count(*) FROM {version.docs})"
            ),
            sql.values,
        ).one()
        rarity = group.weight * math.log(1 + count / (1 + having))
        if len(self._rarities) > 10_000:
            self._rarities.clear()
        self._rarities[key] = (time.monotonic() + _RARITY_AGE, rarity)
        return rarity

    def _lexicon(self, connection: Connection, version: Version) -> Lexicon:
        with self._lock:
            n, generation, lexicon = self._words
            if n != version.n:
                generation, lexicon = -1, Lexicon()
            if generation != version.generation:
                lexicon.add(tables.words_since(connection, version, generation))
                self._words = (version.n, version.generation, lexicon)
        return lexicon

    def _fill(self, connection: Connection, n: int, docs: Iterable[SearchDoc]) -> None:
        first = firsts(docs)
        while batch := list(islice(first, tables.BATCH)):
            tables.insert(connection, n, batch, self._chain)

    def _begin(self, connection: Connection) -> int:
        """Begin with empty tables that hold only what comes from now on."""
        tables.create(connection, 0)
        tables.finish(connection, 0)
        tables.point(connection, 0, self._marks, complete=False)
        return 0

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            mine = text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")
            if not connection.scalar(mine):
                raise Busy("search_locked")
            with _damage_reported():
                tables.prepare(connection)
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, Version]]:
        with _damage_reported(), self._engine.connect() as connection:
            version = tables.current(connection)
            if version is None:
                raise SearchUnavailable
            yield connection, version


@contextmanager
def _damage_reported() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise SearchUnavailable from error


def _anywhere(connection: Connection, version: Version, tokens: Sequence[str]) -> bool:
    sql = build.Sql()
    titles = [
        build.lexeme(name, one) for name in (EXACT, TITLE, TAGS) for one in tokens
    ]
    bodies = [build.lexeme(BODY, one) for one in tokens]
    test = f"tv @@ {sql.query(titles)} OR bv @@ {sql.query(bodies)}"
    return _at_least(connection, version, sql, test, 1)


def _at_least(
    connection: Connection, version: Version, sql: build.Sql, test: str, many: int
) -> bool:
    inner = f"SELECT 1 FROM {version.docs} WHERE {test} LIMIT {many}"
    count = connection.scalar(
        text(f"SELECT count(*) FROM ({inner}) AS found"), sql.values
    )
    return int(count or 0) >= many


def _results(rows: Sequence[Any], plan: Plan, query: SearchQuery) -> Results:
    keys = [(row[2], row[3], row[1]) for row in rows if row[0] == 0]
    keys.sort()
    total = next(int(row[2]) for row in rows if row[0] == 1)
    counts: Counts = {name: {} for name in query.facets}
    for row in rows:
        if row[0] == 2:
            name, _, value = row[1].partition(":")
            counts[name][value] = int(row[2])
    shown = keys[: query.size]
    following = shown[-1] if len(keys) > query.size else None
    return Results(
        tuple(key[2] for key in shown), total, counts, plan.corrected, following
    )

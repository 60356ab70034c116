"""The tables of the PostgreSQL engine: numbered, with one row that names the current.

All lie in a schema of their own, `search`, and may always be made anew.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import text

from marketplace.infra.search.plan import BODY, EXACT, HEAD, TAGS, TITLE, WRITTEN, Chain
from marketplace.infra.search.postgres_sql import lexeme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from marketplace.infra.search.port import SearchDoc

SHAPE = "1"  # raise it with any change of the tables
BATCH = 500
_DOC = """INSERT INTO search.docs_{n} (id, tv, bv, facets, price, published, rating)
VALUES (:id, CAST(:tv AS tsvector), CAST(:bv AS tsvector), :facets, :price, :published,
    :rating)"""
_WORDS = """INSERT INTO search.words_{n} AS w (word, times, changed)
SELECT word, times, coalesce((SELECT max(generation) + 1 FROM search.current), 1)
FROM unnest(CAST(:words AS text[]), CAST(:times AS integer[])) AS new(word, times)
ORDER BY word
ON CONFLICT (word) DO UPDATE
    SET times = w.times + excluded.times, changed = excluded.changed"""
_TABLES = """
CREATE TABLE search.docs_{n} (id text COLLATE "C" PRIMARY KEY, tv tsvector NOT NULL,
    bv tsvector NOT NULL, facets text[] NOT NULL, price bigint NOT NULL,
    published bigint NOT NULL, rating integer NOT NULL);
CREATE TABLE search.words_{n} (word text PRIMARY KEY, times integer NOT NULL,
    changed bigint NOT NULL);
"""
_INDEXES = """
CREATE INDEX ON search.docs_{n} USING gin (tv) WITH (fastupdate = off);
CREATE INDEX ON search.docs_{n} USING gin (bv) WITH (fastupdate = off);
CREATE INDEX ON search.words_{n} (changed);
ANALYZE search.docs_{n};
"""
_CURRENT = """
CREATE SCHEMA IF NOT EXISTS search;
CREATE TABLE IF NOT EXISTS search.current (one boolean PRIMARY KEY DEFAULT true CHECK (one),
    n integer NOT NULL, chain text NOT NULL, complete boolean NOT NULL,
    generation bigint NOT NULL);
"""


class Version(NamedTuple):
    """The current tables, as one look at them found it."""

    n: int
    chain: str
    complete: bool
    generation: int

    @property
    def docs(self) -> str:
        """The table of documents."""
        return f"search.docs_{self.n}"


def prepare(connection: Connection) -> None:
    """Make the schema and its one row's table where they are missing."""
    _script(connection, _CURRENT)


def current(connection: Connection) -> Version | None:
    """Return the current version, None where nothing was ever written."""
    if connection.scalar(text("SELECT to_regclass('search.current')")) is None:
        return None
    row = connection.execute(
        text("SELECT n, chain, complete, generation FROM search.current")
    ).one_or_none()
    return Version(*row) if row else None


def create(connection: Connection, n: int) -> None:
    """Make the empty tables of a version."""
    drop(connection, n)
    _script(connection, _TABLES.format(n=n))


def finish(connection: Connection, n: int) -> None:
    """Make the indexes of a version."""
    _script(connection, _INDEXES.format(n=n))


def drop(connection: Connection, n: int) -> None:
    """Drop the tables of a version, if there are any."""
    _script(connection, f"DROP TABLE IF EXISTS search.docs_{n}, search.words_{n};")


def point(connection: Connection, n: int, chain: str, *, complete: bool) -> None:
    """Make a version the current one."""
    connection.execute(
        text(
            "INSERT INTO search.current (n, chain, complete, generation) VALUES "
            "(:n, :chain, :complete, 1) ON CONFLICT (one) DO UPDATE SET n = :n, "
            "chain = :chain, complete = :complete, "
            "generation = search.current.generation + 1"
        ),
        {"n": n, "chain": chain, "complete": complete},
    )


def advance(connection: Connection) -> None:
    """Say that the current tables have changed."""
    connection.execute(text("UPDATE search.current SET generation = generation + 1"))


def forget(connection: Connection, n: int, ids: Sequence[str]) -> None:
    """Delete documents."""
    connection.execute(
        text(f"DELETE FROM search.docs_{n} WHERE id = ANY(:ids)"), {"ids": list(ids)}
    )


def insert(
    connection: Connection, n: int, docs: Iterable[SearchDoc], chain: Chain
) -> None:
    """Add documents with ids that are not there, and their words."""
    words, rows = Counter[str](), []
    for doc in docs:
        fields = chain.fields(doc)
        words.update(fields[WRITTEN].keys())
        rows.append(_row(doc, fields))
    if rows:
        connection.execute(text(_DOC.format(n=n)), rows)
    if words:
        values = {"words": [*words], "times": [*words.values()]}
        connection.execute(text(_WORDS.format(n=n)), values)


def words_since(
    connection: Connection, version: Version, generation: int
) -> Iterator[tuple[str, int]]:
    """Yield the words that came or grew after a generation, with their counts."""
    rows = connection.execute(
        text(
            f"SELECT word, times FROM search.words_{version.n} WHERE changed > :since"
        ),
        {"since": generation},
    )
    for row in rows:
        yield row[0], row[1]


def words_there(connection: Connection, version: Version, words: list[str]) -> set[str]:
    """Return those of some words which a title still has."""
    rows = connection.scalars(
        text(
            "SELECT word FROM unnest(CAST(:words AS text[])) AS word WHERE EXISTS ("
            f"SELECT 1 FROM {version.docs} WHERE tv @@ "
            "CAST('''w' || word || '''' AS tsquery))"
        ),
        {"words": words},
    )
    return set(rows)


def _script(connection: Connection, script: str) -> None:
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(text(statement))


def _row(doc: SearchDoc, fields: dict[str, Counter[str]]) -> dict[str, Any]:
    lexemes = [
        lexeme(name, token, f"1{'A' if weight == HEAD else 'B'}")
        for name in (EXACT, TITLE, TAGS, WRITTEN)
        for token, weight in fields[name].items()
    ]
    return {
        "id": doc.id,
        "tv": " ".join(lexemes),
        "bv": " ".join(lexeme(BODY, token) for token in fields[BODY]),
        "facets": [
            f"{name}:{value}" for name, values in doc.facets.items() for value in values
        ],
        "price": doc.price,
        "published": doc.published,
        "rating": doc.rating,
    }

"""From a plan to SQL: conditions on text vectors, and a worth for each row.

The worth is that of `matching`, written as CASE expressions over a short vector of title
and tags. Bodies are only ever matched through their index: long vectors are stored apart
and compressed, and unpacking thousands of them would cost more than all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from marketplace.infra.search.plan import ASIDE, BODY, EXACT, HEAD, TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from marketplace.infra.search.plan import Clause, Group, Plan, Reading
    from marketplace.infra.search.port import SearchQuery

_BODY_ONLY = 0.4  # about what the clauses of a body are worth
_LABEL = {HEAD: "A", ASIDE: "B"}
_MOST_WORDS = 6  # of which every choice that is enough is looked for
SORTS = {
    "relevance": "-worth",
    "newest": "-published",
    "cheapest": "price",
    "dearest": "-price",
    "rating": "-rating",
}


@dataclass
class Sql:
    """A text with its values; each value is named once."""

    values: dict[str, Any] = field(default_factory=dict)

    def value(self, value: Any) -> str:
        """Keep a value and return its place in the text."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def query(self, tokens: Iterable[str]) -> str:
        """Return a text query for any of these lexemes."""
        return f"CAST({self.value(' | '.join(tokens))} AS tsquery)"


def lexeme(field_: str, token: str, label: str = "") -> str:
    """Write a token of a field as text queries and vectors want it."""
    return f"'{field_}{token}'{':' if label else ''}{label}"


def in_titles(sql: Sql, group: Group) -> str:
    """Return the condition that title or tags have a word."""
    tokens = [
        lexeme(clause.field, clause.token)
        for clause in (*group.letters, *group.meanings)
    ]
    return f"tv @@ {sql.query(tokens)}"


def anywhere(sql: Sql, group: Group) -> str:
    """Return the condition that title, tags or body have a word."""
    title = in_titles(sql, group)
    tokens = [lexeme(BODY, clause.token) for clause in group.body]
    return f"({title} OR bv @@ {sql.query(tokens)})" if tokens else title


def matches(
    sql: Sql, readings: Sequence[Reading], condition: Callable[[Sql, Group], str]
) -> str:
    """Return the condition that every word of any reading is there."""
    ways = [
        " AND ".join(condition(sql, group) for group in reading) for reading in readings
    ]
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def enough(sql: Sql, words: Sequence[tuple[Group, float]], needed: float) -> str:
    """Return the condition that words of `needed` rarity in all are there."""
    rarest = sorted(words, key=lambda word: -word[1])[:_MOST_WORDS]
    choices: list[frozenset[int]] = []
    for size in range(1, len(rarest) + 1):
        for chosen in map(frozenset, combinations(range(len(rarest)), size)):
            if any(smaller <= chosen for smaller in choices):
                continue
            if sum(rarest[at][1] for at in chosen) >= needed:
                choices.append(chosen)
    conditions = [anywhere(sql, group) for group, _ in rarest]
    ways = (" AND ".join(conditions[at] for at in chosen) for chosen in choices)
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def worth(sql: Sql, plan: Plan, rarity: Callable[[Group], float]) -> str:
    """Return what a row is worth by its best reading."""
    ways = [
        " + ".join(f"{rarity(group)} * ({_group_worth(sql, group)})" for group in way)
        for way in plan.readings
    ]
    best = ways[0] if len(ways) == 1 else f"GREATEST({', '.join(ways)})"
    return f"floor(10000 * ({best}) + 0.5) / 10000"


def _group_worth(sql: Sql, group: Group) -> str:
    parts = [_best(sql, part) for part in (group.letters, group.meanings) if part]
    return (
        " + ".join(parts)
        + f" + CASE WHEN {in_titles(sql, group)} THEN 0 ELSE {_BODY_ONLY} END"
    )


def _best(sql: Sql, clauses: Sequence[Clause]) -> str:
    """Return the worth of the best clause: dearer ones are tried first."""
    tokens: dict[float, list[str]] = {}
    for name, token, weight in clauses:
        labels = _LABEL.items() if name in {EXACT, TITLE} else [(1, "")]
        for times, label in labels:
            tokens.setdefault(weight * times, []).append(lexeme(name, token, label))
    tried = (
        f"WHEN tv @@ {sql.query(tokens[amount])} THEN {amount}"
        for amount in sorted(tokens, reverse=True)
    )
    return f"CASE {' '.join(tried)} ELSE 0 END"


def page(
    sql: Sql, table: str, tiers: Sequence[tuple[str, str]], query: SearchQuery
) -> str:
    """Return the statement for page, total and counts.

    `tiers` are (condition, worth); a row counts by its first. Rows are (what, text,
    number, moment): 0 a found id, 1 the total, 2 a counted value.
    """
    order = SORTS[query.sort]
    wanted = " AND ".join(_kept(sql, query, but="")) or "true"
    best = f"""SELECT 0, id, ({order})::float8, -published FROM found
        WHERE {_after(sql, query)} ORDER BY 3, 4, 2 LIMIT {query.size + 1}"""
    parts = [
        best,
        "SELECT 1, '', count(*)::float8, 0 FROM found",
        *_counts(sql, query),
    ]
    union = " UNION ALL ".join(f"({part})" for part in parts)
    return f"""
        WITH matched AS MATERIALIZED (
            SELECT id, price, published, rating, facets, {_by_tier(tiers)} AS worth
            FROM {table} WHERE ({" OR ".join(test for test, _ in tiers)}) {_price(sql, query)}
        ), found AS MATERIALIZED (SELECT * FROM matched WHERE {wanted})
        {union}"""


def _by_tier(tiers: Sequence[tuple[str, str]]) -> str:
    if len(tiers) == 1:
        return tiers[0][1]
    *first, (_, last) = tiers
    cases = " ".join(f"WHEN {test} THEN {amount}" for test, amount in first)
    return f"CASE {cases} ELSE {last} END"


def _price(sql: Sql, query: SearchQuery) -> str:
    tests = []
    if query.price_from is not None:
        tests.append(f"AND price >= {sql.value(query.price_from)}")
    if query.price_to is not None:
        tests.append(f"AND price <= {sql.value(query.price_to)}")
    return " ".join(tests)


def _kept(sql: Sql, query: SearchQuery, but: str) -> list[str]:
    return [
        f"facets && CAST({sql.value([f'{name}:{one}' for one in wanted])} AS text[])"
        for name, wanted in query.filters.items()
        if name != but
    ]


def _after(sql: Sql, query: SearchQuery) -> str:
    if query.after is None:
        return "true"
    at, moment, one = (sql.value(part) for part in query.after)
    return (
        f'(({SORTS[query.sort]})::float8, -published, id COLLATE "C") > '
        f"(CAST({at} AS float8), CAST({moment} AS bigint), CAST({one} AS text))"
    )


def _counts(sql: Sql, query: SearchQuery) -> list[str]:
    free = [name for name in query.facets if name not in query.filters]
    parts = [_count(sql, free, "found", [])] if free else []
    parts += [
        _count(sql, [name], "matched", _kept(sql, query, but=name))
        for name in query.facets
        if name in query.filters
    ]
    return parts


def _count(sql: Sql, names: list[str], source: str, tests: list[str]) -> str:
    chosen = sql.value([f"{name}:" for name in names])
    tests = [
        *tests,
        f"split_part(value, ':', 1) || ':' = ANY(CAST({chosen} AS text[]))",
    ]
    return (
        f"SELECT 2, value, count(*)::float8, 0 FROM {source}, unnest(facets) AS value "
        f"WHERE {' AND '.join(tests)} GROUP BY value"
    )

"""How good the answers of the search are, and what they cost, on every engine.

    make bench-search [CORPUS=listings.jsonl] [QUERIES=judged.json] [PAIRS=pairs.tsv]

A corpus has one listing a line: id, title, body, concept, sec, attrs, cat, kind, region,
price, created. A judged query has cls, query, concepts, attrs: a listing of one of the
concepts with every attribute has grade 3, without them or with the concept as its second
one grade 1. Pairs are inflected Kyrgyz words with their lemmas. Without files those of
../shared/data/search are used, on 10,000 listings and (for the costs) on 100,000.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from marketplace.infra.search import (
    PostgresEngine,
    SearchDoc,
    SearchEngine,
    SearchQuery,
    WhooshEngine,
)
from marketplace.infra.search.analysis import fold, kyrgyz

SHARED = Path(__file__).parents[2] / "shared" / "data" / "search"
TARGETS = {"whoosh": {10: (10, 40), 100: (25, 100)}, "postgres": {100: (20, 60)}}
BEGINNINGS = ("к", "ш", "са", "шыр", "көй", "kil", "po", "ко", "пла", "dre", "a", "т")


def main() -> None:
    """Print what was measured; exit 1 when a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--corpus", type=Path)
    arguments.add_argument(
        "--queries", type=Path, default=SHARED / "judged_queries.json"
    )
    arguments.add_argument("--pairs", type=Path, default=SHARED / "kyrgyz_pairs.tsv")
    arguments.add_argument("--sizes", default="10000,100000")
    given = arguments.parse_args()
    if not given.queries.exists():
        sys.exit(f"bench-search: no {given.queries}: name a file with QUERIES=…")
    missed: list[str] = []
    if given.pairs.exists():
        stemmer(given.pairs, missed)
    queries = json.loads(given.queries.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for number, corpus in enumerate(corpora(given, Path(folder))):
            measure(corpus, queries, Path(folder), missed, judged=number == 0)
    print("\nAll targets hold." if not missed else "\nMissed: " + "; ".join(missed))
    sys.exit(1 if missed else 0)


def corpora(given: argparse.Namespace, folder: Path) -> list[Path]:
    """Return the named corpus, or make those of ../shared."""
    if given.corpus:
        return [given.corpus]
    if not (SHARED / "corpus.py").exists():
        sys.exit("bench-search: no ../shared/data/search: name a file with CORPUS=…")
    made = []
    for size in given.sizes.split(","):
        made.append(folder / f"{size}.jsonl")
        command = [sys.executable, str(SHARED / "corpus.py"), size, str(made[-1])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return made


def stemmer(path: Path, missed: list[str]) -> None:
    """Say how often form and lemma meet, and how often two lemmas do."""
    rows = [line.split("\t")[:2] for line in path.read_text("utf-8").splitlines()[1:]]
    pairs = [(fold(form), fold(lemma)) for form, lemma in rows]
    same = sum(kyrgyz.stem(form) == kyrgyz.stem(lemma) for form, lemma in pairs)
    lemmas = {lemma for _, lemma in pairs}
    stems = Counter(kyrgyz.stem(lemma) for lemma in lemmas)
    merged = sum(stems[kyrgyz.stem(lemma)] > 1 for lemma in lemmas)
    print(
        f"stemmer: {len(pairs)} pairs, form and lemma the same stem "
        f"{same / len(pairs):.3f} (≥ .90), lemmas merged {merged / len(lemmas):.3f} (≤ .03)"
    )
    hold(same / len(pairs) >= 0.9, "stemmer: same stem", missed)
    hold(merged / len(lemmas) <= 0.03, "stemmer: merged", missed)


def measure(
    corpus: Path, queries: list[dict], folder: Path, missed: list[str], *, judged: bool
) -> None:
    """Build an index with each engine, ask everything, print it."""
    listings = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    print(f"\n{len(listings):,} listings, {len(queries)} queries")
    scores = {}
    for name, engine in engines(folder, len(listings)).items():
        started, cpu = time.monotonic(), time.process_time()
        engine.rebuild(map(document, listings))
        built = time.monotonic() - started, time.process_time() - cpu
        print(f"{name}: built in {built[0]:.1f} s ({built[1]:.1f} s CPU)")
        if judged:
            scores[name] = judge(name, engine, listings, queries, missed)
        costs(name, engine, queries, len(listings), missed, cold=not judged)
        engine.close()
    if len(scores) > 1:
        spread = max(scores.values()) - min(scores.values())
        print(f"spread of nDCG@10 between engines {spread:.3f} (≤ .05)")
        hold(spread <= 0.05, "spread between engines", missed)


def engines(folder: Path, size: int) -> dict[str, SearchEngine]:
    """Return the engines there are here."""
    found: dict[str, SearchEngine] = {"whoosh": WhooshEngine(folder / f"index{size}")}
    url = os.environ.get("MARKETPLACE_TEST_DATABASE_URL", "")
    if url:
        url = url.replace("postgresql://", "postgresql+psycopg://")
        found["postgres"] = PostgresEngine(url)
    else:
        print("postgres: not measured, there is none on this computer")
    return found


def document(row: dict) -> SearchDoc:
    """Return a listing as the engines want it: words, and what is filtered by."""
    return SearchDoc(
        str(row["id"]),
        (row["title"],),
        (row["body"],),
        facets={"category": (row["cat"],), "region": (row["region"],)},
        price=row["price"],
        published=row["created"],
    )


def judge(
    name: str,
    engine: SearchEngine,
    listings: list[dict],
    queries: list[dict],
    missed: list[str],
) -> float:
    """Print and return how good the answers are."""
    classes, empty = defaultdict(list), 0
    for query in queries:
        graded = grades(query, listings)
        found = engine.search(SearchQuery(query["query"], size=100)).ids
        ids = [int(one) for one in found]
        empty += not ids
        classes[query["cls"]].append((ndcg(ids, graded), recall(ids, graded)))
    everything = [pair for pairs in classes.values() for pair in pairs]
    ndcg10, recall100 = mean(everything)
    print(
        f"{name}: nDCG@10 {ndcg10:.3f} (≥ .95), recall@100 {recall100:.3f} (≥ .90), "
        f"{empty} of {len(queries)} without an answer (≤ 2 %)"
    )
    for kind, pairs in classes.items():
        print(f"    {kind:14} {mean(pairs)[0]:.3f} {mean(pairs)[1]:.3f}")
    hold(ndcg10 >= 0.95, f"{name}: nDCG@10", missed)
    hold(recall100 >= 0.9, f"{name}: recall@100", missed)
    hold(empty <= 0.02 * len(queries), f"{name}: empty answers", missed)
    return ndcg10


def grades(query: dict, listings: list[dict]) -> dict[int, int]:
    """Return listing id -> grade."""
    graded = {}
    for row in listings:
        if row["concept"] in query["concepts"]:
            graded[row["id"]] = 3 if set(query["attrs"]) <= set(row["attrs"]) else 1
        elif row.get("sec") in query["concepts"]:
            graded[row["id"]] = 1
    return graded


def ndcg(ids: list[int], graded: dict[int, int]) -> float:
    """Return the normalised discounted cumulative gain of the first ten."""

    def gain(values: list[int]) -> float:
        first = enumerate(values[:10])
        return sum((2**value - 1) / math.log2(at + 2) for at, value in first)

    ideal = gain(sorted(graded.values(), reverse=True))
    return gain([graded.get(one, 0) for one in ids]) / ideal if ideal else 0.0


def recall(ids: list[int], graded: dict[int, int]) -> float:
    """Return the part of the fully fitting listings among the first hundred."""
    full = {one for one, grade in graded.items() if grade == 3}
    return len(full & set(ids)) / min(100, len(full)) if full else 0.0


def costs(
    name: str,
    engine: SearchEngine,
    queries: list[dict],
    size: int,
    missed: list[str],
    *,
    cold: bool,
) -> None:
    """Print what answers cost, each asked three times (and once before, if cold)."""
    plain = [SearchQuery(query["query"]) for query in queries]
    regions = [*engine.search(SearchQuery("кол", facets=("region",))).counts["region"]]
    rich = [
        SearchQuery(
            query["query"],
            {"region": frozenset(regions[:4])},
            sort="cheapest",
            facets=("category", "region"),
        )
        for query in queries
    ]
    targets = TARGETS[name].get(size // 1000, ())
    if cold:
        first = times(engine.search, plain, rounds=1)
        said(name, "words, first time", first, (), missed)
    said(name, "words", times(engine.search, plain), targets, missed)
    filters = (40, 80) if size >= 100_000 and name == "whoosh" else ()
    said(name, "filter, 2 facets, sort", times(engine.search, rich), filters, missed)
    hints = times(engine.suggest, BEGINNINGS)
    said(name, "suggestions", hints, (math.inf, 10), missed)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"    memory of this process at most {rss:.0f} MB (with corpus and building)")


def times(ask: Callable, things: Sequence, rounds: int = 3) -> list[float]:
    """Return what each call took, in ms, sorted."""
    took = []
    for _ in range(rounds):
        for thing in things:
            started = time.perf_counter()
            ask(thing)
            took.append((time.perf_counter() - started) * 1000)
    return sorted(took)


def said(
    name: str, what: str, took: list[float], targets: tuple, missed: list[str]
) -> None:
    """Print the median and the 99th percentile beside their targets."""
    values = took[len(took) // 2], took[math.ceil(len(took) * 0.99) - 1]
    wanted = " / ".join("–" if one == math.inf else f"{one}" for one in targets)
    print(
        f"    {what:24} p50 {values[0]:7.2f} ms   p99 {values[1]:7.2f} ms"
        + (f"   (≤ {wanted})" if targets else "")
    )
    for value, target in zip(values, targets, strict=False):
        hold(value <= target, f"{name}: {what}", missed)


def hold(held: bool, what: str, missed: list[str]) -> None:
    """Note a target that was missed."""
    if not held and what not in missed:
        missed.append(what)


def mean(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean of each column."""
    return (
        sum(pair[0] for pair in pairs) / len(pairs),
        sum(pair[1] for pair in pairs) / len(pairs),
    )


if __name__ == "__main__":
    main()

"""The two sides of an index, as processes: `write FOLDER` until killed, `read FOLDER`."""

import json
import signal
import sys
from pathlib import Path

from marketplace.errors import Busy
from marketplace.infra.search import SearchDoc, SearchQuery, WhooshEngine

ALL, BATCH = 300, 50
ASKED = SearchQuery("шырдак", size=ALL)


def batch(generation):
    """The same things each time, under a word of this generation."""
    words = (f"шырдак муун{generation}",)
    return [SearchDoc(str(number), words) for number in range(BATCH)]


def others():
    """Things that never change."""
    return [SearchDoc(str(number), ("шырдак",)) for number in range(BATCH, ALL)]


def write(folder):
    """Write one batch after the other, as fast as it goes."""
    engine, generation = WhooshEngine(folder), 0
    print("writing", flush=True)
    while True:
        generation += 1
        try:
            engine.upsert(batch(generation))
        except Busy:
            continue  # the one before us has only just been killed
        (folder / "commits").open("a").write("x")
        print("written", flush=True)


def read(folder):
    """Search until told to stop, then say what was seen."""
    engine, seen = WhooshEngine(folder), {"reads": 0, "torn": 0, "errors": []}
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    while going:
        try:
            results = engine.search(ASKED)
        except Exception as error:
            seen["errors"].append(repr(error))
            continue
        seen["reads"] += 1
        whole = results.total == ALL and len(set(results.ids)) == ALL
        seen["torn"] += not whole
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))

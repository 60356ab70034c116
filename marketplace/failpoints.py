"""Named places where a crash test may kill the process.

A test arms a point by putting a file of its name into `MARKETPLACE_FAILPOINTS_DIR`; the
process that takes the file away dies on the spot, as by `kill -9`. Unarmed (always, in
production) a point costs one look at an environment variable read at import.
"""

import os
import signal
from pathlib import Path

_FOLDER = os.environ.get("MARKETPLACE_FAILPOINTS_DIR", "")


def reached(name: str) -> None:
    """Die here if a test has armed `name`; removing the file makes it happen once."""
    if not _FOLDER:
        return
    try:
        (Path(_FOLDER) / name).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)

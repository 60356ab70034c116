"""The `marketplace` command with one more kind of job, whose effects can be counted.

`python -m tests.crash.extra_jobs worker` is the real worker, all of it.
"""

import uuid
from typing import Any

from marketplace.catalog.services import stock
from marketplace.cli import main
from marketplace.infra.jobs import registry

KIND = "crash.release"


@registry.handles(KIND, in_transaction=True)
def release(_job_id: uuid.UUID, payload: dict[str, Any]) -> None:
    """Add one to a stock: done twice, or not at all, it shows."""
    stock.release(uuid.UUID(payload["variant"]), 1)


if __name__ == "__main__":
    main()

"""One step somebody takes on a page: done and said, or said why not."""

from collections.abc import Callable
from typing import Any

from marketplace.errors import MarketplaceError
from marketplace.web import flashes
from marketplace.web.messages import explain


def done(action: Callable[[], Any], words: str = "") -> MarketplaceError | None:
    """Do it and say so; return the error, explained, when it cannot be done.

    What is not theirs stays not found: that error is raised.
    """
    try:
        action()
    except MarketplaceError as error:
        if error.status == 404:
            raise
        flashes.problem(explain(error))
        return error
    if words:
        flashes.success(words)
    return None

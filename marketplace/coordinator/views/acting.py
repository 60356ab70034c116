"""What the pages of the desk do alike: one step, words, and back to where it was."""

from collections.abc import Callable
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue

from marketplace.errors import MarketplaceError
from marketplace.web import flashes
from marketplace.web.messages import explain


def step(action: Callable[[], Any], words: str, back: str) -> ResponseReturnValue:
    """Do one step, say so or why not, go back. What is not theirs stays not found."""
    try:
        action()
        flashes.success(words)
    except MarketplaceError as error:
        if error.status == 404:
            raise
        flashes.problem(explain(error))
    return redirect(back, 303)

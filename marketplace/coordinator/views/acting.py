"""What the pages of the desk do alike: one step, words, and back to where it was."""

from collections.abc import Callable
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue

from marketplace.web import acting


def step(action: Callable[[], Any], words: str, back: str) -> ResponseReturnValue:
    """Do one step, say so or why not, go back. What is not theirs stays not found."""
    acting.done(action, words)
    return redirect(back, 303)

"""One line that says how the last action went, shown on the next page."""

import flask


def success(text: str) -> None:
    """Tell the reader it worked."""
    flask.flash(text, "ok")  # noqa: TID251


def problem(text: str) -> None:
    """Tell the reader what to do next, when it did not work."""
    flask.flash(text, "error")  # noqa: TID251


def undo(text: str, action: str) -> None:
    """Tell the reader it worked, with a button that takes it back by a post."""
    flask.flash(f"{action}\n{text}", "undo")  # noqa: TID251

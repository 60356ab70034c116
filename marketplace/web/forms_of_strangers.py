"""Pages with a form that every stranger sees alike, but for the token of the form.

They cannot be answered before Flask, as pages without a form are: the token belongs to the
visit. So the page is kept with a blank where the token goes, and only that is new.
"""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request
from flask_wtf.csrf import generate_csrf

from marketplace import clock
from marketplace.db import window
from marketplace.web.shared_pages import cookies_of, is_stranger, look_in, pages

_BLANK = secrets.token_hex(16)  # nobody who writes a text can know it


@dataclass(frozen=True)
class Kept:
    """A page with blanks, what it was made of, and what the view knows of it."""

    made_of: Hashable
    body: str
    facts: Any

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes: letters beyond Latin take two."""
        return 2 * len(self.body) + 2000


def token() -> str:
    """Return the token of forms; in a page that is to be kept, the blank for it."""
    return _BLANK if g.get("blank_token") else str(generate_csrf())


def kept(mark: Hashable, make: Callable[[], tuple[str, Any]]) -> tuple[str, Any]:
    """Return page and facts that `make` returns, from memory where nothing has changed.

    What the page shows must be as in `shared_pages.shared`; what the version of the
    window does not cover must be in `mark`, read before this is called.
    """
    name = current_app.config["SESSION_COOKIE_NAME"]
    seen = window.look()
    if (
        request.query_string
        or seen is None
        or not is_stranger(cookies_of(request.environ), name)
    ):
        return make()
    key = (
        f"~{look_in(cookies_of(request.environ))}{request.path}",
        "",
    )  # no address begins so
    made_of = (seen, clock.today(), mark)
    found = pages(current_app).get(key)
    if not isinstance(found, Kept) or found.made_of != made_of:
        found = _made(made_of, make)
        pages(current_app).put(key, found)
    return found.body.replace(_BLANK, str(generate_csrf())), found.facts


def _made(made_of: Hashable, make: Callable[[], tuple[str, Any]]) -> Kept:
    g.blank_token = True
    try:
        return Kept(made_of, *make())
    finally:
        g.blank_token = False

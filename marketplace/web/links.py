"""Addresses for templates: the same ones on every page, built once."""

from functools import cache
from typing import Any
from urllib.parse import quote

import flask
from flask import Flask, current_app, request

from marketplace.config import Settings
from marketplace.web.languages import spoken

_KEY = "marketplace.links"
_HOLE = "0-word-0"  # stands where it comes
# Sections of the desk without a tab of their own, and behind which one they are found.
_BEHIND = {
    "cases": "money",
    "changes": "things",
    "collections": "catalogue",
    "late": "orders",
    "recovery": "residents",
    "reports": "orders",
}


class _Built:
    """What one app has built, by endpoint and language."""

    def __init__(self) -> None:
        self.plain = cache(lambda endpoint, _language: flask.url_for(endpoint))
        self.around = cache(_around)


def install(app: Flask) -> None:
    """Give an app its addresses."""
    app.extensions[_KEY] = _Built()


def url_for(endpoint: str, **values: Any) -> str:
    """Return the address of a page; one without arguments comes from memory."""
    if values:
        return flask.url_for(endpoint, **values)
    return str(_built().plain(endpoint, spoken()))


def at(slug: str, endpoint: str) -> str:
    """Return the address of what one word names: `thing.slug|at("catalog.listing")`."""
    before, after = _built().around(endpoint, spoken())
    return f"{before}{quote(slug, safe='')}{after}"


def absolute(path: str) -> str:
    """Return the full address of a path of ours: for mail and for machines."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url.rstrip('/')}{path}"


def one_address(language: str) -> str:
    """Return the one full address of this page in a language, as machines shall keep it.

    Of the query only the place in a long list counts: anything else shows the same.
    """
    rest = request.path.lstrip("/").partition("/")[2]
    after = request.args.get("after")
    place = f"?after={quote(after, safe='')}" if after else ""
    return absolute(f"/{language}/{quote(rest)}{place}")


def mark_of_tab(endpoint: str) -> str:
    """Return the `aria-current` of a tab of the desk: its page, its section, or none."""
    if request.endpoint == endpoint:
        return "page"
    section = _section_of(request.path)
    return "true" if section and section == _section_of(url_for(endpoint)) else ""


def _section_of(path: str) -> str:
    _, _, desk, section, *_rest = [*path.split("/"), "", "", ""]
    return _BEHIND.get(section, section) if desk == "desk" else ""


def _around(endpoint: str, _language: str) -> tuple[str, str]:
    (rule,) = current_app.url_map.iter_rules(endpoint)
    (name,) = rule.arguments - {"lang"}
    word: dict[str, Any] = {name: _HOLE}
    before, _, after = flask.url_for(endpoint, **word).partition(_HOLE)
    return before, after


def _built() -> _Built:
    found: _Built = current_app.extensions[_KEY]
    return found

"""The page of components: every macro is on it, and strangers never see it."""

import re
from dataclasses import replace
from pathlib import Path

from marketplace import create_app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "templates/site/components.html"
MACRO = re.compile(r"{% macro (\w+)\(")
# Needs rows of the database, or is a part of another one that is shown.
ELSEWHERE = {
    *("about", "closed", "currencies", "named", "when"),  # delivery.html
    *("found", "option", "wishes"),  # machines.html, browse.html
    *("answered", "said", "write"),  # reviews.html
    *("csrf", "prefix", "noted", "notes", "post_button", "picture", "number"),
    *("item_badge", "task_badge", "recovery_warning", "line", "numbers"),
}


def test_every_component_is_shown_or_said_to_be_elsewhere() -> None:
    macros = {
        name
        for path in (ROOT / "templates/components").glob("*.html")
        for name in MACRO.findall(path.read_text("utf-8"))
    }
    page = PAGE.read_text("utf-8")
    shown = {name for name in macros if re.search(rf"\b{name}\(", page)}
    assert macros - shown - ELSEWHERE - {"more", "avatar", "button"} == set()
    assert macros >= ELSEWHERE


def test_it_is_there_for_those_who_develop_and_for_nobody_else(app, client) -> None:
    assert "Every part pages are made of" in client.get("/en/dev/components").text
    settings = replace(
        app.extensions["settings"], testing=False, demo=False, secret_key="x" * 40
    )
    public = create_app(settings)
    public.test_client_class = app.test_client_class
    assert public.test_client().get("/en/dev/components").status_code == 404

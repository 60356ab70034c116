"""Every address: known, guarded, and harmless to read."""

from pathlib import Path

from flask import Flask

from marketplace.permissions import Access
from marketplace.web import access

SNAPSHOT = Path(__file__).with_name("routes.txt")


def _routes(app: Flask) -> list[str]:
    lines = []
    for rule in app.url_map.iter_rules():
        verbs = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        who = access.declared(app, rule.endpoint)
        lines.append(f"{verbs:5} {rule.rule}  {rule.endpoint}  {who and who.value}")
    return sorted(lines)


def test_no_address_comes_or_goes_unnoticed(app) -> None:
    """An address that goes needs a redirect; who may open one is decided on purpose.

    Write the file anew with `python -m tests.architecture.routes`.
    """
    assert _routes(app) == SNAPSHOT.read_text("utf-8").splitlines()


def test_every_view_says_who_may_open_it(app) -> None:
    silent = [e for e in app.view_functions if access.declared(app, e) is None]
    assert silent == []


def test_a_view_that_says_nothing_opens_for_nobody(app, client, as_) -> None:
    from marketplace import create_app

    other = create_app(app.extensions["settings"])
    other.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = other.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert b"secret" not in answer.data


def test_an_address_reads_or_writes_but_not_both(app) -> None:
    both = [r.rule for r in app.url_map.iter_rules() if {"GET", "POST"} <= r.methods]
    assert both == []


def test_only_what_machines_ask_for_has_no_language(app) -> None:
    bare = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/<language:lang>")
    }
    assert bare == {
        "root.front",
        "root.health",
        "root.manifest",
        "root.worker",
        "root.robots",
        "root.sitemap",
        "media.avatar",
        "media.home_card",
        "media.listing_card",
        "media.shop_card",
        "media.picture",
        "sent.sent_file",
        "static",
        "webhooks.receive",
    }


def test_what_is_for_staff_carries_a_permission(app) -> None:
    for endpoint in app.view_functions:
        if endpoint.startswith("coordinator."):
            assert not isinstance(access.declared(app, endpoint), Access), endpoint

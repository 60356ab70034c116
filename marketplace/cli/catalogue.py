"""Tables of things by command."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from marketplace.catalog.queries.find import Found, find
from marketplace.catalog.queries.imports import (
    as_rows,
    import_of,
    left_out,
    shop_of_slug,
)
from marketplace.catalog.rules.asking import Asked
from marketplace.catalog.rules.imports import Report
from marketplace.catalog.rules.sheets import COLUMNS, heading
from marketplace.catalog.services import import_files, imports
from marketplace.catalog.views.import_words import said
from marketplace.errors import MarketplaceError
from marketplace.i18n import LOCALES, money, regional
from marketplace.profiles.models import Shop
from marketplace.web.csv import table
from marketplace.web.messages import explain

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
in_language = click.option(
    "--language", default="en", type=click.Choice(LOCALES), help="Of what is printed."
)


@click.command("import")
@click.argument("shop_slug")
@click.argument("path", metavar="FILE.csv", type=FILE)
@click.option("--photos", type=FILE, help="A ZIP with the photos the table names.")
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@in_language
@with_appcontext
def import_(
    shop_slug: str, path: Path, photos: Path | None, dry_run: bool, language: str
) -> None:
    """Add the things of a table to a shop; exits with 1 when rows are to be mended.

    Again with the mended table only what is new is added.
    """
    with force_locale(regional(language)):
        try:
            shop = shop_of_slug(shop_slug)
            if dry_run:
                sizes = import_files.sizes_in(photos)
                report = imports.check(shop.id, path.read_bytes(), sizes)
            else:
                report = _add(shop, path, photos)
        except MarketplaceError as error:
            sys.exit(f"error: {explain(error)}")
        _print(report, "can be added" if dry_run else "added")
    sys.exit(1 if report.errors else 0)


def _add(shop: Shop, path: Path, photos: Path | None) -> Report:
    """Add what is good here and now: nobody waits for a worker at a prompt."""
    shop_id, by = shop.id, shop.person_id
    with ExitStack() as stack:
        rows = stack.enter_context(path.open("rb"))
        zipped = stack.enter_context(photos.open("rb")) if photos else None
        import_id = imports.receive(shop_id, rows, zipped, by=by)
    imports.start(shop_id, import_id)
    while not imports.work(import_id):
        click.echo(f"{import_of(shop_id, import_id).report.good} added…", err=True)
    return import_of(shop_id, import_id).report


def _print(report: Report, word: str) -> None:
    for error in report.errors:
        one = said(error)
        where = f"{one.line}, {one.column}" if one.column else str(one.line)
        click.echo(f"{where}: {one.text}")
    click.echo(
        f"{report.rows} rows: {report.good} {word}, {report.there} there already, "
        f"{report.waiting} to mend."
    )


@click.command("export")
@click.argument("shop_slug")
@in_language
@with_appcontext
def export(shop_slug: str, language: str) -> None:
    """Print a shop's things as a table that `import` reads."""
    try:
        shop_id = shop_of_slug(shop_slug).id
    except MarketplaceError as error:
        sys.exit(f"error: {error.code}")
    head = [heading(column, language) for column in COLUMNS]
    click.echo(table(head, as_rows(shop_id)), nl=False)
    if missing := left_out(shop_id):
        click.echo(f"{missing} things of several sizes or services left out.", err=True)


@click.command("search")
@click.argument("words")
@click.option("--lang", default="en", type=click.Choice(LOCALES), help="Of titles.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@with_appcontext
def search_(words: str, lang: str, as_json: bool) -> None:
    """Search as a stranger would: what the page shows, with its counts."""
    with current_app.test_request_context(), force_locale(regional(lang)):
        found = find(Asked(" ".join(words.split())))
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=1))
        return
    if found.corrected:
        click.echo(f"Searched for «{found.corrected}» instead.")
    if found.degraded:
        click.echo("The index is away: only titles were looked at.")
    for card in found.cards:
        click.echo(f"{card.slug}\t{card.title}\t{money(card.price)}\t{card.alias}")
    click.echo(f"{found.total} found.")


def _plain(found: Found) -> dict[str, Any]:
    return {
        "total": found.total,
        "corrected": found.corrected,
        "degraded": found.degraded,
        "found": [
            {"slug": one.slug, "title": one.title, "price_minor": one.price.minor}
            for one in found.cards
        ],
        "counts": {
            name: {option.value: option.count for option in options}
            for name, options in found.options.items()
        },
    }


COMMANDS = (search_, import_, export)

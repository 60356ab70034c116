"""Make, fill and check the database."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace import ledger
from marketplace.catalog.services import cards, search
from marketplace.catalog.services import starting as catalogue
from marketplace.db import engine
from marketplace.extensions import db
from marketplace.orders.services import books, inbox
from marketplace.permissions import Role
from marketplace.profiles.services import accounts, audit, staff, starting


@click.command("init")
@with_appcontext
def init() -> None:
    """Bring the database to the newest shape, with what every site begins with."""
    from flask_migrate import upgrade

    upgrade(directory=current_app.extensions["migrate"].directory)
    starting.fill()
    catalogue.fill()


@click.command("create-admin")
@click.option("--name", required=True)
@click.option("--contact", required=True, help="Phone or e-mail.")
@click.password_option()
@with_appcontext
def create_admin(name: str, contact: str, password: str) -> None:
    """Open an account that may do everything."""
    person = accounts.sign_up(
        name=name, contact=contact, password=password, language="ru"
    )
    staff.grant(person.id, Role.ADMIN)
    click.echo(f"{name} may sign in with {contact}.")


@click.command("reindex")
@with_appcontext
def reindex() -> None:
    """Write the search index anew; the site goes on meanwhile."""
    click.echo(f"{search.rebuild()} things are in the index.")


@click.command("cards")
@with_appcontext
def mend_cards() -> None:
    """Write the cards of listings anew where they differ from the rows."""
    click.echo(f"{cards.repair()} cards were written anew.")


@click.command("doctor")
@click.option("--ask", is_flag=True, help="Also read the accounts at the providers.")
@with_appcontext
def doctor(ask: bool) -> None:
    """Check database, book, log, webhooks and more; exits with 1 when something is wrong."""
    found = [f"database: {line}" for line in engine.problems(db.session.connection())]
    found += [f"ledger: {line}" for line in ledger.problems()]
    found += [f"money: {line}" for line in (books.report if ask else books.problems)()]
    found += [f"log: {line}" for line in audit.problems()]
    found += [f"webhooks: {line}" for line in inbox.problems()]
    found += [f"cards: {line} (marketplace cards)" for line in cards.problems()]
    found += [f"search: {line}" for line in search.problems()]
    for line in ledger.waiting():
        click.echo(f"to decide: {line}")
    for line in found:
        click.echo(line)
    if found:
        sys.exit(1)
    seq, digest = audit.head()
    click.echo(f"All is well. The log ends at {seq}, {digest}.")


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Fill an empty database with the demo; only where MARKETPLACE_DEMO=1."""
    from marketplace.cli.demo import seed as demo

    if not current_app.extensions["settings"].demo:
        sys.exit(
            "error: MARKETPLACE_DEMO is not 1: demo sign-ins never exist outside it"
        )
    if demo.is_empty():
        click.echo("Drawing and writing the demo, about half a minute…")
        demo.fill()
    click.echo(f"Demo sign-ins, all with the password «{demo.PASSWORD}»:")
    click.echo(f"  sells        {demo.SELLER}")
    click.echo(f"  buys         {demo.BUYER}")
    click.echo(f"  stranger     {demo.STRANGER}")
    for name, contact, role, lab in demo.STAFF:
        click.echo(f"  {role.value:12} {contact} ({name}{', ' + lab if lab else ''})")
    click.echo("Staff sign in with a code, too: in the demo its page shows it.")


COMMANDS = (seed, init, create_admin, reindex, mend_cards, doctor)

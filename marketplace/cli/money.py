"""Commands about money: timers by hand, payouts, the book."""

import sys

import click
from flask.cli import with_appcontext

from marketplace import ledger
from marketplace.errors import MarketplaceError, NotFound
from marketplace.orders.services import inbox, payments, payouts, silence
from marketplace.profiles.queries import lab_for
from marketplace.profiles.rules import contact
from marketplace.profiles.services import accounts


@click.command("run-timers")
@with_appcontext
def run_timers() -> None:
    """Do now what the worker does by the clock: webhooks, payments, silence."""
    inbox.drain()
    payments.resume()
    looked = payments.reconcile()
    expired = payments.expire()
    silence.run()
    click.echo(f"{looked} payments looked at, {expired} purchases expired.")


@click.command("payout-run")
@click.argument("lab")
@click.option("--by", required=True, help="Phone or e-mail of who draws it up.")
@with_appcontext
def payout_run(lab: str, by: str) -> None:
    """Draw up what the makers of LAB can be paid; another person approves it."""
    try:
        person = accounts.by_contact(*contact(by))
        if person is None:
            raise NotFound
        found = lab_for(None, lab)
        run = payouts.draw_up(None, found.id, by=person.id)
    except MarketplaceError as error:
        sys.exit(f"error: {error.code}")
    click.echo(f"Drawn up. Approve it at /desk/money/payouts/{run.id}")


@click.command("book")
@with_appcontext
def book() -> None:
    """Print the trial balance: account, sum in minor units, currency."""
    for one in ledger.trial_balance():
        click.echo(f"{one.amount:>15}  {one.currency}  {one.code}")


COMMANDS = (run_timers, payout_run, book)

"""Labs by command."""

import sys
import tomllib
from pathlib import Path

import click
from flask.cli import with_appcontext

from marketplace.errors import MarketplaceError
from marketplace.i18n import LOCALES
from marketplace.money import parse
from marketplace.profiles import queries
from marketplace.profiles.rules.labs import PARTS
from marketplace.profiles.services import labs
from marketplace.profiles.services.labs import LabFacts

EXAMPLE = """\
# marketplace lab add at-bashy --file at-bashy.toml
phone = "+996 555 000 000"
email = ""
languages = ["ky", "ru"]            # of ky, ru, en, uz
payment_channels = ["cash"]         # of cash, transfer, card
fee_bps = 500                       # part of a sale: 500 is 5 per cent
delivery = "150"                    # price of a parcel, in som

[ky]
name = "Ат-Башы аялдар лабораториясы"
region = "Нарын облусу"
address = ""
hours = ""
about = ""
[ru]
name = "Женская лаборатория в Ат-Башы"
region = "Нарынская область"
[en]
name = "Women Creative Lab in At-Bashy"
region = "Naryn Region"
"""


@click.group("lab")
def lab() -> None:
    """Add and list Labs."""


@lab.command("add")
@click.argument("slug")
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A TOML file; `marketplace lab example` prints one.",
)
@with_appcontext
def add(slug: str, path: Path) -> None:
    """Add a Lab with the checklist every Lab begins with."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        texts = {
            locale: {part: data.get(locale, {}).get(part, "") for part in PARTS}
            for locale in LOCALES
        }
        facts = LabFacts(
            phone=data.get("phone", ""),
            email=data.get("email", ""),
            languages=data.get("languages", ["ky", "ru"]),
            payment_channels=data.get("payment_channels", ["cash"]),
            fee_bps=data.get("fee_bps", 0),
            delivery_minor=parse(str(data.get("delivery", "0"))).minor,
        )
        made = labs.add(slug=slug, texts=texts, facts=facts)
    except tomllib.TOMLDecodeError as error:
        sys.exit(f"error: {path}: {error}")
    except MarketplaceError as error:
        sys.exit(f"error: {error.code} ({error.facts.get('field', 'see the example')})")
    click.echo(f"The Lab {made.slug} is there: /ky/lab/{made.slug}")


@lab.command("list")
@with_appcontext
def show() -> None:
    """Print every Lab."""
    for row in queries.lab_names():
        click.echo(f"{row.slug:20} {row.name}, {row.region}")


@lab.command("example")
def example() -> None:
    """Print a file to fill in."""
    click.echo(EXAMPLE)


COMMANDS = (lab,)

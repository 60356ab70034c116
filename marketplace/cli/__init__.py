"""Commands: `marketplace …`."""

import logging
import sys

from flask.cli import FlaskGroup

from marketplace import create_app
from marketplace.cli import catalogue, data, jobs, labs, money, photos, serve
from marketplace.config import BadSetting, Settings

cli = FlaskGroup(
    name="marketplace",
    create_app=create_app,
    add_default_commands=False,
    load_dotenv=False,
    help="Run and look after the marketplace.",
)
for part in (catalogue, data, jobs, labs, money, photos, serve):
    for command in part.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Start a command; a bad setting is one clear line, not a traceback."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        if not {"--help"} & set(sys.argv):
            Settings.from_env()
        cli.main()
    except BadSetting as error:
        sys.exit(f"error: {error}")

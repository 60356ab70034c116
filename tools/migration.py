"""Write a migration from the difference between models and database."""

import sys

from flask_migrate import migrate, upgrade

from marketplace import create_app


def main() -> None:
    """Bring the database up to date, then write what is missing as a revision."""
    name, revision = sys.argv[1:3]
    app = create_app()
    with app.app_context():
        folder = app.extensions["migrate"].directory
        upgrade(directory=folder)
        migrate(directory=folder, message=name, rev_id=revision)


if __name__ == "__main__":
    main()

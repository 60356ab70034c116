"""Photos by command."""

import sys
from pathlib import Path

import click

from marketplace.infra import media


@click.group("photos")
def photos() -> None:
    """Look at photos as an upload would."""


@photos.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Say of each file whether it can be used, or which code refuses it.

    Nothing is stored and no database is needed. Exits 1 when a file is refused.
    """
    answers = [_answer(path) for path in files]
    sys.exit(0 if all(answers) else 1)


def _answer(path: Path) -> bool:
    """Print what an upload of the file would meet; tell whether it would be taken."""
    try:
        with path.open("rb"):
            kind, width, height = media.look(path)
    except media.PhotoRefused as refusal:
        facts = [f"{name}={fact}" for name, fact in refusal.facts.items() if fact]
        click.echo(" ".join((f"{path}:", refusal.code, *facts)))
        return False
    except OSError as error:
        click.echo(f"{path}: {error.strerror}")
        return False
    click.echo(f"{path}: ok {kind} {width}x{height}")
    return True


COMMANDS = (photos,)

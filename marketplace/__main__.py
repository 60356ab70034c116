"""`python -m marketplace …` is the `marketplace` command."""

import gc


def main() -> None:
    """Read the code and run the command; a process we spawn only reads this file."""
    # Reading the code makes half a million objects and no rubbish: looking for some would
    # take a sixth of the start.
    gc.disable()
    from marketplace.cli import main as command  # noqa: PLC0415

    gc.enable()
    command()


if __name__ == "__main__":
    main()

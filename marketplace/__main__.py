"""`python -m marketplace …` is the `marketplace` command."""

import gc

# Reading the code makes half a million objects and no rubbish: looking for some would
# take a sixth of the start.
gc.disable()

from marketplace.cli import main  # noqa: E402

gc.enable()

if __name__ == "__main__":
    main()

"""Collect every text for translation and bring the catalogues up to date.

Texts are written in English in the code; `ky` and `ru` are translated in
marketplace/translations/<language>/LC_MESSAGES/messages.po.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "marketplace" / "translations"
LANGUAGES = ("ky", "ru")
KEYWORDS = ("_l", "_n:1,2")


def babel(*arguments: str) -> None:
    """Run pybabel of this environment."""
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *arguments]
    subprocess.run(command, check=True, cwd=ROOT)


def extract(target: Path) -> None:
    """Write the template of all messages."""
    keywords = [part for word in KEYWORDS for part in ("-k", word)]
    babel(
        "extract", "-F", "babel.cfg", *keywords, "--sort-by-file", "--no-location",
        "--omit-header", "-o", str(target), ".",
    )  # fmt: skip


def main() -> None:
    """Extract, then update or begin each catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract(template)
        for language in LANGUAGES:
            file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
            verb = "update" if file.exists() else "init"
            more = ["--no-fuzzy-matching", "--ignore-obsolete", "--omit-header"]
            babel(
                verb, "-i", str(template), "-d", str(CATALOGUES), "-l", language,
                *(more if verb == "update" else []),
            )  # fmt: skip


if __name__ == "__main__":
    main()

"""Collect every text for translation and bring the catalogues up to date.

Texts are written in English in the code; `ky` and `ru` are translated in
marketplace/translations/<language>/LC_MESSAGES/messages.po. What is translated already
stays; what is no longer used goes. `uz` is there as far as somebody has translated it: what
is missing is read in Russian (`i18n.INSTEAD`).
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "marketplace" / "translations"
LANGUAGES = {"ky": "Kyrgyz", "ru": "Russian"}  # complete, always
PARTLY = {"uz": "Uzbek"}
METHODS = [
    ("marketplace/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
    ("templates/**.atom", "jinja2"),
]
KEYWORDS = {"_": None, "_l": None, "_n": (1, 2), "gettext": None, "ngettext": (1, 2)}
KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type")


def extract() -> Catalog:
    """Return all messages of the code and the templates."""
    found = Catalog()
    for file, _line, text, *_ in sorted(
        extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS), key=lambda m: m[:2]
    ):
        if not file.startswith((".venv", "var")):
            found.add(text)
    return found


def translated(language: str) -> Catalog:
    """Return the catalogue of a language as it is."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _leave_to_others(catalogue: Catalog) -> None:
    """Take out what counts and is not translated: it would be compiled in English."""
    for message in list(catalogue):
        if message.pluralizable and not all(message.string):
            catalogue.delete(message.id)


def main() -> None:
    """Update each catalogue."""
    template = extract()
    for language, name in {**LANGUAGES, **PARTLY}.items():
        catalogue = translated(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language in PARTLY:
            _leave_to_others(catalogue)
        out = io.BytesIO()
        write_po(out, catalogue, omit_header=True, no_location=True, width=88)
        header = [f"# {name} texts of the marketplace.", 'msgid ""', 'msgstr ""']
        header += [
            f'"{key}: {value}\\n"'
            for key, value in catalogue.mime_headers
            if key in KEPT
        ]
        path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        path.write_bytes("\n".join(header).encode() + b"\n\n" + out.getvalue())


if __name__ == "__main__":
    main()

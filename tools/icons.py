"""Build the sprite of the icons that pages use, from the package that ships them.

    python tools/icons.py marketplace/static/img/icons.svg

Which icons those are is read from the templates: `icon("search")`. Icons are Lucide's
(ISC), taken as they are when the product is set up.
"""

import re
import sys
import zipfile
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[1]
USED = re.compile(r"""\bicon\(["']([a-z0-9-]+)["']""")
SVG = "http://www.w3.org/2000/svg"
# On each symbol: what stands around one is not inherited by the page that shows it.
DRAWN = (
    'fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round" stroke-linejoin="round"'
)


def used(folder: Path = ROOT / "templates") -> list[str]:
    """Return the names of the icons in templates, each once."""
    pages = (path.read_text("utf-8") for path in folder.rglob("*.html"))
    return sorted({name for page in pages for name in USED.findall(page)})


def symbol(name: str, svg: bytes) -> str:
    """Return an icon as a symbol of the sprite."""
    root = ET.fromstring(svg)
    parts = "".join(
        ET.tostring(part, "unicode").strip().replace(f' xmlns:ns0="{SVG}"', "")
        for part in root
    ).replace("ns0:", "")
    return (
        f'<symbol id="{name}" viewBox="{root.get("viewBox")}" {DRAWN}>{parts}</symbol>'
    )


def sprite(names: list[str]) -> str:
    """Return the sprite; KeyError for an icon the package does not have."""
    with (
        files("lucide").joinpath("lucide.zip").open("rb") as packed,
        zipfile.ZipFile(packed) as icons,
    ):
        symbols = "\n".join(symbol(name, icons.read(f"{name}.svg")) for name in names)
    return f'<svg xmlns="{SVG}">\n{symbols}\n</svg>\n'


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sprite(used()), "utf-8")

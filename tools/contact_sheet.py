"""Put screenshots side by side: `contact_sheet.py FOLDER` writes FOLDER/sheet-1.png and on.

Each page stands light beside dark, under its address.
"""

import sys
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw

WIDE, HIGH, LINE = 240, 493, 16  # px of one picture on the sheet, and of its address
ACROSS, DOWN = 4, 3  # pairs


def sheets(folder: Path) -> int:
    """Write the sheets; return how many pages are on them."""
    light = iter(sorted(folder.glob("*.light.png")))
    pages, number = 0, 0
    while some := list(islice(light, ACROSS * DOWN)):
        pages, number = pages + len(some), number + 1
        sheet = Image.new("RGB", (ACROSS * 2 * WIDE, DOWN * (HIGH + LINE)), "#888")
        for place, path in enumerate(some):
            row, column = divmod(place, ACROSS)
            _put(sheet, path, column * 2 * WIDE, row * (HIGH + LINE))
        sheet.save(folder / f"sheet-{number}.png")
    return pages


def _put(sheet: Image.Image, light: Path, left: int, top: int) -> None:
    name = light.name.removesuffix(".light.png")
    ImageDraw.Draw(sheet).text((left + 4, top + 2), name, "#fff")
    for beside, scheme in enumerate(("light", "dark")):
        with Image.open(light.with_name(f"{name}.{scheme}.png")) as picture:
            small = picture.resize((WIDE - 4, HIGH - 4), Image.Resampling.LANCZOS)
        sheet.paste(small, (left + beside * WIDE + 2, top + LINE + 2))


if __name__ == "__main__":
    print(f"{sheets(Path(sys.argv[1]))} pages")

"""The colours of app.css keep their contrast, light and dark (ux.md §5)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "marketplace" / "static" / "css" / "app.css"
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    ("ink", "bg", 7), ("ink", "surface", 7), ("ink", "sunk", 7),
    ("muted", "bg", TEXT), ("muted", "surface", TEXT), ("muted", "sunk", TEXT),
    ("on-brand", "brand", TEXT), ("brand-text", "surface", TEXT),
    ("link", "bg", TEXT), ("link", "surface", TEXT), ("link", "sunk", TEXT),
    ("teal", "surface", TEXT), ("ok", "okbg", TEXT), ("error", "errbg", TEXT),
    ("error", "bg", TEXT), ("error", "surface", TEXT), ("warn", "warnbg", TEXT),
    ("warn", "surface", TEXT), ("border", "bg", EDGE), ("border", "surface", EDGE),
    ("focus", "bg", EDGE), ("focus", "surface", EDGE),
]  # fmt: skip


def _palettes() -> dict[str, dict[str, str]]:
    """Return the tokens: light, dark as the phone has it, dark as somebody chose it."""
    blocks = re.findall(r":root([^{]*) \{(.*?)\}", CSS.read_text("utf-8"), re.S)
    tokens = [dict(re.findall(r"--([\w-]+): (#\w+)", body)) for _which, body in blocks]
    light, phone, chosen = tokens
    assert [which for which, _body in blocks] == [
        "", ':not([data-look="light"])', '[data-look="dark"]',
    ]  # fmt: skip
    return {"light": light, "dark": light | phone, "chosen dark": light | chosen}


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_dark_is_the_same_whoever_chose_it() -> None:
    palettes = _palettes()
    assert palettes["dark"] == palettes["chosen dark"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_can_be_read(theme) -> None:
    colours = _palettes()[theme]
    weak = {}
    for front, back, least in PAIRS:
        a, b = sorted((_luminance(colours[front]), _luminance(colours[back])))
        ratio = (b + 0.05) / (a + 0.05)
        if ratio < least:
            weak[f"{front} on {back}"] = round(ratio, 2)
    assert weak == {}

"""The picture messengers show beside a link: a photo, words, a band of our ornament.

Drawn in the isolated child (`isolated`), so no page loads Pillow for it. JPEG, because
not every messenger reads WebP.

Words need a font with ө ү ң. The one inside Pillow has no Cyrillic, no package in the
lock brings one, a font file in the repository is against DESIGN §15, and packages of
fonts on PyPI are years old. So a font of the system is taken: the one a setting names,
else the first known one that has our letters (`apt install fonts-dejavu-core`). Without
any the card is photo and band alone, which is still a right card.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from marketplace.infra.media.felt import felted
from marketplace.infra.media.motifs import PALETTES, teeth
from marketplace.infra.media.pieces import cover

if TYPE_CHECKING:
    from collections.abc import Iterator

Font = ImageFont.FreeTypeFont

SIZE = (1200, 630)
MOST_BYTES = 60_000
_BAND, _SIDE, _PAD = 54, 576, 48
_FELT, _INK, _MUTED, _MADDER = "#fbf7ef", "#231a16", "#5e5148", "#9e2a2b"
_OURS = "өүңӨҮҢЯя–«»"
_FONTS = (
    "DejaVuSans-Bold.ttf",
    "NotoSans-Bold.ttf",
    "LiberationSans-Bold.ttf",
    "FreeSansBold.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
)
_SIZES = (60, 52, 46, 40)
_LINES = 4
_TRIES = ((0, 82), (0, 74), (0, 64), (0, 52), (0, 40), (2, 64), (2, 40), (5, 40))
"""How the picture is softened (px) and the quality, until the bytes are few enough."""


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on a card, from above; `seed` draws the cloth where no photo is."""

    title: str
    price: str = ""
    lines: tuple[str, ...] = ()
    seed: str = ""


class _Text(NamedTuple):
    words: str
    size: int
    colour: str
    gap: int  # px above it


def card(words: CardWords, photo: bytes | None, font: str = "") -> bytes:
    """Return the card as a JPEG of at most 60 kB, 1200 × 630 px.

    `photo` is one of our own renditions; `font` the path of a font, if one is set.
    """
    written = found(font)
    image = Image.new("RGB", SIZE, _FELT)
    width, height = (_SIDE if written else SIZE[0]), SIZE[1] - _BAND
    image.paste(_picture(photo, words.seed, (width, height)))
    if written:
        _write(ImageDraw.Draw(image), written, words)
    _band(image)
    return _small(image, (0, 0, width, height))


@lru_cache(maxsize=4)
def found(font: str = "") -> str:
    """Return the path of a font that has our letters, or nothing."""
    for name in (font, *_FONTS) if font else _FONTS:
        try:
            opened = ImageFont.truetype(name, 24)
        except OSError:
            continue
        if _has_ours(opened):
            return str(opened.path)
    return ""


def _has_ours(font: Font) -> bool:
    missing = bytes(font.getmask("\U0010ffff"))
    return all(bytes(font.getmask(letter)) != missing for letter in _OURS)


def _picture(photo: bytes | None, seed: str, size: tuple[int, int]) -> Image.Image:
    """Return the photo cut to a size, or felt where there is none."""
    # A file damaged on its way is no reason to show nothing.
    with suppress(OSError, ValueError):
        if photo is not None:
            with Image.open(BytesIO(photo), formats=("WEBP", "JPEG")) as opened:
                return ImageOps.fit(opened.convert("RGB"), size)
    chance = Random(seed)  # noqa: S311
    cloth, _mask = felted(cover(chance), chance.choice(PALETTES), max(size))
    return ImageOps.fit(cloth, size)


def _band(image: Image.Image) -> None:
    """Draw the band of the pages: madder, felt teeth above, dark ones below."""
    width, height = image.width * 2, _BAND * 2
    band = Image.new("RGB", (width, height), _MADDER)
    pen = ImageDraw.Draw(band)
    for shape in teeth((width, 0), (0, 0), height * 0.7, 0):
        pen.polygon(shape.points, fill=_FELT)
    for shape in teeth((0, height), (width, height), height * 0.7, 0):
        pen.polygon(shape.points, fill=_INK)
    image.paste(band.reduce(2), (0, image.height - _BAND))


def _write(pen: ImageDraw.ImageDraw, font: str, words: CardWords) -> None:
    left, room = _SIDE + _PAD, SIZE[0] - _SIDE - 2 * _PAD
    texts = list(_texts(font, words, room))
    high = sum(text.gap + text.size for text in texts)
    y = (SIZE[1] - _BAND - high) / 2
    for text in texts:
        y += text.gap
        at = (left, y + text.size)  # the line letters stand on
        pen.text(at, text.words, text.colour, _sized(font, text.size), anchor="ls")
        y += text.size


def _texts(font: str, words: CardWords, room: int) -> Iterator[_Text]:
    size, lines = _title(font, words.title, room)
    for number, line in enumerate(lines):
        yield _Text(line, size, _INK, round(size * 0.25) if number else 0)
    if words.price:
        yield _Text(_cut(_sized(font, 54), words.price, room), 54, _MADDER, 30)
    for number, line in enumerate(words.lines):
        gap = 14 if number else 36
        yield _Text(_cut(_sized(font, 30), line, room), 30, _MUTED, gap)


def _title(font: str, title: str, room: int) -> tuple[int, list[str]]:
    """Return the largest size in which a title fits, and its lines."""
    for size in _SIZES:
        lines = _wrapped(_sized(font, size), title, room)
        if len(lines) <= _LINES:
            break
    else:
        lines = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
    return size, [_cut(_sized(font, size), line, room) for line in lines]


def _wrapped(font: Font, text: str, room: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(font: Font, line: str, room: int) -> str:
    """Return a line, or what of it has room."""
    if font.getlength(line) <= room:
        return line
    while line and font.getlength(f"{line}…") > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


@lru_cache(maxsize=16)
def _sized(font: str, size: int) -> Font:
    return ImageFont.truetype(font, size)


def _small(image: Image.Image, picture: tuple[int, int, int, int]) -> bytes:
    """Return the JPEG, as good as its bytes allow; a noisy picture is softened at last."""
    data = b""
    for blur, quality in _TRIES:
        soft = image.copy()
        if blur:
            part = image.crop(picture).filter(ImageFilter.GaussianBlur(blur))
            soft.paste(part, picture)
        out = BytesIO()
        soft.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        data = out.getvalue()
        if len(data) <= MOST_BYTES:
            break
    return data

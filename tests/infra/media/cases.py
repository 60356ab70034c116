"""One nasty file: how it is made and the one answer it must get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from PIL import Image

from tests.infra.media import crafted
from tests.infra.media.samples import encoded, scene

SIZE = (320, 240)
SECRET = b"SECRET"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>'


@dataclass(frozen=True, slots=True)
class Case:
    """One file: how it is made, what must come of it, and what may not.

    `upright` says that the picture must come out as `scene` shows it, in `SIZE`.
    """

    make: Callable[[], bytes]
    code: str = "ok"
    facts: Mapping[str, object] = field(default_factory=dict)
    secret: bool = False
    upright: bool = True


def small(kind: str = "JPEG", **options: Any) -> bytes:
    return encoded(scene(*SIZE), kind, **options)


plain = cache(small)


def accepted(**makes: Callable[[], bytes]) -> dict[str, Case]:
    return {name: Case(make) for name, make in makes.items()}


def odd(**makes: Callable[[], bytes]) -> dict[str, Case]:
    """Accepted too, but without the colours or the size the oracle knows."""
    return {name: Case(make, upright=False) for name, make in makes.items()}


def leaky(**makes: Callable[[], bytes]) -> dict[str, Case]:
    return {name: Case(make, secret=True) for name, make in makes.items()}


def refused(
    code: str, facts: Mapping[str, object] | None = None, /, **makes: Any
) -> dict[str, Case]:
    return {
        name: Case(make, f"photo_{code}", facts or {}) for name, make in makes.items()
    }


def too_large(width: int, height: int, **makes: Callable[[], bytes]) -> dict[str, Case]:
    return refused("too_many_pixels", {"width": width, "height": height}, **makes)


def with_text(name: bytes, body: bytes) -> bytes:
    return crafted.with_chunk(plain("PNG"), name, body)


def animated(kind: str, count: int = 3) -> bytes:
    rest = [Image.new("RGB", SIZE, (0, 0, 40 * number)) for number in range(1, count)]
    return small(kind, save_all=True, append_images=rest)


def with_alpha(mode: str) -> Image.Image:
    """Return the scene with its lower right part transparent."""
    image = scene(*SIZE).convert(mode)
    image.putalpha(255)
    image.paste(0, (200, 150, *SIZE))
    return image


@cache
def noisy(kind: str) -> bytes:
    """Return a photo large enough that its middle and its end are pixels."""
    return encoded(scene(640, 480), kind)


def half(kind: str) -> bytes:
    return noisy(kind)[: len(noisy(kind)) // 2]


def changed(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]

"""What comes out of the pipeline, and what is known once it is stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendition:
    """One encoded file of a picture; sizes in px, `ext` without the dot."""

    width: int
    height: int
    ext: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo made safe: upright, sRGB, without metadata.

    `master` is a JPEG to derive from, never served. `width` and `height` are the
    master's, in px. `colour` is `#rrggbb`; `placeholder` is a 16 px wide WebP; `likeness`
    and `mirrored` are what `likeness.dhash` says of it and of its mirror image;
    `advice` is what could be better.
    """

    master: bytes
    width: int
    height: int
    colour: str
    placeholder: bytes
    renditions: tuple[Rendition, ...]
    likeness: str = ""
    mirrored: str = ""
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A published picture: what a row must keep.

    `files` holds (width in px, extension, size in bytes); the address of each is
    `<key>/<width>.<ext>`.
    """

    key: str
    recipe: int
    width: int
    height: int
    colour: str
    placeholder: bytes
    files: tuple[tuple[int, str, int], ...]
    likeness: str = ""
    mirrored: str = ""
    advice: tuple[str, ...] = ()

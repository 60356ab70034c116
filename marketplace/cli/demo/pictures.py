"""Draw the demo photos and take them through the real pipeline, in parallel."""

import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from marketplace.cli.demo.listings import DemoListing
from marketplace.cli.demo.variations import COLOURS
from marketplace.infra import media
from marketplace.infra.media.ornament import demo_photo

Seed = tuple[str, int]  # kind and seed of a drawing
SIZE = 800  # px


def stored(
    listings: Iterable[DemoListing], storage: media.Storage
) -> dict[Seed, media.StoredPicture]:
    """Return a stored picture for each drawing the listings show."""
    wanted = sorted({(item.photo_kind, item.photo_seed) for item in listings})
    with ThreadPoolExecutor(max_workers=2) as pool:
        made = pool.map(lambda seed: store(seed, storage), wanted)
        return dict(zip(wanted, made, strict=True))


def store(seed: Seed, storage: media.Storage) -> media.StoredPicture:
    """Return one drawing, stored as a photo of a thing would be."""
    kind, number = seed
    colour = None if kind == "service" else COLOURS[number % len(COLOURS)].hex
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "photo.jpg"
        source.write_bytes(demo_photo(kind, number, SIZE, colour))
        return media.publish(storage, media.card_set(source))

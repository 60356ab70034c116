"""Draw the demo photos, in processes of their own while the database is written."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from marketplace.cli.demo.listings import DemoListing
from marketplace.cli.demo.variations import COLOURS
from marketplace.infra import media
from marketplace.infra.media.own import Drawing, own_picture

Seed = tuple[str, int]  # kind and seed of a drawing
LARGE, SMALL = 720, 540  # px; widths that are served: nothing is resized in vain
EACH_LARGE = 8  # each eighth colour is: to make them all so takes twice as long
LOOKS = 2  # at a thing: all of it, and closer
LOOKED_AT_TWICE = 12  # each twelfth thing is


class Drawn(Mapping[Seed, media.StoredPicture]):
    """Pictures in the making, in the order they are wanted; who asks for one waits."""

    def __init__(
        self, coming: dict[Seed, Future[media.Picture]], storage: media.Storage
    ) -> None:
        """Take what the pool works on, and where the pictures go."""
        self._coming, self._storage = coming, storage
        self._stored: dict[Seed, media.StoredPicture] = {}

    def __getitem__(self, seed: Seed) -> media.StoredPicture:
        """Return the picture once it is stored."""
        if seed not in self._stored:
            picture = self._coming[seed].result()
            self._stored[seed] = media.publish(self._storage, picture)
        return self._stored[seed]

    def __iter__(self) -> Iterator[Seed]:
        """Walk through the drawings."""
        return iter(self._coming)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._coming)


def stored(listings: Iterable[DemoListing], storage: media.Storage) -> Drawn:
    """Return the pictures of the listings, which are drawn while others are used."""
    wanted = dict.fromkeys(
        look for at, item in enumerate(listings) for look in looks(item, at)
    )
    # A fork would share the open database with its parent.
    pool = ProcessPoolExecutor(2, get_context("spawn"))
    coming = {seed: pool.submit(own_picture, _drawing(seed)) for seed in wanted}
    pool.shutdown(wait=False)
    return Drawn(coming, storage)


def looks(item: DemoListing, at: int) -> list[Seed]:
    """Return the drawings of the listing that comes `at` its place."""
    first = (item.photo_kind, item.photo_seed)
    second = (item.photo_kind, item.photo_seed + len(COLOURS))
    if item.kind == "service" or at % LOOKED_AT_TWICE:
        return [first]
    return [first, second]


def store(seed: Seed, storage: media.Storage) -> media.StoredPicture:
    """Return one drawing, stored."""
    return media.publish(storage, own_picture(_drawing(seed)))


def _drawing(seed: Seed) -> Drawing:
    kind, number = seed
    look, place = divmod(number, len(COLOURS))
    if kind == "service":
        return Drawing(kind, place, LARGE)
    size = SMALL if place % EACH_LARGE else LARGE
    return Drawing(kind, place, size, COLOURS[place].hex, look % LOOKS > 0)

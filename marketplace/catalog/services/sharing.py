"""The pictures messengers show beside our links: drawn when first asked for, then kept.

No row names them: a card can always be drawn again, so old files simply go at night.
"""

import json
import logging
import threading
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256

from marketplace import clock
from marketplace.errors import Busy
from marketplace.extensions import db
from marketplace.infra import media
from marketplace.infra.adapters import adapters
from marketplace.infra.media import NoSuchFile, PhotoRefused

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
PATIENCE = 10.0  # seconds
RECIPE = 1  # raise it when cards shall look otherwise: they get new addresses
FOLDER = "c/"  # no address serves it as it is
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class ShareCard:
    """What a card shows; `photo` is the key of a stored file, or empty.

    `seed` draws the cloth where there is no photo.
    """

    title: str
    price: str = ""
    lines: tuple[str, ...] = ()
    seed: str = ""
    photo: str = ""

    @property
    def mark(self) -> str:
        """What stands in its address: other words, another address."""
        said = json.dumps([RECIPE, asdict(self)], ensure_ascii=False)
        return sha256(said.encode()).hexdigest()[:20]

    @property
    def key(self) -> str:
        """Where its file lies."""
        return f"{FOLDER}{self.mark[:2]}/{self.mark}.jpg"


def drawn(card: ShareCard) -> bytes:
    """Return the JPEG of a card: the stored one, or drawn now and stored.

    Of two processes that are asked at once both draw the same, and one file stays. Busy
    when there is no time for it: messengers ask again.
    """
    found = _stored(card.key)
    if found is not None:
        return found
    db.session.rollback()  # drawing takes a while: nothing is held meanwhile
    # One at a time in a process: who walks the whole site must not stop it.
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        # Who waited may find it drawn.
        return _stored(card.key) or _draw(card)
    except PhotoRefused as refusal:
        raise Busy from refusal
    finally:
        _one_at_a_time.release()


def _draw(card: ShareCard) -> bytes:
    words = asdict(card)
    key = words.pop("photo")
    photo = _stored(key) if key else None
    data = media.share_card(words, photo, adapters().font)
    adapters().storage.put(card.key, data)
    return data


def _stored(key: str) -> bytes | None:
    try:
        return adapters().storage.get(key)
    except NoSuchFile:
        return None


def sweep_cards() -> int:
    """Delete cards of a month ago; who still needs one has it drawn again."""
    before = clock.now() - KEPT
    old = [
        key
        for key, stored in adapters().storage.walk()
        if key.startswith(FOLDER) and stored < before
    ]
    for key in old:
        adapters().storage.delete(key)
    log.info("sweep: %s share cards", len(old))
    return len(old)

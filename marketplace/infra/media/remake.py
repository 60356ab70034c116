"""Make the files of a stored picture anew: the way from one recipe to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from marketplace.infra.media.isolated import avif_set, remake
from marketplace.infra.media.publish import master_key, publish, publish_avif

if TYPE_CHECKING:
    from marketplace.infra.media.picture import StoredPicture
    from marketplace.infra.media.storage import Storage


def remade(storage: Storage, key: str) -> StoredPicture:
    """Store the picture of this key as today's recipe wants it, AVIF and master included.

    Under an older recipe's key nothing is touched: pages that are open still name it, so
    the caller switches the row and withdraws it later. Under today's key only files that
    were lost come back. Raises `NoSuchFile` without a master, `PhotoRefused`.
    """
    master = storage.get(master_key(key))
    stored = publish(storage, remake(master))
    avif = publish_avif(storage, stored.key, avif_set(master))
    return replace(stored, files=stored.files + avif)

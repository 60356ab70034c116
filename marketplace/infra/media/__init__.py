"""Photos: made safe and small in an isolated process, stored under immutable names.

`images` and `header` change Pillow's global limits and meet strangers' bytes: they
belong to the isolated child. `ornament` draws the demo photos and is imported by name,
so that a web process that only serves pages does not load Pillow.
"""

from marketplace.infra.media.errors import PhotoRefused
from marketplace.infra.media.isolated import (
    MAX_MEGABYTES,
    avif_set,
    card_set,
    look,
    share_card,
)
from marketplace.infra.media.picture import Picture, Rendition, StoredPicture
from marketplace.infra.media.publish import (
    RECIPE,
    file_key,
    key_for,
    master_key,
    publish,
    publish_avif,
    withdraw,
)
from marketplace.infra.media.receive import receive
from marketplace.infra.media.remake import remade
from marketplace.infra.media.sniff import sniff
from marketplace.infra.media.storage import (
    LocalStorage,
    MemoryStorage,
    NoSuchFile,
    Storage,
    UnsafeKey,
)

__all__ = [
    "MAX_MEGABYTES",
    "RECIPE",
    "LocalStorage",
    "MemoryStorage",
    "NoSuchFile",
    "PhotoRefused",
    "Picture",
    "Rendition",
    "Storage",
    "StoredPicture",
    "UnsafeKey",
    "avif_set",
    "card_set",
    "file_key",
    "key_for",
    "look",
    "master_key",
    "publish",
    "publish_avif",
    "receive",
    "remade",
    "share_card",
    "sniff",
    "withdraw",
]

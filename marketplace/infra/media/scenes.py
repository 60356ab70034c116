"""Everything that can be drawn, by name, and how light falls on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.infra.media import (
    pieces,
    pieces_felt,
    pieces_home,
    pieces_small,
    pieces_toys,
    pieces_worn,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from marketplace.infra.media.motifs import Piece

PIECES: dict[str, Callable[[Random], Piece]] = {
    "rug": pieces.rug,
    "cushion": pieces.cushion,
    "bag": pieces.bag,
    "scarf": pieces.scarf,
    "slippers": pieces.slippers,
    "toy": pieces.toy,
    "service": pieces.cover,
    "runner": pieces_felt.runner,
    "seat": pieces_felt.seat,
    "ala-kiyiz": pieces_felt.ala_kiyiz,
    "landscape": pieces_felt.landscape,
    "tush-kiyiz": pieces_felt.tush_kiyiz,
    "framed": pieces_felt.framed,
    "flowered-cushion": pieces_home.flowered_cushion,
    "chair-pad": pieces_home.chair_pad,
    "korpocho": pieces_home.korpocho,
    "child-korpocho": pieces_home.child_korpocho,
    "patchwork": pieces_home.patchwork,
    "cradle-cover": pieces_home.cradle_cover,
    "tablecloth": pieces_home.tablecloth,
    "towel": pieces_home.towel,
    "trivet": pieces_home.trivet,
    "embroidered-dress": pieces_worn.embroidered_dress,
    "linen-dress": pieces_worn.linen_dress,
    "vest": pieces_worn.vest,
    "chapan": pieces_worn.chapan,
    "boots": pieces_worn.boots,
    "shawl": pieces_worn.shawl,
    "knitted": pieces_worn.knitted,
    "hat": pieces_worn.hat,
    "kalpak": pieces_worn.kalpak,
    "skullcap": pieces_worn.skullcap,
    "child-slippers": pieces_worn.child_slippers,
    "lamb": pieces_toys.lamb,
    "camel": pieces_toys.camel,
    "leopard": pieces_toys.leopard,
    "national-doll": pieces_toys.national_doll,
    "rag-doll": pieces_toys.rag_doll,
    "yurt": pieces_toys.yurt,
    "key-ring": pieces_toys.key_ring,
    "magnet": pieces_toys.magnet,
    "patchwork-bag": pieces_small.patchwork_bag,
    "backpack": pieces_small.backpack,
    "purse": pieces_small.purse,
    "pouch": pieces_small.pouch,
    "phone-case": pieces_small.phone_case,
    "earrings": pieces_small.earrings,
    "necklace": pieces_small.necklace,
    "bracelet": pieces_small.bracelet,
    "felt-notebook": pieces_small.felt_notebook,
    "sketchbook": pieces_small.sketchbook,
    "card": pieces_small.greeting_card,
    "gift-box": pieces_small.gift_box,
}
KINDS = tuple(PIECES)

_PLUMP = ("cushion", "flowered-cushion", "chair-pad")
_FULL = ("toy", "lamb", "camel", "leopard", "yurt", "skullcap", "hat", "kalpak")
_SOFT = ("slippers", "child-slippers", "boots", "backpack", "rag-doll", "national-doll")
_THICK = ("bag", "pouch", "purse", "earrings", "necklace", "bracelet", "patchwork-bag")
ROUND = {
    **dict.fromkeys(_PLUMP, 105),
    **dict.fromkeys(_FULL, 80),
    **dict.fromkeys(_SOFT, 70),
    **dict.fromkeys(_THICK, 55),
}
"""How much a kind bulges towards the viewer, in greys of light."""

FOLDED = frozenset({"scarf", "knitted", "linen-dress", "embroidered-dress", "towel"})

"""Which drawing shows which thing."""

from __future__ import annotations

_SCENES = {
    "shyrdak": "rug",
    "shyrdak-runner": "runner",
    "shyrdak-seat": "seat",
    "felt-picture": "landscape",
    "embroidered-panel": "framed",
    "kids-slippers": "child-slippers",
    "felt-boots": "boots",
    "silk-felt-scarf": "scarf",
    "knitted-scarf": "knitted",
    "felt-hat": "hat",
    "child-cap": "skullcap",
    "felt-cushion": "cushion",
    "embroidered-cushion": "flowered-cushion",
    "kurak-quilt": "patchwork",
    "kurak-cradle": "cradle-cover",
    "felt-bag": "bag",
    "kurak-bag": "patchwork-bag",
    "felt-purse": "purse",
    "felt-earrings": "earrings",
    "felt-necklace": "necklace",
    "bead-bracelet": "bracelet",
    "felt-lamb": "lamb",
    "felt-camel": "camel",
    "felt-leopard": "leopard",
    "felt-yurt": "yurt",
}


def scene(key: str) -> str:
    """Return the kind of drawing for a thing; most are called like the thing."""
    return _SCENES.get(key, key)

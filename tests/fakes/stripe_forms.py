"""Stripe's way to write nested parameters into a form: `a[b][0][c]=1`."""

import re
from collections.abc import Iterable
from typing import Any

_STEPS = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")


def unflatten(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the nested parameters of a form; every leaf is a string."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        *way, last = _STEPS.findall(name)
        place = root
        for step in way:
            place = place.setdefault(step, {})
        place[last or str(len(place))] = value
    return {name: _listed(value) for name, value in root.items()}


def _listed(value: Any) -> Any:
    """Turn {"0": …, "1": …} into a list, at any depth."""
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(one) for name, one in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner

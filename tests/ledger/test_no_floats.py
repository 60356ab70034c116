"""Money is counted in whole numbers: nothing that rounds by itself is near it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "marketplace"
PLACES = (
    "money.py",
    "ledger",
    "orders/rules/amounts.py",
    "orders/rules/fees.py",
    "orders/rules/currencies.py",
    "orders/services/postings.py",
    "orders/services/postings_out.py",
)


def files() -> Iterator[Path]:
    for name in PLACES:
        place = HOUSE / name
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


def rounding(tree: ast.AST) -> Iterator[str]:
    """Yield what could make a sum inexact: floats, true division, rounding."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield f"line {node.lineno}: a division that is not exact"
        if isinstance(node, ast.Name) and node.id in {"float", "round", "Decimal"}:
            yield f"line {node.lineno}: {node.id}"


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.stem)
def test_no_float_is_near_money(path) -> None:
    assert list(rounding(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("code", ["1.5", "a / b", "a /= b", "float(a)", "round(a)"])
def test_the_search_finds_what_it_looks_for(code) -> None:
    assert list(rounding(ast.parse(code)))

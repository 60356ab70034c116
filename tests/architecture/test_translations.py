"""Every text a person can meet is there in ky and ru; en is the source, uz has gaps."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from marketplace.web import labels
from marketplace.web.messages import TEXTS
from tools.messages import CATALOGUES, LANGUAGES, PARTLY, extract

ROOT = Path(__file__).parents[2]
GAP = re.compile(r"%\(\w+\)s")


def _catalogue(language: str):
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _forms(text) -> list[str]:
    return list(text) if isinstance(text, (list, tuple)) else [text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language) -> None:
    catalogue = _catalogue(language)
    missing, wrong = [], []
    for message in extract():
        if not message.id:
            continue
        found = catalogue.get(message.id)
        if found is None or found.fuzzy or not all(_forms(found.string)):
            missing.append(message.id)
            continue
        gaps = set(GAP.findall(_forms(message.id)[-1]))
        wrong += [t for t in _forms(found.string) if set(GAP.findall(t)) != gaps]
    assert not missing, f"{language}: run `make messages`, then translate {missing}"
    assert not wrong, f"{language}: other gaps than the English text: {wrong}"


@pytest.mark.parametrize("language", PARTLY)
def test_what_is_translated_in_part_is_whole_where_it_is(language) -> None:
    catalogue, known = _catalogue(language), {message.id for message in extract()}
    told = [one for one in catalogue if one.id and any(_forms(one.string))]
    assert len(told) > 800, "what a buyer meets"
    assert not [one.id for one in told if one.id not in known or one.fuzzy]
    assert not [one.id for one in told if not all(_forms(one.string))]
    gaps = [
        one.id
        for one in told
        for text in _forms(one.string)
        if set(GAP.findall(text)) != set(GAP.findall(_forms(one.id)[-1]))
    ]
    assert not gaps


def test_every_error_code_has_a_text() -> None:
    named = {"MarketplaceError", "Invalid", "Conflict", "NotAllowed", "NotFound"}
    named |= {"Busy", "TooMany", "PhotoRefused"}
    codes = set()
    for path in (ROOT / "marketplace").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in named and isinstance(first, ast.Constant):
                    codes.add(first.value)
            is_code = isinstance(node, ast.Assign) and [
                getattr(t, "id", "") for t in node.targets
            ] == ["code"]
            if is_code and isinstance(node.value, ast.Constant):
                codes.add(node.value.value)
    codes -= {
        "sandbox",
        "stripe",
        "email",
    }  # names of providers and a channel, not errors
    assert codes - set(TEXTS) == set()


def test_every_state_has_a_name() -> None:
    from marketplace.catalog.rules import LISTING
    from marketplace.orders.rules import PRODUCT
    from marketplace.profiles.rules import APPLICATION

    for table in (LISTING, PRODUCT, APPLICATION):
        assert set(table) <= set(labels.STATES)
        ends = {end for moves in table.values() for end in moves.values()}
        assert ends <= set(table), "every move ends in a state of the table"

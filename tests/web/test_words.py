"""Words for what the rules know: events, notices, states; tables that run nothing."""

import ast
import contextvars
from functools import cache
from pathlib import Path

import pytest

from marketplace.permissions import Role, Scope
from marketplace.profiles.rules import DECISIONS, Event
from marketplace.profiles.rules.checklist import KINDS
from marketplace.profiles.rules.help import RECOVERY
from marketplace.profiles.rules.labs import CHANNELS, LANGUAGES, PARTS
from marketplace.profiles.rules.shops import SHOP, VISIBILITY
from marketplace.web import audit_words, labels
from marketplace.web.csv import safe, table

ROOT = Path(__file__).parents[2] / "marketplace"


def test_every_event_has_words_and_every_kind_of_step_too() -> None:
    assert {kind.value for kind in Event} <= set(audit_words.TEXTS)


def test_every_event_is_written_somewhere() -> None:
    used = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                owner = node.value
                if "Event" in {getattr(owner, "id", ""), getattr(owner, "attr", "")}:
                    used.add(node.attr)
    assert {kind.name for kind in Event} - used == set()


def test_every_choice_has_a_name() -> None:
    assert set(labels.ROLES) == {role.value for role in Role}
    assert set(labels.SCOPES) == {scope.value for scope in Scope}
    assert set(labels.KINDS) == set(KINDS)
    assert set(labels.DECISIONS) == set(DECISIONS)
    assert set(labels.VISIBILITY) == set(VISIBILITY)
    assert set(labels.LANGUAGES) == set(LANGUAGES)
    assert set(labels.CHANNELS) == set(CHANNELS)
    parts = {f"{part}_{code}" for part in PARTS for code in ("ky", "ru", "en")}
    assert set(labels.LAB_PARTS) == parts


@pytest.mark.parametrize("machine", [SHOP, RECOVERY])
def test_every_state_of_people_and_shops_has_a_name(machine) -> None:
    assert set(machine) <= set(labels.STATES)
    for moves in machine.values():
        assert set(moves.values()) <= set(machine)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+996", "-1", "@sum", "\tx", "\rx", "\n=1", '=cmd|"/c calc"!A1']
)
def test_a_cell_that_begins_like_a_formula_is_only_text(cell) -> None:
    assert safe(cell).startswith("'")


def test_a_table_keeps_its_cyrillic_and_its_quotes() -> None:
    made = table(("а", "б"), [("«в»", 'г"д'), (None, 5)])
    assert made == '\ufeffа,б\r\n«в»,"г""д"\r\n,5\r\n'


@pytest.mark.parametrize(
    "said",
    [
        '"account.recovery_started"|notice',
        '"second_person"|error_words',
        '"completed"|state',
        '"pending"|item',
        '"KG"|country',
        "150000|som",
        "1234.5|decimal",
        '"sign_in.done"|event',
    ],
)
def test_a_constant_in_a_template_is_said_to_each_reader_anew(app, said) -> None:
    """Jinja works constants out when it compiles: for whoever reads first."""

    @cache
    def template():
        return app.jinja_env.from_string(f"{{{{ {said} }}}}")

    def read_at(path: str) -> str:
        with app.test_request_context(path):
            return template().render()

    english, kyrgyz = (
        contextvars.Context().run(read_at, f"/{one}/") for one in ("en", "ky")
    )
    assert english != kyrgyz

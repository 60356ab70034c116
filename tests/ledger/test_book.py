"""The book: balanced, once, and for good."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from marketplace import ledger
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.ledger import Line
from marketplace.ledger.rules import UnbalancedError, check_balanced
from marketplace.money import Money


def lines(minor: int) -> list[Line]:
    return [
        Line("psp:x", "asset", Money(minor)),
        Line("held:1", "liability", Money(-minor)),
    ]


def test_an_entry_is_written_once(app) -> None:
    assert ledger.post("pay:1", lines(500)) is True
    assert ledger.post("pay:1", lines(500)) is False
    assert ledger.balance("psp:x").minor == 500


def test_an_entry_that_does_not_add_up_is_refused(app) -> None:
    with pytest.raises(UnbalancedError):
        ledger.post("pay:2", [Line("psp:x", "asset", Money(5))])
    assert ledger.balance("psp:x").minor == 0


def test_lines_of_nothing_are_left_out(app) -> None:
    ledger.post("pay:3", [*lines(7), Line("income:fee", "income", Money(0))])
    assert ledger.problems() == []


@pytest.mark.parametrize("table", ["ledger_entries", "ledger_postings"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_refuses_to_change_the_book(app, table, change) -> None:
    from sqlalchemy.exc import DBAPIError

    ledger.post("pay:4", lines(9))

    @use_case
    def tamper() -> None:
        db.session.execute(text(change.format(table)))

    with pytest.raises(DBAPIError, match="append-only"):
        tamper()


def test_the_check_finds_what_should_never_be(app) -> None:
    ledger.post("rel:1", lines(-9))
    assert ledger.problems() == ["held:1 gave out 9 more than it held"]


@settings(max_examples=50)
@given(st.lists(st.integers(-(10**9), 10**9), max_size=6))
def test_only_sums_of_zero_are_balanced(amounts) -> None:
    pairs = [("KGS", minor) for minor in amounts]
    if sum(amounts):
        with pytest.raises(UnbalancedError):
            check_balanced(pairs)
    else:
        check_balanced(pairs)
